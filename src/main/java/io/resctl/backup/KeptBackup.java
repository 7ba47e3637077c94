package io.resctl.backup;

import io.resctl.json.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A whole backup on a host.
 *
 * @param store whether it was made on the host or fetched from another
 * @param line one server's data from their making to their end: {@code HOST-ID}
 * @param name sorts by age within its line
 * @param base name of the backup in the same line that it builds on; empty for a full one
 * @param startGtid what the server held when it began
 * @param endGtid what is in it: a GTID position
 * @param logFile where the server's binary log was at {@code endGtid}
 * @param heartbeat the newest row of the heartbeat when it ended, if there is such a table
 * @param bytes compressed
 * @param arrived when a copy was complete
 */
public record KeptBackup(
        Store store,
        String line,
        String name,
        Optional<String> base,
        Instant started,
        Instant ended,
        String startGtid,
        String endGtid,
        String logFile,
        long logPosition,
        Optional<Instant> heartbeat,
        boolean encrypted,
        long bytes,
        Optional<String> arrived) {

    /** The manifest as hosts write it. */
    private record Manifest(
            String line,
            String name,
            String base,
            String started,
            String ended,
            String startGtid,
            String endGtid,
            String logFile,
            String logPosition,
            String heartbeat,
            String encrypted,
            String bytes) {}

    /** From its manifest; empty where that is not one of ours. */
    static Optional<KeptBackup> read(Store store, String line, Optional<String> arrived, String json) {
        try {
            Manifest m = Json.read(json, Manifest.class);
            return m.line().equals(line)
                            && m.logPosition().matches("\\d{1,18}")
                            && m.bytes().matches("\\d{1,18}")
                    ? Optional.of(new KeptBackup(
                            store,
                            line,
                            m.name(),
                            Optional.of(m.base()).filter(b -> !b.isEmpty()),
                            Instant.parse(m.started()),
                            Instant.parse(m.ended()),
                            m.startGtid(),
                            m.endGtid(),
                            m.logFile(),
                            Long.parseLong(m.logPosition()),
                            Optional.of(m.heartbeat()).filter(h -> !h.isEmpty()).map(Instant::parse),
                            m.encrypted().equals("yes"),
                            Long.parseLong(m.bytes()),
                            arrived))
                    : Optional.empty();
        } catch (Json.NotOurs | DateTimeParseException | NullPointerException e) {
            return Optional.empty();
        }
    }

    public boolean full() {
        return base.isEmpty();
    }

    /** Below the host's store. */
    String path() {
        return line + "/" + name;
    }
}
