package io.resctl.backup;

import java.util.List;
import java.util.Optional;

/**
 * What is restored, and from what.
 *
 * @param chain a full backup and the incremental ones on it, in order
 * @param logs files of the binary log to be replayed on it, in order; may be none
 * @param start where replay begins: a GTID position, or an offset in the first file
 * @param stop a word of {@code mariadb-binlog}; empty: at the end
 * @param notes what whoever asked must know
 */
public record RestorePlan(
        String host,
        List<KeptBackup> chain,
        List<KeptLog> logs,
        String start,
        Optional<String> stop,
        List<String> notes) {

    /**
     * A line each, as the program of the host reads them where it is restored.
     *
     * @param into that host: what another one keeps is fetched first
     */
    public List<String> backups(String into) {
        return chain.stream().map(b -> at(into, b.store()) + " " + b.path()).toList();
    }

    /** See {@link #backups}. */
    public List<String> logFiles(String into) {
        return logs.stream().map(l -> at(into, l.store()) + " " + l.path()).toList();
    }

    private String at(String into, Store store) {
        return into.equals(host) ? store.word() : "fetched";
    }

    /** Another host can fetch it: only what was made where it lies is handed out. */
    public boolean fetchable() {
        return chain.stream().allMatch(b -> b.store() == Store.MADE)
                && logs.stream().allMatch(l -> l.store() == Store.MADE);
    }

    public boolean encrypted() {
        return chain.stream().anyMatch(KeptBackup::encrypted);
    }
}
