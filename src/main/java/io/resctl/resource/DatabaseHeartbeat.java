package io.resctl.resource;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * The row that the writable server writes anew every second: on a replica its age is the measured delay of replication, in a backup the age of the data.
 * An event of every server writes it and does nothing as long as its server is read-only or follows another, so a promotion needs to move nothing, and a
 * replica that somebody made writable by hand does not come to differ from its primary by this.
 *
 * @param data folder of the server's data: as long as it holds none, the heartbeat is absent rather than unknown
 */
public record DatabaseHeartbeat(String container, String data) implements Resource {
    /** Runs the event; nobody can log in as this account, and it cannot write where the server is read-only. It sees threads of replication by PROCESS. */
    public static final String DEFINER = "resctl_heartbeat";

    /** What the event does. On one line, as the server gives it back. An event that still waits for its commit is not joined by the next one. */
    public static final String DOES = "IF CAST(@@global.read_only AS CHAR) IN ('0', 'OFF')"
            + " AND NOT EXISTS (SELECT 1 FROM information_schema.processlist WHERE command IN ('Slave_IO', 'Slave_SQL'))"
            + " AND GET_LOCK('resctl.heartbeat', 0) THEN"
            + " INSERT INTO resctl.heartbeat (server_id, host, at)"
            + " VALUES (@@global.server_id, COALESCE(@@global.report_host, @@global.hostname), NOW(6))"
            + " ON DUPLICATE KEY UPDATE host = VALUES(host), at = VALUES(at); END IF";

    /** One row for every server that ever wrote. */
    public static final String TABLE = "CREATE TABLE IF NOT EXISTS resctl.heartbeat ("
            + "server_id INT UNSIGNED NOT NULL PRIMARY KEY, "
            + "host VARCHAR(255) NOT NULL COMMENT 'address of the server in the VPN', "
            + "at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) COMMENT 'by the clock of the server that wrote')"
            + " ENGINE = InnoDB";

    /** Of {@link #DEFINER}, as {@code SHOW GRANTS} prints them. */
    public static final List<String> RIGHTS = List.of("PROCESS ON *.*", "SELECT, INSERT, UPDATE, EVENT ON `resctl`.*");

    @Override
    public Ref ref() {
        return at(container);
    }

    public static Ref at(String container) {
        return new Ref("database-heartbeat", container);
    }

    @Override
    public SortedMap<String, Content> wants() {
        return Attributes.of(
                "event",
                "every 1 SECOND, ENABLED",
                "does",
                DOES,
                "as",
                DEFINER + "@localhost, locked, " + String.join("; ", RIGHTS),
                "table",
                "present",
                "scheduler",
                "ON");
    }

    /** A seed or the stream of replication may bring any of it. */
    @Override
    public Set<String> unsettled() {
        Set<String> all = new HashSet<>(wants().keySet());
        all.add(PRESENCE);
        return Set.copyOf(all);
    }
}
