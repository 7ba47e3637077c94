package io.resctl.app;

import io.resctl.sql.ServerSettings;
import io.resctl.view.Finding;
import io.resctl.view.SiteStatus.OfBackups;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether there is a backup that is worth something. */
final class BackupChecks {
    private static final Duration A_DAY_AND_MORE = Duration.ofHours(26);
    private static final Duration A_MONTH_AND_MORE = Duration.ofDays(35);

    private BackupChecks() {}

    private static Optional<Instant> made(Patient patient) {
        return patient.status().backups().flatMap(OfBackups::made).map(OfBackups.At::at);
    }

    static Stream<Finding> none(Patient patient) {
        if (patient.database().isEmpty() || made(patient).isPresent() || !patient.whole()) {
            return Stream.empty();
        }
        return Stream.of(Finding.warning(
                "backup.none",
                "There is no backup of the database on any host.",
                "Replicas repeat every mistake within a second: a dropped table is dropped everywhere.",
                "write `backup:` into the descriptor, then: resctl apply, resctl backup now"));
    }

    static Stream<Finding> old(Patient patient) {
        return made(patient)
                .map(at -> Duration.between(at, patient.now()))
                .filter(age -> age.compareTo(A_DAY_AND_MORE) > 0)
                .map(age -> Finding.error(
                        "backup.old",
                        "The last backup is " + words(age) + " old.",
                        "What was written since cannot be had back after a mistake, unless its binary logs were archived.",
                        "resctl backup now; if that fails, it says why"))
                .stream();
    }

    /** A restore needs all logs since the backup that it begins with. */
    static Stream<Finding> logs(Patient patient) {
        Optional<Duration> kept = patient.servers()
                .flatMap(s -> s.settings().flatMap(ServerSettings::keepsLogs).stream())
                .min(Comparator.naturalOrder());
        Optional<Duration> age = made(patient).map(at -> Duration.between(at, patient.now()));
        return kept.filter(k -> age.map(a -> a.compareTo(k) > 0).orElse(false)).stream()
                .map(k -> Finding.error(
                        "logs.short",
                        "Binary logs are kept for " + words(k) + ", and the last backup is older.",
                        "No restore to a moment between the two is possible from what the servers keep.",
                        "resctl backup now"));
    }

    static Stream<Finding> verified(Patient patient) {
        Optional<OfBackups> backups =
                patient.status().backups().filter(b -> b.made().isPresent());
        return backups.stream()
                .flatMap(b -> b.verified()
                        .map(v -> {
                            if (!v.ok()) {
                                return Stream.of(Finding.error(
                                        "backup.bad",
                                        "The last restore that was tried failed: " + v.why() + ".",
                                        "There may be no backup from which this site could be restored.",
                                        "resctl backup now, then: resctl backup verify"));
                            }
                            Duration age = Duration.between(v.at(), patient.now());
                            return age.compareTo(A_MONTH_AND_MORE) > 0
                                    ? Stream.of(untried("The last restore was tried " + words(age) + " ago."))
                                    : Stream.<Finding>empty();
                        })
                        .orElseGet(() ->
                                patient.whole() ? Stream.of(untried("No restore was ever tried.")) : Stream.empty()));
    }

    private static Finding untried(String what) {
        return Finding.warning(
                "backup.untried",
                what,
                "A backup that nobody has restored is a hope.",
                "resctl backup verify (it restores beside the site and touches nothing)");
    }

    private static String words(Duration age) {
        return age.toHours() < 48 ? age.toHours() + " h" : age.toDays() + " days";
    }
}
