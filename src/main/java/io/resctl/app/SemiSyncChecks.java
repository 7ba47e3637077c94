package io.resctl.app;

import io.resctl.model.SemiSync;
import io.resctl.sql.SemiSyncState;
import io.resctl.view.Finding;
import io.resctl.view.SiteStatus.Duty;
import io.resctl.view.SiteStatus.OfDatabase;
import io.resctl.view.SiteStatus.OfSemiSync;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a commit that its client heard of is on another server too, where the descriptor asks for that. */
final class SemiSyncChecks {
    private SemiSyncChecks() {}

    private static Stream<Patient.Server> servers(Patient patient) {
        return patient.database().filter(db -> db.semiSync() != SemiSync.NONE).stream()
                .flatMap(db -> patient.servers());
    }

    static Stream<Finding> confirmed(Patient patient) {
        String who = patient.database().map(db -> db.semiSync()).equals(Optional.of(SemiSync.LOCAL))
                ? "another server of the live zone"
                : "a server of the standby zone";
        return servers(patient).filter(Patient.Server::leads).flatMap(s -> {
            SemiSyncState state = s.state().semiSync();
            if (!state.master()) {
                return Stream.of(Finding.error(
                        "semisync.off",
                        s.name() + " does not wait for other servers, though the descriptor asks for it.",
                        "What its clients are told is safe is on one disk only.",
                        "resctl apply"));
            }
            if (state.clients() > 0 && state.waiting()) {
                return Stream.empty();
            }
            String what = state.clients() == 0
                    ? "no server confirms what " + s.name() + " commits"
                    : s.name() + " gave up waiting for the confirmation of its commits";
            return Stream.of(Finding.error(
                    "semisync.unprotected",
                    Character.toUpperCase(what.charAt(0)) + what.substring(1) + ".",
                    "Commits go on without one: were " + s.name()
                            + " lost now, what its clients were told is safe may be lost. "
                            + who.substring(0, 1).toUpperCase(Locale.ROOT) + who.substring(1) + " must confirm.",
                    "mend the replication of " + who + "; it is taken up again by itself"));
        });
    }

    static Stream<Finding> sides(Patient patient) {
        return servers(patient).filter(s -> !s.leads()).flatMap(s -> {
            OfDatabase db = s.seen();
            if (!db.semiSync().map(OfSemiSync::degraded).orElse(false) || db.duty() == Duty.UNKNOWN) {
                return Stream.empty();
            }
            if (s.state().semiSync().acknowledging()) {
                return Stream.of(Finding.error(
                        "semisync.wrong",
                        s.name() + " confirms commits, and should not.",
                        "One confirmation is enough, so commits no longer wait for those servers whose word is wanted.",
                        patient.tend(s.name())));
            }
            return db.threads()
                    ? Stream.of(Finding.error(
                            "semisync.silent",
                            s.name() + " replicates, and does not confirm what it receives.",
                            "Commits of the primary do not wait for it.",
                            patient.tend(s.name())))
                    : Stream.empty();
        });
    }

    static Stream<Finding> gaveUp(Patient patient) {
        return servers(patient)
                .filter(Patient.Server::leads)
                .flatMap(s -> s.settings().stream()
                        .filter(settings -> settings.gaveUp() > 0)
                        .map(settings -> Finding.warning(
                                "semisync.gave-up",
                                s.name() + " gave up waiting for a confirmation "
                                        + (settings.gaveUp() == 1 ? "once" : settings.gaveUp() + " times")
                                        + " since it started; " + settings.unheard() + " commits went on without one.",
                                "In those moments a loss of the primary would have lost what its clients were told is safe.",
                                "see when: ssh " + s.name() + " grep -i semi-sync "
                                        + patient.site().names().srv() + "/mariadb/log/error.log")));
    }
}
