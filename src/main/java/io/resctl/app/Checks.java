package io.resctl.app;

import io.resctl.view.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** All that is looked at. Each check is a pure function of what was seen; what cannot be seen is found by its host being silent, and by nothing else. */
final class Checks {
    /** What says that something is not as it should be now. */
    private static final List<Function<Patient, Stream<Finding>>> URGENT = List.of(
            WriterChecks::running,
            WriterChecks::two,
            WriterChecks::none,
            WriterChecks::events,
            ReplicaChecks::following,
            ReplicaChecks::threads,
            ReplicaChecks::delay,
            ReplicaChecks::errant,
            SemiSyncChecks::confirmed,
            SemiSyncChecks::sides,
            HostChecks::disk,
            BackupChecks::verified,
            BackupChecks::old);

    /** What will matter one day. */
    private static final List<Function<Patient, Stream<Finding>>> MORE = List.of(
            HostChecks::seen,
            HostChecks::guards,
            HostChecks::clocks,
            HostChecks::copies,
            ServerChecks::heartbeat,
            ServerChecks::strict,
            ServerChecks::durable,
            ServerChecks::startsClosed,
            ServerChecks::identity,
            ServerChecks::versions,
            ServerChecks::events,
            SemiSyncChecks::gaveUp,
            BackupChecks::logs,
            BackupChecks::none,
            PlanChecks::refused,
            PlanChecks::accounts,
            PlanChecks::heartbeat,
            PlanChecks::missing,
            Lifetimes::databases,
            Lifetimes::gateways,
            Lifetimes::maxscale);

    private Checks() {}

    static List<Finding> urgent(Patient patient) {
        return found(URGENT.stream(), patient);
    }

    static List<Finding> all(Patient patient) {
        return found(Stream.concat(URGENT.stream(), MORE.stream()), patient);
    }

    static int count() {
        return URGENT.size() + MORE.size();
    }

    /** The worst first; else in the order of the checks. */
    private static List<Finding> found(Stream<Function<Patient, Stream<Finding>>> checks, Patient patient) {
        return checks.flatMap(check -> check.apply(patient))
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
    }
}
