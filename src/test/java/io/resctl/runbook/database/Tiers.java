package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Lease;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.sql.GtidList;
import io.resctl.sql.Heartbeat;
import io.resctl.sql.LongWrite;
import io.resctl.sql.Replication;
import io.resctl.sql.SemiSyncState;
import io.resctl.sql.ServerState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Tiers as looks find them: a1 is the primary, a2 and b1 follow. */
public final class Tiers {
    public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final Site site;
    private final SortedMap<String, Server> servers = new TreeMap<>();
    private Optional<Lease> lease = Optional.of(Sites.homeLease());

    private Tiers(Site site) {
        this.site = site;
    }

    public static Tiers healthy() {
        return healthy(Sites.pilotLight());
    }

    public static Tiers healthy(Site site) {
        Tiers tiers = new Tiers(site);
        tiers.up("a1", state(site, "a1", true, Optional.empty()));
        tiers.up("a2", state(site, "a2", false, Optional.of(replication(site, "a1"))));
        tiers.up("b1", state(site, "b1", false, Optional.of(replication(site, "a1"))));
        return tiers;
    }

    public Tier tier() {
        TreeSet<String> reached = new TreeSet<>();
        site.hosts().map(h -> h.name()).forEach(reached::add);
        servers.values().forEach(s -> {
            if (s instanceof Server.Silent silent && !silent.hostAnswers()) {
                reached.remove(silent.host());
            }
        });
        return new Tier(site, lease, reached, List.of(), servers);
    }

    public Tiers lease(long epoch, String primary) {
        lease = Optional.of(new Lease(epoch, "milan", primary, Sites.SINCE, "anna@desk"));
        return this;
    }

    public Tiers noLease() {
        lease = Optional.empty();
        return this;
    }

    public Tiers up(String host, ServerState state) {
        servers.put(host, new Server.Up(host, state, false, Optional.empty()));
        return this;
    }

    public Tiers silent(String host) {
        servers.put(
                host,
                new Server.Silent(host, false, Diagnostic.error("host.silent", host + " is silent", "look at it")));
        return this;
    }

    /** Its host answers, its server does not. */
    public Tiers stopped(String host) {
        servers.put(
                host,
                new Server.Silent(
                        host, true, Diagnostic.error("database.silent", host + " has no server", "start it")));
        return this;
    }

    public Tiers maxscale(String host) {
        servers.put(host, new Server.Up(host, here(host), true, Optional.empty()));
        return this;
    }

    public Tiers witness(String host, Witness witness) {
        servers.put(host, new Server.Up(host, here(host), false, Optional.of(witness)));
        return this;
    }

    public Tiers change(String host, UnaryOperator<ServerState> change) {
        return up(host, change.apply(here(host)));
    }

    private ServerState here(String host) {
        return ((Server.Up) Objects.requireNonNull(servers.get(host))).state();
    }

    private static ServerState state(Site site, String host, boolean writable, Optional<Replication> replication) {
        GtidList position = GtidList.parse("0-" + site.host("a1").serverId() + "-100");
        return new ServerState(
                "11.8.3-MariaDB",
                site.host(host).serverId(),
                NOW,
                writable,
                position,
                writable ? GtidList.NONE : position,
                position,
                true,
                true,
                replication,
                new SemiSyncState(false, false, false, false, 0),
                List.of(),
                List.of(),
                List.of(new Heartbeat(site.host("a1").serverId(), NOW.minusMillis(500))));
    }

    static Replication replication(Site site, String from) {
        return new Replication(
                site.host(from).vpn(),
                3306,
                "resctl_repl",
                "Yes",
                "Yes",
                GtidList.parse("0-" + site.host("a1").serverId() + "-100"),
                true,
                Optional.of(0L),
                3,
                "binlog.000001:4",
                "",
                "");
    }

    public static UnaryOperator<ServerState> writable(boolean writable) {
        return s -> new ServerState(
                s.version(),
                s.serverId(),
                s.clock(),
                writable,
                s.written(),
                s.applied(),
                s.state(),
                s.strict(),
                s.logs(),
                s.replication(),
                s.semiSync(),
                s.events(),
                s.writes(),
                s.heartbeats());
    }

