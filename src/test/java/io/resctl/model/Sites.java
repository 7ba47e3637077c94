package io.resctl.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Sites as tests meet them. */
public final class Sites {
    public static final Instant SINCE = Instant.parse("2026-11-22T03:04:05Z");

    private static final Ssh ROOT = new Ssh(
            Optional.of("root"),
            Optional.empty(),
            Optional.of("~/.ssh/id_ed25519"),
            Optional.empty(),
            Optional.empty());
    private static final Ssh SAME =
            new Ssh(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private Sites() {}

    /** Milan is home with a1, a2, a3; Turin stands by with b1, b2. One service, a database behind HAProxy, a gateway. */
    public static Site pilotLight() {
        Vpn vpn = new Vpn(Cidr.parse("10.90.0.0/16").orElseThrow(), new Port(51820));
        Zone milan = zone(vpn, "milan", true, List.of("a1", "a2", "a3"), "203.0.113.1");
        Zone turin = zone(vpn, "turin", false, List.of("b1", "b2"), "198.51.100.2");
        return new Site(
                "acme",
                Strategy.PILOT_LIGHT,
                new Objectives(
                        Optional.of(Percent.of("99.9")),
                        Optional.of(Duration.ofMinutes(15)),
                        Optional.of(Duration.ofMinutes(1))),
                ROOT,
                List.of(milan, turin),
                vpn,
                List.of(new LocalVolume("uploads", Optional.of("33:33"))),
                Optional.of(database()),
                List.of(web(2)),
                Optional.of(gateway()),
                List.of(new SecretSource.Env("shop-db", "SHOP_DB_PASSWORD")));
    }

    /** The same behind MaxScale, which runs on a1, a2 and b1. */
    public static Site behindMaxscale(SemiSync semiSync) {
        Site site = pilotLight();
        Database haproxy = site.database().orElseThrow();
        Database database = new Database(
                haproxy.image(),
                haproxy.hosts(),
                semiSync,
                Router.MAXSCALE,
                haproxy.schemas(),
                Optional.of(new MaxScale("mariadb/maxscale:23.08.12", List.of("a1", "a2", "b1"), true)));
        return with(site, database);
    }

    /** The same as the pilot light, with commits that wait for the word of another server. */
    public static Site acknowledged(SemiSync semiSync) {
        Site site = pilotLight();
        Database one = site.database().orElseThrow();
        return with(
                site, new Database(one.image(), one.hosts(), semiSync, one.router(), one.schemas(), one.maxscale()));
    }

    /** The same with backups, of which Turin keeps an encrypted copy. */
    public static Site backedUp() {
        Site site = pilotLight();
        Backup backup = new Backup(
                Duration.ofHours(1),
                Duration.ofDays(1),
                Duration.ofMinutes(1),
                new Backup.Keep(24, 30),
                Optional.of("turin"),
                Optional.empty(),
                Optional.of(new Backup.Encryption("backup-certificate", "backup-key")));
        return with(site, site.strategy(), Optional.of(backup));
    }

    /** The same with another strategy and other backups. */
    public static Site with(Site site, Strategy strategy, Optional<Backup> backup) {
        return with(site, strategy, site.database(), site.services(), site.gateway(), backup);
    }

    public static Site with(Site site, Database database) {
        return with(site, site.strategy(), Optional.of(database), site.services(), site.gateway(), site.backup());
    }

    public static Site with(Site site, List<Service> services) {
        return with(site, site.strategy(), site.database(), services, site.gateway(), site.backup());
    }

    public static Site with(Site site, Gateway gateway) {
        return with(site, site.strategy(), site.database(), site.services(), Optional.of(gateway), site.backup());
    }

    private static Site with(
            Site site,
            Strategy strategy,
            Optional<Database> database,
            List<Service> services,
            Optional<Gateway> gateway,
            Optional<Backup> backup) {
        return new Site(
                site.name(),
                strategy,
                site.objectives(),
                site.ssh(),
                site.zones(),
                site.vpn(),
                site.volumes(),
                database,
                services,
                gateway,
                backup,
                site.secrets());
    }

    /** Milan is live, as it was from the beginning. */
    public static Lease homeLease() {
        return lease(1, "milan");
    }

    /** A zone is live, with its first database server as the primary. */
    public static Lease lease(long epoch, String live) {
        return new Lease(epoch, live, live.equals("milan") ? "a1" : "b1", SINCE, "anna@desk");
    }

    /** One host, one zone, nothing else. */
    public static Site smallest() {
        Vpn vpn = new Vpn(Cidr.parse("10.91.0.0/24").orElseThrow(), new Port(51820));
        return new Site(
                "solo",
                Strategy.BACKUP_RESTORE,
                new Objectives(Optional.empty(), Optional.empty(), Optional.empty()),
                ROOT,
                List.of(zone(vpn, "here", true, List.of("h1"), "192.0.2.1")),
                vpn,
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of());
    }

    public static Service web(int replicas) {
        TreeMap<String, EnvValue> env = new TreeMap<>();
        env.put("DB_HOST", new EnvValue.Literal("db"));
        env.put("DB_NAME", new EnvValue.Literal("shop"));
        env.put("DB_PASSWORD", new EnvValue.SecretRef("shop-db"));
        env.put("DB_USER", new EnvValue.Literal("shop"));
        return new Service(
                "web",
                "resctl-demo/web:1",
                replicas,
                Optional.empty(),
                new Port(80),
                Stable.publish("web"),
                List.of(),
                List.of(),
                Optional.of("33"),
                env,
                false,
                List.of(new VolumeMount("uploads", "/var/www/uploads", false)),
                new Health(
                        Optional.of("/healthz"),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2),
                        3,
                        Duration.ofSeconds(30)),
                new Limits(Optional.empty(), Optional.of(256L << 20)),
                1);
    }

    private static Database database() {
        return new Database(
                "mariadb:11.8",
                List.of("a1", "a2", "b1"),
                SemiSync.NONE,
                Router.HAPROXY,
                List.of(new Schema("shop", "shop", "shop-db")),
                Optional.empty());
    }

    private static Gateway gateway() {
        return new Gateway(
                "haproxy:3.0",
                List.of("a1", "a2", "b1"),
                Balance.LEASTCONN,
                new TreeMap<>(),
                Optional.empty(),
                List.of(new Route(Optional.empty(), "/", "web")));
    }

    /** Host N of a zone has the address {@code start + N}, such as 203.0.113.11 for the first. */
    private static Zone zone(Vpn vpn, String zone, boolean home, List<String> names, String start) {
        List<Host> hosts = names.stream()
                .map(name -> new Host(
                        name,
                        zone,
                        start + name.substring(1),
                        start + name.substring(1),
                        Stable.vpnAddress(name, vpn.subnet()),
                        SAME))
                .toList();
        return new Zone(zone, home, hosts);
    }
}
