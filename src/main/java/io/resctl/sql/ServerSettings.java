package io.resctl.sql;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a running server is set, and what has become of semi-synchronous replication since it started.
 *
 * @param unsafe names of the settings that make an acknowledged write durable and are not as they should be, with their values
 * @param keepsLogs how long binary logs are kept; empty: for ever
 * @param domain {@code gtid_domain_id}
 * @param scheduler whether events run
 * @param holds commits are held while no replica listens, too
 * @param patience how long a commit waits for a replica's word
 * @param gaveUp how often commits went on without one, since the server started
 * @param unheard commits that went on without a replica's word
 * @param startsReadOnly as its files say; empty where they could not be read
 * @param startsReplicating as its files say: it would start replication by itself
 */
public record ServerSettings(
        List<String> unsafe,
        Optional<Duration> keepsLogs,
        long domain,
        boolean scheduler,
        boolean holds,
        Duration patience,
        long gaveUp,
        long unheard,
        Optional<Boolean> startsReadOnly,
        boolean startsReplicating) {
    /** What each must be, so that nothing acknowledged is lost with the power. */
    private static final List<List<String>> DURABLE = List.of(
            List.of("sync_binlog", "1"),
            List.of("innodb_flush_log_at_trx_commit", "1"),
            List.of("sync_relay_log", "1"));

    /** Shell text, run where the server runs: what its files say, in the form of the answers. */
    public static final String FILES =
            "my_print_defaults --mysqld | sed -n -e 's/^--read[-_]only$/file_read_only: ON/p'"
                    + " -e 's/^--read[-_]only=/file_read_only: /p' -e 's/^--skip[-_]slave[-_]start$/file_skip_start: ON/p'"
                    + " -e 's/^--skip[-_]slave[-_]start=/file_skip_start: /p'";

    /** To be asked after {@link Statements#look}. A server that does not know a setting says nothing of it. */
    public static List<Statement> ask() {
        return List.of(
                Statement.of("SELECT @@global.sync_binlog AS sync_binlog, @@global.sync_relay_log AS sync_relay_log,"
                        + " @@global.innodb_flush_log_at_trx_commit AS innodb_flush_log_at_trx_commit,"
                        + " @@global.binlog_expire_logs_seconds AS keeps_logs, @@global.gtid_domain_id AS domain_id,"
                        + " @@global.event_scheduler AS scheduler, @@global.rpl_semi_sync_master_wait_no_slave AS semi_holds,"
                        + " @@global.rpl_semi_sync_master_timeout AS semi_patience"),
                Statement.of(
                        "SELECT LOWER(VARIABLE_NAME) AS counter, VARIABLE_VALUE AS value FROM information_schema.GLOBAL_STATUS"
                                + " WHERE VARIABLE_NAME IN ('Rpl_semi_sync_master_no_times', 'Rpl_semi_sync_master_no_tx')"
                                + " ORDER BY VARIABLE_NAME"));
    }

    /** Empty where the server said nothing of this. */
    public static Optional<ServerSettings> of(Answer answer) {
        if (answer.number("semi_patience").isEmpty()) {
            return Optional.empty();
        }
        List<String> counters = answer.all("value");
        return Optional.of(new ServerSettings(
                DURABLE.stream()
                        .filter(d -> !answer.text(d.getFirst()).equals(d.getLast()))
                        .map(d -> d.getFirst() + " = " + answer.text(d.getFirst()))
                        .toList(),
                answer.number("keeps_logs").filter(s -> s > 0).map(Duration::ofSeconds),
                answer.number("domain_id").orElse(0L),
                answer.on("scheduler"),
                answer.on("semi_holds"),
                Duration.ofMillis(answer.number("semi_patience").orElseThrow()),
                counter(counters, 0),
                counter(counters, 1),
                last(answer, "file_read_only"),
                !last(answer, "file_skip_start").orElse(true)));
    }

    private static long counter(List<String> counters, int index) {
        return counters.size() > index && counters.get(index).matches("\\d{1,18}")
                ? Long.parseLong(counters.get(index))
                : 0;
    }

    /** Of an option that is given twice the last one counts. */
    private static Optional<Boolean> last(Answer answer, String name) {
        List<String> all = answer.all(name);
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(!List.of("0", "OFF").contains(all.getLast()));
    }
}