    public static UnaryOperator<ServerState> replicating(UnaryOperator<Replication> change) {
        return s -> new ServerState(
                s.version(),
                s.serverId(),
                s.clock(),
                s.writable(),
                s.written(),
                s.applied(),
                s.state(),
                s.strict(),
                s.logs(),
                s.replication().map(change),
                s.semiSync(),
                s.events(),
                s.writes(),
                s.heartbeats());
    }

    public static UnaryOperator<ServerState> alone() {
        return s -> new ServerState(
                s.version(),
                s.serverId(),
                s.clock(),
                s.writable(),
                s.written(),
                s.applied(),
                s.state(),
                s.strict(),
                s.logs(),
                Optional.empty(),
                s.semiSync(),
                s.events(),
                s.writes(),
                s.heartbeats());
    }

    public static UnaryOperator<ServerState> version(String version) {
        return s -> new ServerState(
                version,
                s.serverId(),
                s.clock(),
                s.writable(),
                s.written(),
                s.applied(),
                s.state(),
                s.strict(),
                s.logs(),
                s.replication(),
                s.semiSync(),
                s.events(),
                s.writes(),
                s.heartbeats());
    }

    public static UnaryOperator<ServerState> id(long id) {
        return s -> new ServerState(
                s.version(),
                id,
                s.clock(),
                s.writable(),
                s.written(),
                s.applied(),
                s.state(),
                s.strict(),
                s.logs(),
                s.replication(),
                s.semiSync(),
                s.events(),
                s.writes(),
                s.heartbeats());
    }

    public static UnaryOperator<ServerState> strict(boolean strict) {
        return s -> new ServerState(
                s.version(),
                s.serverId(),
                s.clock(),
                s.writable(),
                s.written(),
                s.applied(),
                s.state(),
                strict,
                s.logs(),
                s.replication(),
                s.semiSync(),
                s.events(),
                s.writes(),
                s.heartbeats());
    }

    public static UnaryOperator<ServerState> writing(LongWrite... writes) {
        return s -> new ServerState(
                s.version(),
                s.serverId(),
                s.clock(),
                s.writable(),
                s.written(),
                s.applied(),
                s.state(),
                s.strict(),
                s.logs(),
                s.replication(),
                s.semiSync(),
                s.events(),
                List.of(writes),
                s.heartbeats());
    }

    public static UnaryOperator<ServerState> at(String written, String applied) {
        return s -> new ServerState(
                s.version(),
                s.serverId(),
                s.clock(),
                s.writable(),
                GtidList.parse(written),
                GtidList.parse(applied),
                GtidList.parse(written),
                s.strict(),
                s.logs(),
                s.replication(),
                s.semiSync(),
                s.events(),
                s.writes(),
                s.heartbeats());
    }

    public static UnaryOperator<ServerState> beat(Instant at) {
        return s -> new ServerState(
                s.version(),
                s.serverId(),
                s.clock(),
                s.writable(),
                s.written(),
                s.applied(),
                s.state(),
                s.strict(),
                s.logs(),
                s.replication(),
                s.semiSync(),
                s.events(),
                s.writes(),
                List.of(new Heartbeat(s.heartbeats().getFirst().server(), at)));
    }

    /** Its server was started anew, and it has not been connected since. */
    public static Replication forgot(Replication r) {
        return threads("No", "No", "").apply(received("").apply(r));
    }

    public static UnaryOperator<Replication> threads(String io, String sql, String error) {
        return r -> new Replication(
                r.source(),
                r.port(),
                r.user(),
                io,
                sql,
                r.received(),
                r.byGtid(),
                r.behind(),
                r.heartbeats(),
                r.read(),
                io.equals("Yes") ? "" : error,
                sql.equals("Yes") ? "" : error);
    }

    public static UnaryOperator<Replication> received(String gtids) {
        return r -> new Replication(
                r.source(),
                r.port(),
                r.user(),
                r.io(),
                r.applying(),
                GtidList.parse(gtids),
                r.byGtid(),
                r.behind(),
                r.heartbeats(),
                r.read(),
                r.receiveError(),
                r.applyError());
    }
}
