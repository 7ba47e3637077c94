package io.resctl.sql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The statements of moves, as they are sent and as plans show them. */
public final class Statements {
    /** Where the site keeps rows of its own. */
    public static final String SCHEMA = "resctl";

    /**
     * Words of {@code CHANGE MASTER}: a source that has nothing to send says so twice a second, so that a replica knows within a second that it is gone, and a
     * failover need not watch for longer.
     */
    public static final String HEARD_OFTEN = ", MASTER_CONNECT_RETRY = 1, MASTER_HEARTBEAT_PERIOD = 0.5";

    /** Name under which a session says which event it could not change, and why. */
    public static final String EVENT_FAILED = "event_failed";

    private Statements() {}

    /** Everything that {@link ServerState} holds. Reads, and waits for nothing. */
    public static List<Statement> look() {
        return List.of(
                Statement.of("SET SESSION max_statement_time = 5"),
                Statement.of("SELECT @@global.version AS version, @@global.server_id AS server_id,"
                        + " UNIX_TIMESTAMP(NOW(6)) AS clock, @@global.read_only AS read_only,"
                        + " @@global.gtid_binlog_pos AS binlog_pos, @@global.gtid_slave_pos AS slave_pos,"
                        + " @@global.gtid_binlog_state AS binlog_state, @@global.gtid_strict_mode AS strict,"
                        + " @@global.log_bin AS log_bin, @@global.log_slave_updates AS log_slave_updates,"
                        + " @@global.rpl_semi_sync_master_enabled AS semi_master,"
                        + " @@global.rpl_semi_sync_slave_enabled AS semi_replica"),
                Statement.of("SHOW ALL SLAVES STATUS"),
                status("Rpl_semi_sync_master_status", "semi_waiting"),
                status("Rpl_semi_sync_slave_status", "semi_acknowledging"),
                status("Rpl_semi_sync_master_clients", "semi_clients"),
                Statement.of("SELECT CONCAT_WS(' ', p.ID, GREATEST(0, TIMESTAMPDIFF(SECOND, t.trx_started, NOW())),"
                        + " REPLACE(p.USER, ' ', '_'), COALESCE(p.DB, '-')) AS `write`"
                        + " FROM information_schema.INNODB_TRX t"
                        + " JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id"
                        + " WHERE t.trx_rows_modified > 0 AND p.USER NOT IN ('system user', 'event_scheduler')"),
                Statement.of("SELECT CONCAT_WS(' ', ID, TIME, REPLACE(USER, ' ', '_'), COALESCE(DB, '-')) AS `write`"
                        + " FROM information_schema.PROCESSLIST WHERE COMMAND = 'Query' AND USER <> 'system user'"
                        + " AND INFO REGEXP '^[[:space:]]*(ALTER|CREATE|DROP|OPTIMIZE|LOAD|TRUNCATE|RENAME)'"),
                Statement.of("SELECT JSON_OBJECT('schema', EVENT_SCHEMA, 'name', EVENT_NAME, 'definer', DEFINER,"
                        + " 'status', STATUS, 'charset', CHARACTER_SET_CLIENT, 'collation', COLLATION_CONNECTION) AS event"
                        + " FROM information_schema.EVENTS"),
                Statement.of("BEGIN NOT ATOMIC IF EXISTS (SELECT 1 FROM information_schema.TABLES"
                        + " WHERE TABLE_SCHEMA = '" + SCHEMA + "' AND TABLE_NAME = 'heartbeat') THEN"
                        + " SELECT CONCAT(server_id, ' ', UNIX_TIMESTAMP(at)) AS heartbeat FROM " + SCHEMA
                        + ".heartbeat; END IF; END"),
                Statement.of("SELECT 1 AS that_is_all"));
    }

    private static Statement status(String variable, String as) {
        return Statement.of("SELECT VARIABLE_VALUE AS " + as
                + " FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = '" + variable + "'");
    }

    /**
     * Stops writes: no commit is under way any more, none is begun, and whoever might write all the same is gone. Then says where the server stands. What
     * holds a lock is waited for so long; then all is as before.
     */
    public static List<Statement> freeze(Duration patience, List<ScheduledEvent> events) {
        List<Statement> all = new ArrayList<>();
        all.add(Statement.of("SET SESSION sql_log_bin = 0"));
        all.add(Statement.of(
                "SET STATEMENT max_statement_time = " + seconds(patience) + " FOR FLUSH TABLES WITH READ LOCK"));
        all.add(Statement.of("SELECT UNIX_TIMESTAMP(NOW(6)) AS frozen"));
        all.add(Statement.of("SET GLOBAL read_only = 1"));
        all.add(killPrivileged());
        all.add(Statement.of("UNLOCK TABLES"));
        events.forEach(event -> all.addAll(alter(event, "DISABLE ON SLAVE")));
        all.add(Statement.of("SELECT @@global.read_only AS read_only, @@global.gtid_binlog_pos AS binlog_pos,"
                + " @@global.gtid_slave_pos AS slave_pos, UNIX_TIMESTAMP(NOW(6)) AS ended"));
        return List.copyOf(all);
    }

