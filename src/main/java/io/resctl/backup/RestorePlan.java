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

    /** A line each, as the host's program reads them. */
    public List<String> backups() {
        return chain.stream().map(b -> b.store().word() + " " + b.path()).toList();
    }

    /** A line each, as the host's program reads them. */
    public List<String> logFiles() {
        return logs.stream().map(l -> l.store().word() + " " + l.path()).toList();
    }

    public boolean encrypted() {
        return chain.stream().anyMatch(KeptBackup::encrypted);
    }
}
