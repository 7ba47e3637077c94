package io.resctl.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Setting;
import io.resctl.component.Wanted;
import io.resctl.component.ambassador.AmbassadorComponent;
import io.resctl.diag.Diagnostic;
import io.resctl.handler.DatabaseServers;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import io.resctl.model.Database;
import io.resctl.model.Host;
import io.resctl.model.Lease;
import io.resctl.model.Names;
import io.resctl.model.Router;
import io.resctl.model.SemiSync;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.model.Stable;
import io.resctl.model.Zone;
import io.resctl.observe.Knowledge;
import io.resctl.resource.LeaseFile;
import io.resctl.runbook.database.UnplannedMove;
import io.resctl.sql.Statements;
import io.resctl.testing.Docker;
import io.resctl.testing.LocalHosts;
import io.resctl.testing.RelocatedShell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The database tier of a site on this machine: three real servers and their routers in containers. A host is this machine's shell, in which the host's own
 * paths and its container have other names; there are no guards.
 */
final class Stage implements AutoCloseable {
    static final List<String> HOSTS = List.of("a1", "a2", "b1");
    private static final String ROUTER = "haproxy:3.0";
    private static final String PASSWORD = "of-the-application";

    final DatabaseServers servers = new DatabaseServers();
    /** Whichever server received most. */
    static final UnplannedMove ANY = new UnplannedMove(Optional.empty(), Optional.empty(), OptionalLong.empty(), false);

    final Path folder;
    private final Map<String, String> containers = new TreeMap<>();
    private final List<String> routers = new ArrayList<>();
    private final Set<String> unreachable = ConcurrentHashMap.newKeySet();
    private final Knowledge knowledge = new Knowledge(name -> Optional.empty());
    private final Site site;

    Stage(Path folder, SemiSync semiSync) {
        this.folder = folder;
        Docker.needsImage(ROUTER);
        List<String> started = servers.start(11, 12, 13);
        for (int i = 0; i < HOSTS.size(); i++) {
            containers.put(HOSTS.get(i), started.get(i));
        }
        site = site(semiSync);
        knowledge.makeMissing(List.of(Names.SITE_KEY, Names.REPLICATION_PASSWORD), new SecureRandom());
        HOSTS.forEach(this::files);
        HOSTS.forEach(host -> sql(host, """
                SET SESSION sql_log_bin = 0;
                SET GLOBAL slave_net_timeout = 8;
                CREATE USER resctl_check@'%%';
                CREATE USER resctl_repl@'%%' IDENTIFIED BY '%s';
                GRANT REPLICATION SLAVE ON *.* TO resctl_repl@'%%';
                CREATE USER shop@'%%' IDENTIFIED BY '%s';
                GRANT ALL ON shop.* TO shop@'%%';
                """.formatted(secret(Names.REPLICATION_PASSWORD), PASSWORD)));
        sql("a1", "SET GLOBAL read_only = 0; CREATE DATABASE shop");
        List.of("a2", "b1")
                .forEach(host -> sql(
                        host,
                        "CHANGE MASTER TO MASTER_HOST = '" + address("a1")
                                + "', MASTER_USER = 'resctl_repl', MASTER_PASSWORD = '"
                                + secret(Names.REPLICATION_PASSWORD)
                                + "', MASTER_USE_GTID = slave_pos, MASTER_SSL_VERIFY_SERVER_CERT = 0"
                                + Statements.HEARD_OFTEN + "; START SLAVE"));
        List.of("a1", "a2").forEach(this::router);
    }

    private Site site(SemiSync semiSync) {
        Site model = Sites.pilotLight();
        List<Zone> zones = List.of(
                new Zone("milan", true, List.of(at(model.host("a1")), at(model.host("a2")))),
                new Zone("turin", false, List.of(at(model.host("b1")))));
        return new Site(
                model.name(),
                model.strategy(),
                model.objectives(),
                model.ssh(),
                zones,
                model.vpn(),
                List.of(),
                Optional.of(new Database(
                        DatabaseServers.IMAGE, HOSTS, semiSync, Router.HAPROXY, List.of(), Optional.empty())),
                List.of(),
                Optional.empty(),
                List.of());
    }

    private Host at(Host host) {
        return new Host(host.name(), host.zone(), host.address(), host.endpoint(), address(host.name()), host.ssh());
    }

