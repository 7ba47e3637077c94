package io.resctl.app;

import io.resctl.host.Quote;
import io.resctl.sql.ScheduledEvent;
import io.resctl.sql.Statements;
import io.resctl.view.Finding;
import io.resctl.view.SiteStatus.Duty;
import io.resctl.view.SiteStatus.OfDatabase;
import io.resctl.view.SiteStatus.Running;
import java.util.List;
import java.util.stream.Stream;

/** Whether exactly that server takes writes that the lease names. */
final class WriterChecks {
    private WriterChecks() {}

    static Stream<Finding> running(Patient patient) {
        return patient.status().databases().stream()
                .filter(db -> db.running() == Running.STOPPED
                        || db.running() == Running.UNHEALTHY
                        || db.running() == Running.ABSENT)
                .map(db -> down(patient, db));
    }

    private static Finding down(Patient patient, OfDatabase db) {
        String why = db.duty() == Duty.PRIMARY
                ? "It is the primary: nothing can be written while it does not answer."
                : "It receives nothing meanwhile, and could not take over.";
        String unit = patient.site().names().unit("db");
        return switch (db.running()) {
            case ABSENT ->
                Finding.error(
                        "server.absent",
                        "The database server of " + db.host() + " does not exist.",
                        why,
                        "resctl apply");
            case STOPPED ->
                Finding.error(
                        "server.stopped",
                        "The database server of " + db.host() + " does not run.",
                        why,
                        "ssh " + db.host() + " systemctl start " + unit);
            case UNHEALTHY, SERVING, UNSEEN ->
                Finding.error(
                        "server.silent",
                        "The database server of " + db.host() + " runs and does not answer.",
                        why,
                        "see what it says: ssh " + db.host() + " docker logs --tail 20 "
                                + patient.site().names().container("db"));
        };
    }

    static Stream<Finding> two(Patient patient) {
        List<OfDatabase> writable = patient.status().databases().stream()
                .filter(OfDatabase::writable)
                .toList();
        return writable.stream()
                .filter(db -> db.duty() != Duty.PRIMARY && db.duty() != Duty.UNKNOWN)
                .map(db -> Finding.error(
                        "writable.wrong",
                        db.host() + " takes writes, and the lease does not name it"
                                + (writable.size() > 1 ? "; so do others." : "."),
                        "What is written there never reaches the primary, and is lost when it is made to follow.",
                        patient.tend(db.host())));
    }

    static Stream<Finding> none(Patient patient) {
        return patient.primary().stream()
                .filter(db -> db.running() == Running.SERVING && !db.writable())
                .map(db -> Finding.error(
                        "writable.none",
                        db.host() + " is the primary by the lease, and takes no writes.",
                        "No application can write.",
                        "see why its guard does not open it: " + patient.guardSaid(db.host())));
    }

    /** As a switchover leaves them that was killed behind its freeze, and was not gone on with; a server that takes writes has no source where they would run. */
    static Stream<Finding> events(Patient patient) {
        return patient.servers()
                .filter(s -> s.leads() && s.state().writable())
                .flatMap(s -> s.state().events().stream()
                        .filter(ScheduledEvent::leftToSource)
                        .map(event -> Finding.error(
                                "event.left-off",
                                "The event " + event.schema() + "." + event.name() + " is off on " + s.name()
                                        + ", which takes writes: its status is SLAVESIDE_DISABLED.",
                                "It runs on no server. A switchover leaves it so that was broken off and not gone on with (--resume).",
                                "on " + s.name() + ": docker exec -u mysql "
                                        + patient.site().names().container("db")
                                        + " mariadb -u mysql --default-character-set=utf8mb4 -e "
                                        + Quote.sh(Statements.enable(event)))));
    }
}
