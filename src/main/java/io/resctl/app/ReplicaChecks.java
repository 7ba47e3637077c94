package io.resctl.app;

import io.resctl.view.Finding;
import io.resctl.view.SiteStatus.Duty;
import io.resctl.view.SiteStatus.OfDatabase;
import io.resctl.view.SiteStatus.Running;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether each replica has what the primary has, and could take over. */
final class ReplicaChecks {
    /** Where the descriptor asks for no recovery point. */
    private static final Duration ENOUGH = Duration.ofSeconds(30);

    private ReplicaChecks() {}

    private static Stream<OfDatabase> replicas(Patient patient) {
        return patient.status().databases().stream()
                .filter(db -> db.running() == Running.SERVING && !db.writable())
                .filter(db -> db.duty() == Duty.REPLICA || db.duty() == Duty.STANDBY);
    }

    static Stream<Finding> following(Patient patient) {
        Optional<String> primary = patient.primary().map(OfDatabase::host);
        return replicas(patient)
                .filter(db -> !db.follows().equals(primary))
                .map(db -> db.follows()
                        .map(other -> Finding.error(
                                "replica.astray",
                                db.host() + " follows " + other + ", and the primary is " + primary.orElse("not known")
                                        + ".",
                                "It does not get what is written now.",
                                "resctl apply"))
                        .orElseGet(() -> Finding.error(
                                "replica.alone",
                                db.host() + " follows nobody.",
                                "It does not get what is written now, and could not take over.",
                                "resctl apply; if it refuses because " + db.host()
                                        + " has transactions of its own: resctl database rebuild " + db.host())));
    }

    static Stream<Finding> threads(Patient patient) {
        return replicas(patient)
                .filter(db -> db.follows().isPresent() && !db.threads())
                .map(db -> {
                    boolean gone = db.error().contains("1236")
                            || db.error().contains("binlog")
                            || db.error().contains("diverged");
                    boolean away = patient.primary().map(OfDatabase::running).equals(Optional.of(Running.UNSEEN));
                    String what = db.error().isEmpty()
                            ? "."
                            : ": " + db.error().strip().replaceAll("\\.$", "") + ".";
                    return Finding.error(
                            "replica.stopped",
                            db.host() + " does not replicate from "
                                    + db.follows().orElse("") + what,
                            "It falls behind with every write. What it received and has not applied exists nowhere else while the primary is away: do not restart it.",
                            gone
                                    ? "resctl database rebuild " + db.host()
                                    : away
                                            ? "bring the primary back, or: resctl failover --database"
                                            : "remove what the message names, then: resctl apply");
                });
    }

    static Stream<Finding> delay(Patient patient) {
        Duration most = patient.site().objectives().rpo().orElse(ENOUGH);
        return replicas(patient)
                .filter(db -> db.threads()
                        && db.delay().map(s -> s > most.toSeconds()).orElse(false))
                .map(db -> Finding.error(
                        "replica.late",
                        db.host() + " is " + Math.round(db.delay().orElseThrow()) + " s behind; "
                                + (patient.site().objectives().rpo().isPresent()
                                        ? "the objective (rpo) is " + most.toSeconds() + " s."
                                        : "more than " + most.toSeconds() + " s is too much."),
                        "Were the primary lost now, that much work would be lost with it, or a failover would wait for it.",
                        "see what it is busy with: ssh " + db.host() + " docker exec -u mysql "
                                + patient.site().names().container("db")
                                + " mariadb -u mysql -e 'SHOW FULL PROCESSLIST'"));
    }

    static Stream<Finding> errant(Patient patient) {
        return patient.status().databases().stream()
                .filter(db -> !db.errant().isEmpty())
                .map(db -> Finding.error(
                        "replica.errant",
                        db.host() + " has transactions that the primary never had: " + db.errant() + ".",
                        "The two differ, and it can stop following at any time; what is in them exists nowhere else.",
                        "resctl database rebuild " + db.host() + ", which saves them first"));
    }
}
