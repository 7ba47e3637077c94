package io.resctl.app;

import io.resctl.app.Patient.Server;
import io.resctl.sql.ServerSettings;
import io.resctl.view.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How each database server is set. */
final class ServerChecks {
    /** The row is written every second. */
    private static final double MISSED_BEATS = 10;

    private ServerChecks() {}

    private static Stream<Finding> each(Patient patient, BiFunction<Server, ServerSettings, Stream<Finding>> check) {
        return patient.servers().flatMap(s -> s.settings().stream().flatMap(settings -> check.apply(s, settings)));
    }

    static Stream<Finding> heartbeat(Patient patient) {
        return patient.servers()
                .filter(s -> s.leads() && s.state().writable())
                .filter(s -> s.seen().delay().map(age -> age > MISSED_BEATS).orElse(true))
                .map(s -> Finding.error(
                        "heartbeat.silent",
                        s.name() + " takes writes, and "
                                + s.seen()
                                        .delay()
                                        .map(age -> "its heartbeat is " + Math.round(age) + " s old.")
                                        .orElse("has no heartbeat."),
                        "Without it nobody knows how far a replica is behind, or how old a backup's data are.",
                        "resctl apply; if it has nothing to change, commits hang: see SHOW FULL PROCESSLIST on "
                                + s.name()));
    }

    static Stream<Finding> events(Patient patient) {
        return each(
                patient,
                (s, settings) -> settings.scheduler()
                        ? Stream.empty()
                        : Stream.of(Finding.warning(
                                "events.off",
                                "The event scheduler of " + s.name() + " is off.",
                                "No heartbeat would be written there, and no event of an application would run.",
                                "resctl apply")));
    }

    static Stream<Finding> strict(Patient patient) {
        return patient.servers()
                .filter(s -> !s.state().strict())
                .map(s -> Finding.error(
                        "gtid.lax",
                        s.name() + " does not enforce the order of transactions (gtid_strict_mode is off).",
                        "A transaction of its own would go unnoticed until a failover.",
                        "see that the file says ON (resctl plan), then: ssh " + s.name() + " docker exec -u mysql "
                                + patient.site().names().container("db")
                                + " mariadb -u mysql -e 'SET GLOBAL gtid_strict_mode = ON'"));
    }

    static Stream<Finding> durable(Patient patient) {
        return each(
                patient,
                (s, settings) -> settings.unsafe().isEmpty()
                        ? Stream.empty()
                        : Stream.of(Finding.error(
                                "durability.lax",
                                s.name() + " does not write to disk what it acknowledges ("
                                        + String.join(", ", settings.unsafe()) + ").",
                                "A power cut would lose what its clients were told is safe.",
                                "resctl apply; a value that was set by hand: ssh " + s.name() + " docker exec -u mysql "
                                        + patient.site().names().container("db") + " mariadb -u mysql -e 'SET GLOBAL "
                                        + settings.unsafe().getFirst().replaceAll(" = .*", " = 1") + "'")));
    }

    static Stream<Finding> startsClosed(Patient patient) {
        return each(patient, (s, settings) -> {
            boolean opens = settings.startsReadOnly().map(readOnly -> !readOnly).orElse(true);
            if (!opens && !settings.startsReplicating()) {
                return Stream.empty();
            }
            return Stream.of(Finding.error(
                    "start.open",
                    "The next start of " + s.name() + " would " + (opens ? "take writes" : "start replication")
                            + " by itself.",
                    opens
                            ? "A server that comes back after another took over must not write."
                            : "It would throw away what it had received and not applied.",
                    "resctl apply; if it has nothing to change, another file beside resctl.cnf says so"));
        });
    }

    static Stream<Finding> identity(Patient patient) {
        return patient.servers().flatMap(s -> {
            long due = s.host().serverId();
            boolean domain = s.settings().map(t -> t.domain() == 0).orElse(true);
            if (s.state().serverId() == due && domain) {
                return Stream.empty();
            }
            String what = s.state().serverId() == due
                    ? s.name() + " writes into a GTID domain of its own"
                    : s.name() + " runs as server " + s.state().serverId() + ", and its number is " + due;
            return Stream.of(Finding.error(
                    "server.identity",
                    what + ".",
                    "Whose transactions are whose can then no longer be told after a failover.",
                    "resctl apply (it restarts the server)"));
        });
    }

    static Stream<Finding> versions(Patient patient) {
        Map<String, List<String>> servers = patient.servers()
                .collect(Collectors.groupingBy(
                        s -> words(s.state().release()),
                        TreeMap::new,
                        Collectors.mapping(Server::name, Collectors.toList())));
        if (servers.size() < 2) {
            return Stream.empty();
        }
        String words = servers.entrySet().stream()
                .map(e -> String.join(", ", e.getValue()) + " " + (e.getValue().size() == 1 ? "runs " : "run ")
                        + e.getKey())
                .collect(Collectors.joining("; "));
        return Stream.of(Finding.warning(
                "version.skew",
                "The database servers differ in version: " + words + ".",
                "A replica can follow an older server, never be sure to follow a newer one: a promotion the wrong way round ends replication.",
                "pull the image anew on those that are behind: resctl plan, then resctl apply"));
    }

    private static String words(int[] release) {
        return Arrays.stream(release).mapToObj(Integer::toString).collect(Collectors.joining("."));
    }
}