    /** Who may write to a closed server, as itself or by a role; the site's own administrator and replication go on. */
    private static Statement killPrivileged() {
        return Statement.of("""
                BEGIN NOT ATOMIC
                  FOR one IN (
                    WITH RECURSIVE able (name) AS (
                      SELECT DISTINCT SUBSTRING_INDEX(SUBSTRING(GRANTEE, 2), '''@', 1) FROM information_schema.USER_PRIVILEGES
                        WHERE PRIVILEGE_TYPE IN ('READ_ONLY ADMIN', 'SUPER')
                      UNION SELECT r.User FROM mysql.roles_mapping r JOIN able ON r.Role = able.name)
                    SELECT p.ID AS session, p.USER AS who FROM information_schema.PROCESSLIST p JOIN able ON able.name = p.USER
                      WHERE p.ID <> CONNECTION_ID() AND p.COMMAND NOT IN ('Binlog Dump', 'Daemon'))
                  DO
                    BEGIN
                      DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END;
                      SELECT CONCAT(one.who, ' ', one.session) AS killed;
                      EXECUTE IMMEDIATE CONCAT('KILL CONNECTION ', one.session);
                    END;
                  END FOR;
                END""");
    }

    /** Undoes a freeze. */
    public static List<Statement> thaw(List<ScheduledEvent> events) {
        List<Statement> all = new ArrayList<>();
        all.add(Statement.of("SET GLOBAL read_only = 0"));
        all.add(Statement.of("SET SESSION sql_log_bin = 0"));
        events.forEach(event -> all.addAll(alter(event, "ENABLE")));
        all.add(Statement.of("SELECT @@global.read_only AS read_only"));
        return List.copyOf(all);
    }

    /** Closes a server that may be open, without asking much. */
    public static List<Statement> close(Duration patience) {
        return List.of(
                Statement.of(
                        "SET STATEMENT max_statement_time = " + seconds(patience) + " FOR SET GLOBAL read_only = 1"),
                Statement.of("SELECT @@global.read_only AS read_only"));
    }

    /** Waits until a server has applied all up to a position. Then it says {@code reached: 0}; it says -1 where that took too long. */
    public static List<Statement> await(GtidList position, Duration patience) {
        return List.of(
                Statement.of("SELECT MASTER_GTID_WAIT(" + Statement.literal(position.toString()) + ", "
                        + seconds(patience) + ") AS reached"),
                Statement.of("SELECT @@global.gtid_slave_pos AS slave_pos"));
    }

    /** Receives no more, and goes on applying. With semi-sync on, the stop would wait for a source that is dead. */
    public static List<Statement> stopReceiving(boolean semiSync) {
        List<Statement> all = new ArrayList<>();
        if (semiSync) {
            all.add(Statement.of("SET GLOBAL rpl_semi_sync_slave_enabled = OFF"));
        }
        all.add(Statement.of("STOP SLAVE IO_THREAD"));
        if (semiSync) {
            all.add(Statement.of("SET GLOBAL rpl_semi_sync_slave_enabled = ON"));
        }
        return List.copyOf(all);
    }

    /**
     * Makes a replica the primary: only if it has applied the position, which is asked again in the same session.
     *
     * @param semiSync commits wait for the word of a replica
     * @param events that ran on the former primary
     */
    public static List<Statement> open(GtidList position, boolean semiSync, List<ScheduledEvent> events) {
        List<Statement> all = new ArrayList<>();
        all.add(onlyIf(
                "MASTER_GTID_WAIT(" + Statement.literal(position.toString()) + ", 5) = 0",
                "it has not applied " + position));
        all.add(Statement.of("STOP ALL SLAVES"));
        all.add(Statement.of("RESET SLAVE ALL"));
        if (semiSync) {
            all.add(Statement.of("SET GLOBAL rpl_semi_sync_master_enabled = ON"));
        }
        all.add(Statement.of("SET GLOBAL read_only = 0"));
        all.add(Statement.of("SELECT UNIX_TIMESTAMP(NOW(6)) AS opened, @@global.read_only AS read_only"));
        if (!events.isEmpty()) {
            all.add(Statement.of("SET SESSION sql_log_bin = 0"));
            events.forEach(event -> all.addAll(alter(event, "ENABLE")));
        }
        all.add(Statement.of("SELECT UNIX_TIMESTAMP(NOW(6)) AS ended"));
        return List.copyOf(all);
    }

