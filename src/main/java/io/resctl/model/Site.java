package io.resctl.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The whole site, validated: every name in it resolves. Lists keep the order of the descriptor. */
public record Site(
        String name,
        Strategy strategy,
        Objectives objectives,
        Ssh ssh,
        List<Zone> zones,
        Vpn vpn,
        List<LocalVolume> volumes,
        Optional<Database> database,
        List<Service> services,
        Optional<Gateway> gateway,
        Optional<Backup> backup,
        List<SecretSource> secrets) {

    /** Without backups. */
    public Site(
            String name,
            Strategy strategy,
            Objectives objectives,
            Ssh ssh,
            List<Zone> zones,
            Vpn vpn,
            List<LocalVolume> volumes,
            Optional<Database> database,
            List<Service> services,
            Optional<Gateway> gateway,
            List<SecretSource> secrets) {
        this(
                name,
                strategy,
                objectives,
                ssh,
                zones,
                vpn,
                volumes,
                database,
                services,
                gateway,
                Optional.empty(),
                secrets);
    }

    public Stream<Host> hosts() {
        return zones.stream().flatMap(zone -> zone.hosts().stream());
    }

    public Host host(String hostName) {
        return hosts().filter(h -> h.name().equals(hostName)).findFirst().orElseThrow();
    }

    public Zone zone(String zoneName) {
        return zones.stream().filter(z -> z.name().equals(zoneName)).findFirst().orElseThrow();
    }

    public Zone home() {
        return zones.stream().filter(Zone::home).findFirst().orElseThrow();
    }

    /** The database servers of a zone, in order. */
    public List<Host> databaseHosts(String zoneName) {
        return database.stream()
                .flatMap(db -> db.hosts().stream())
                .map(this::host)
                .filter(h -> h.zone().equals(zoneName))
                .toList();
    }

    /** The database server that takes writes under a lease: the one it names, or the first of the live zone where it names none of that. */
    public Optional<Host> primary(Lease lease) {
        List<Host> hosts = databaseHosts(lease.live());
        return hosts.stream()
                .filter(h -> h.name().equals(lease.primary()))
                .findFirst()
                .or(() -> hosts.stream().findFirst());
    }

    /** The lease that a new site begins with: home is live, and its first database server takes writes. */
    public Lease firstLease(Instant since, String by) {
        String primary = databaseHosts(home().name()).stream()
                .findFirst()
                .map(Host::name)
                .orElse("");
        return new Lease(1, home().name(), primary, since, by);
    }

    /** Where MaxScale runs, in the descriptor's order. */
    public Stream<Host> maxscaleHosts() {
        return database.flatMap(Database::maxscale).map(MaxScale::hosts).orElse(List.of()).stream()
                .map(this::host);
    }

    /**
     * From where applications are seen to log in to the database: the routers, which make the connection. MaxScale first logs them in itself, by the same
     * accounts and the address from which they reached it: that of the ambassador of any host.
     */
    public Stream<Host> databaseClients() {
        return database.stream().flatMap(db -> switch (db.router()) {
            case HAPROXY -> db.hosts().stream().map(this::host);
            case MAXSCALE -> hosts();
        });
    }

    /**
     * MaxScale only where it is the router. It chooses by what a server of its own zone has, so where acknowledged writes are certain to be in the other
     * zone alone ({@code semiSync: standby}) and there would be somebody to choose, it is resctl.
     */
    public Promoter promoter() {
        boolean maxscale = database.filter(db -> db.router() == Router.MAXSCALE).isPresent();
        boolean elsewhere =
                database.filter(db -> db.semiSync() == SemiSync.STANDBY).isPresent();
        boolean choice = zones.stream().anyMatch(z -> databaseHosts(z.name()).size() > 1);
        return maxscale && !(elsewhere && choice) ? Promoter.MAXSCALE : Promoter.RESCTL;
    }

    /** Where nothing is replicated, the zone that stands by has no database but the backups. */
    public boolean runsDatabase(Host host, String live) {
        return strategy != Strategy.BACKUP_RESTORE || host.zone().equals(live);
    }

    public Names names() {
        return new Names(name);
    }

    /** The hosts that keep what resctl made itself: the database hosts, or without a database the first host of each zone. */
    public List<Host> keepers() {
        return database.map(db -> db.hosts().stream().map(this::host).toList())
                .orElseGet(() -> zones.stream().map(z -> z.hosts().getFirst()).toList());
    }
}
