package io.resctl.app;

import io.resctl.model.Database;
import io.resctl.model.Host;
import io.resctl.model.Site;
import io.resctl.plan.Plan;
import io.resctl.sql.ServerSettings;
import io.resctl.sql.ServerState;
import io.resctl.view.SiteStatus;
import io.resctl.view.SiteStatus.Duty;
import io.resctl.view.SiteStatus.OfDatabase;
import io.resctl.view.SiteStatus.Running;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * A site under examination: what was seen of it at one time.
 *
 * @param answers by host
 * @param plan of what an apply would change; empty where it could not be made
 */
record Patient(
        Site site, Instant now, SortedMap<String, StatusAnswer> answers, SiteStatus status, Optional<Plan> plan) {

    /** A database server that runs and answers. */
    record Server(Host host, OfDatabase seen, ServerState state, Optional<ServerSettings> settings) {
        String name() {
            return host.name();
        }

        boolean leads() {
            return seen.duty() == Duty.PRIMARY;
        }
    }

    Stream<Server> servers() {
        return status.databases().stream()
                .filter(db -> db.running() == Running.SERVING)
                .flatMap(db -> answer(db.host()).server().stream()
                        .map(state -> new Server(
                                site.host(db.host()),
                                db,
                                state,
                                answer(db.host()).settings())));
    }

    Optional<OfDatabase> primary() {
        return status.databases().stream()
                .filter(db -> db.duty() == Duty.PRIMARY)
                .findFirst();
    }

    Optional<Database> database() {
        return site.database();
    }

    /** Every host was seen, so that what was not found is not there. */
    boolean whole() {
        return status.hosts().stream().allMatch(SiteStatus.OfHost::reached);
    }

    StatusAnswer answer(String host) {
        return Objects.requireNonNull(answers.get(host), "every host is asked");
    }

    /** Makes the guard of a host look again at once what its database should be, and bring it there. */
    String tend(String host) {
        return "ssh " + host + " " + site.names().etc() + "/guard/guard tend";
    }

    /** What the guard of a host said lately: it says why it does not do something. */
    String guardSaid(String host) {
        return "ssh " + host + " journalctl -u " + site.names().guardUnit() + " -n 20";
    }
}
