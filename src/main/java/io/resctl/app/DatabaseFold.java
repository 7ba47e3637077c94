package io.resctl.app;

import io.resctl.model.Database;
import io.resctl.model.Host;
import io.resctl.model.Lease;
import io.resctl.model.SemiSync;
import io.resctl.model.Site;
import io.resctl.sql.Errant;
import io.resctl.sql.GtidList;
import io.resctl.sql.Heartbeat;
import io.resctl.sql.Replication;
import io.resctl.sql.ServerState;
import io.resctl.view.SiteStatus.Duty;
import io.resctl.view.SiteStatus.OfDatabase;
import io.resctl.view.SiteStatus.OfSemiSync;
import io.resctl.view.SiteStatus.Role;
import io.resctl.view.SiteStatus.Running;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/** From what the database servers say to how the database tier is. Pure. */
final class DatabaseFold {
    private final Site site;
    private final SortedMap<String, StatusAnswer> answers;
    private final Optional<Lease> lease;
    private final Optional<Host> primary;

    DatabaseFold(Site site, SortedMap<String, StatusAnswer> answers, Optional<Lease> lease) {
        this.site = site;
        this.answers = answers;
        this.lease = lease;
        this.primary = lease.flatMap(site::primary);
    }

    List<OfDatabase> all() {
        return site.database().stream()
                .flatMap(db -> db.hosts().stream()
                        .map(site::host)
                        .filter(h ->
                                lease.map(l -> site.runsDatabase(h, l.live())).orElse(true))
                        .map(h -> server(db, h)))
                .toList();
    }

    private OfDatabase server(Database database, Host host) {
        StatusAnswer answer = answer(host);
        Optional<ServerState> state = answer.server();
        Optional<Replication> replication = state.flatMap(ServerState::replication);
        Running running = answer.running(site.names().container("db"));
        return new OfDatabase(
                host.name(),
                host.zone(),
                lease.map(l -> l.live().equals(host.zone()) ? Role.LIVE : Role.STANDBY)
                        .orElse(Role.UNKNOWN),
                running == Running.SERVING && state.isEmpty() ? Running.UNHEALTHY : running,
                duty(host),
                state.map(ServerState::version).orElse(""),
                state.map(ServerState::writable).orElse(false),
                replication.map(r -> named(r.source())),
                replication.map(r -> r.receives() && r.applies()).orElse(false),
                state.flatMap(this::delay),
                state.map(s -> s.position().toString()).orElse(""),
                state.map(s -> errant(host, s).toString()).orElse(""),
                state.map(ServerState::strict).orElse(true),
                state.filter(s -> database.semiSync() != SemiSync.NONE).map(s -> semiSync(database, host, s)),
                replication
                        .map(r -> r.applyError().isEmpty() ? r.receiveError() : r.applyError())
                        .orElse(""));
    }

    private Duty duty(Host host) {
        if (lease.isEmpty()) {
            return Duty.UNKNOWN;
        }
        if (primary.equals(Optional.of(host))) {
            return Duty.PRIMARY;
        }
        return lease.get().live().equals(host.zone()) ? Duty.REPLICA : Duty.STANDBY;
    }

    /** Of the primary's row, or of the newest where it never wrote one. Both instants are of this server's own host, or of one whose skew is a finding. */
    private Optional<Double> delay(ServerState state) {
        Optional<Long> writer = primary.map(h -> (long) h.serverId());
        Comparator<Heartbeat> last = Comparator.comparing(Heartbeat::at);
        return state.heartbeats().stream()
                .filter(h -> writer.equals(Optional.of(h.server())))
                .max(last)
                .or(() -> state.heartbeats().stream().max(last))
                .map(h -> Math.max(0, Duration.between(h.at(), state.clock()).toMillis()) / 1000.0);
    }

    private GtidList errant(Host host, ServerState state) {
        Optional<ServerState> leading =
                primary.filter(p -> !p.equals(host)).flatMap(p -> answer(p).server());
        List<ServerState> others = answers.entrySet().stream()
                .filter(e -> !e.getKey().equals(host.name()))
                .flatMap(e -> e.getValue().server().stream())
                .toList();
        return leading.map(p -> Errant.of(state, p, others)).orElse(GtidList.NONE);
    }

    private OfSemiSync semiSync(Database database, Host host, ServerState state) {
        if (duty(host) == Duty.PRIMARY) {
            return waits(host, state);
        }
        boolean live = lease.map(l -> l.live().equals(host.zone())).orElse(false);
        boolean wished = database.semiSync() == SemiSync.LOCAL ? live : !live;
        if (wished) {
            return state.semiSync().acknowledging()
                    ? new OfSemiSync("confirms", false)
                    : new OfSemiSync("does NOT confirm", true);
        }
        return state.semiSync().acknowledging()
                ? new OfSemiSync("confirms, should not", true)
                : new OfSemiSync("-", false);
    }

    private OfSemiSync waits(Host host, ServerState state) {
        if (!state.semiSync().master()) {
            return new OfSemiSync("OFF: no commit waits", true);
        }
        if (state.semiSync().clients() == 0) {
            return new OfSemiSync("UNPROTECTED: nobody confirms", true);
        }
        if (!state.semiSync().waiting()) {
            return new OfSemiSync("UNPROTECTED: gave up waiting", true);
        }
        long gaveUp = answer(host).settings().map(s -> s.gaveUp()).orElse(0L);
        String since = gaveUp == 0 ? "" : ", gave up " + gaveUp + (gaveUp == 1 ? " time" : " times");
        return new OfSemiSync("confirmed by " + state.semiSync().clients() + since, false);
    }

    private StatusAnswer answer(Host host) {
        return Objects.requireNonNull(answers.get(host.name()), "every host is asked");
    }

    /** The host with this address in the VPN; the address, if there is none. */
    private String named(String address) {
        return site.hosts()
                .filter(h -> h.vpn().equals(address))
                .map(Host::name)
                .findFirst()
                .orElse(address);
    }
}