    /** Ends the session where the server takes writes. */
    public static Statement onlyClosed() {
        return onlyIf("CAST(@@global.read_only AS CHAR) NOT IN ('0', 'OFF')", "it takes writes");
    }

    private static Statement onlyIf(String condition, String otherwise) {
        return Statement.of(
                "BEGIN NOT ATOMIC IF NOT (" + condition + ") THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = "
                        + Statement.literal(otherwise) + "; END IF; END");
    }

    /**
     * Makes a server follow another. Its own log counts as applied only for a former primary, whose transactions all are the new one's too.
     *
     * @param formerPrimary it followed nobody
     */
    public static List<Statement> follow(
            String address, int port, String user, String password, boolean formerPrimary) {
        String head = "CHANGE MASTER TO MASTER_HOST = " + Statement.literal(address) + ", MASTER_PORT = " + port
                + ", MASTER_USER = " + Statement.literal(user) + ", MASTER_PASSWORD = ";
        // The VPN encrypts; certificates of the servers' own would add nothing and expire one day.
        String tail = (formerPrimary ? ", MASTER_DEMOTE_TO_SLAVE = 1" : ", MASTER_USE_GTID = slave_pos") + HEARD_OFTEN
                + ", MASTER_SSL = 0, MASTER_SSL_VERIFY_SERVER_CERT = 0";
        List<Statement> all = new ArrayList<>();
        if (!formerPrimary) {
            all.add(Statement.of("STOP SLAVE"));
        }
        all.add(new Statement(head + Statement.literal(password) + tail, head + "'…'" + tail));
        all.add(Statement.of("START SLAVE"));
        return List.copyOf(all);
    }

    /** Makes a server that has applied all it received follow nobody, from the position that it has. */
    public static List<Statement> detach(String position) {
        return List.of(Statement.of("STOP ALL SLAVES"), counts(position), Statement.of("RESET SLAVE ALL"));
    }

    /** What was applied past replication counts as received from it: a start of the threads asks for what comes after. They must be stopped. */
    public static Statement counts(String position) {
        return Statement.of("SET GLOBAL gtid_slave_pos = " + Statement.literal(position));
    }

    /** Writes down the move where every server will have it; that it arrives shows that all follow. */
    public static List<Statement> record(long epoch, String host, String former, GtidList position) {
        return List.of(
                Statement.of("CREATE DATABASE IF NOT EXISTS " + SCHEMA),
                Statement.of("CREATE TABLE IF NOT EXISTS " + SCHEMA + ".promotion (epoch BIGINT PRIMARY KEY,"
                        + " host VARCHAR(64) NOT NULL, former VARCHAR(64) NOT NULL, position TEXT NOT NULL,"
                        + " at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)) ENGINE=InnoDB"),
                Statement.of(
                        "INSERT IGNORE INTO " + SCHEMA + ".promotion (epoch, host, former, position) VALUES (" + epoch
                                + ", " + Statement.literal(host) + ", " + Statement.literal(former) + ", "
                                + Statement.literal(position.toString()) + ")"),
                Statement.of("SELECT @@global.gtid_binlog_pos AS binlog_pos"));
    }

    /** Runs an event on this server again, to be typed by a person; replicas have it as their own business. */
    public static String enable(ScheduledEvent event) {
        return "SET SESSION sql_log_bin = 0; "
                + String.join(
                        "; ",
                        alter(event, "ENABLE").stream().map(Statement::shown).toList());
    }

    /**
     * Under the event's own character set, as the change would else give it ours; and under its definer, or it would become ours. An event that is gone, as one
     * is after it ran for the only time (1539), or went with its schema (1049), needs no change; any other trouble is told and does not end the session, in
     * which a server was opened or closed.
     */
    private static List<Statement> alter(ScheduledEvent event, String what) {
        int at = event.definer().lastIndexOf('@');
        String alter = "ALTER DEFINER = " + Statement.name(event.definer().substring(0, at)) + "@"
                + Statement.name(event.definer().substring(at + 1)) + " EVENT " + Statement.name(event.schema()) + "."
                + Statement.name(event.name()) + " " + what;
        return List.of(
                Statement.of("SET SESSION character_set_client = " + event.charset() + ", collation_connection = "
                        + event.collation()),
                new Statement(
                        "BEGIN NOT ATOMIC DECLARE CONTINUE HANDLER FOR 1539, 1049 BEGIN END;"
                                + " DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN"
                                + " GET DIAGNOSTICS CONDITION 1 @resctl_why = MESSAGE_TEXT; SELECT CONCAT("
                                + Statement.literal(event.schema() + "." + event.name() + ": ") + ", @resctl_why) AS "
                                + EVENT_FAILED + "; END; " + alter + "; END",
                        alter));
    }

    private static String seconds(Duration duration) {
        return Double.toString(duration.toMillis() / 1000.0);
    }
}