    /** What an apply would have left on a host. */
    private void files(String host) {
        try {
            Files.createDirectories(folder.resolve(host).resolve("secrets"));
            for (String name : List.of(Names.SITE_KEY, Names.REPLICATION_PASSWORD)) {
                Files.writeString(
                        folder.resolve(host).resolve("secrets").resolve(name.substring(Names.MADE.length())),
                        secret(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lease(host, new Lease(1, "milan", "a1", Sites.SINCE, "anna@desk"));
    }

    void lease(String host, Lease lease) {
        try {
            Files.writeString(
                    folder.resolve(host).resolve("lease.json"),
                    LeaseFile.of(site.names(), lease).content().fill(knowledge).orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String leaseText(String host) {
        try {
            return Files.readString(folder.resolve(host).resolve("lease.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the server's network, as on a database host. */
    private void router(String host) {
        try {
            Path configuration = Files.createDirectory(folder.resolve("router-" + host));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rwxr-xr-x"));
            String text = Wanted.file(
                            new AmbassadorComponent().wishes(new Setting(site, Sites.homeLease())),
                            host,
                            "/etc/resctl/acme/ambassador/haproxy.cfg")
                    .replace(Stable.nameAddress("db") + ":3306", address(host) + ":13306")
                    .replace(Stable.nameAddress("db-ro") + ":3306", address(host) + ":13307");
            Files.writeString(configuration.resolve("haproxy.cfg"), text);
            String name = containers.get(host) + "-router";
            routers.add(name);
            Docker.must(
                    "run",
                    "-d",
                    "--name",
                    name,
                    "--user",
                    "0:0",
                    "--network",
                    "container:" + containers.get(host),
                    "-v",
                    configuration + ":/usr/local/etc/haproxy:ro",
                    ROUTER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Site model() {
        return site;
    }

    String container(String host) {
        return Objects.requireNonNull(containers.get(host));
    }

    String address(String host) {
        return servers.address(container(host));
    }

    private String secret(String name) {
        return knowledge.secret(name).orElseThrow();
    }

    String sql(String host, String statements) {
        return servers.sql(container(host), statements);
    }

    /** An application's way: as from a web host, through the ambassador and the router of one of the two hosts. */
    Connection application(int client) throws SQLException {
        return servers.connect(container(client % 2 == 0 ? "a1" : "a2"), 13306, "shop", PASSWORD);
    }

    Connection directly(String host) throws SQLException {
        return servers.connect(container(host), 3306, "shop", PASSWORD);
    }

    List<String> words(String host) {
        String rows = sql(host, "SELECT word FROM shop.ledger");
        return rows.isEmpty() ? List.of() : rows.lines().toList();
    }

    /** As when it loses its power: its server is killed, and its shell does not answer. */
    void lose(String host) {
        unreachable.add(host);
        Docker.must("kill", container(host));
    }

    /** As when its machine hangs; unlike one that is killed it keeps its address, while others are restarted. */
    void freeze(String host) {
        unreachable.add(host);
        Docker.pause(container(host));
    }

    /** Only its shell does not answer. */
    void cutOff(String host) {
        unreachable.add(host);
    }

    void find(String host) {
        Docker.must("start", container(host));
        unreachable.remove(host);
        await(
                "the server of " + host + " answers",
                () -> Docker.run("exec", "-u", "mysql", container(host), "mariadb", "-u", "mysql", "-e", "SELECT 1")
                                .exit()
                        == 0);
        // Its network was made anew.
        Docker.must("restart", "-t", "0", container(host) + "-router");
    }

    static void await(String what, java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            try {
                Thread.sleep(300);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    Means means() {
        return new LocalHosts(this::writer).means(Clock.systemUTC(), folder.resolve("state"));
    }

    Lease nextLease(String primary, long epoch) {
        return new Lease(epoch, "milan", primary, Sites.SINCE.truncatedTo(ChronoUnit.SECONDS), "anna@desk");
    }

    /** A host's shell is this machine's, where its paths and its container are called otherwise. */
    private Writer writer(String host) {
        String own = folder.resolve(host).toString();
        UnaryOperator<String> renaming =
                text -> text.replace("'" + site.names().container("db") + "'", "'" + container(host) + "'")
                        .replace(site.names().var(), own)
                        .replace(site.names().etc(), own)
                        .replace(site.names().srv(), own + "/srv")
                        .replace("/run/resctl-acme", own);
        return new RelocatedShell(host, folder, renaming) {
            @Override
            public Reply tell(Script order, Duration timeout, Consumer<String> progress) {
                return unreachable.contains(host) ? lost(host) : super.tell(order, timeout, progress);
            }
        };
    }

    /** As long as a host without power keeps somebody waiting. */
    private static Reply lost(String host) {
        try {
            Thread.sleep(7000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Reply.Unreachable(
                Diagnostic.error("host.unreachable", host + " does not answer", "see to its power"));
    }

    @Override
    public void close() {
        routers.forEach(router -> Docker.run("rm", "-f", router));
        servers.close();
    }
}
