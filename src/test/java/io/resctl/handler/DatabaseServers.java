package io.resctl.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ContainerNetwork;
import io.resctl.host.Reply;
import io.resctl.model.Names;
import io.resctl.observe.Asked;
import io.resctl.observe.ShellObserver;
import io.resctl.resource.Content;
import io.resctl.resource.Known;
import io.resctl.resource.Observed;
import io.resctl.resource.Resource;
import io.resctl.sql.Client;
import io.resctl.testing.Connections;
import io.resctl.testing.Docker;
import io.resctl.testing.LocalHosts;
import io.resctl.testing.LocalShell;
import io.resctl.testing.Looks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.opentest4j.TestAbortedException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** Real database servers in containers of this machine, configured as a site's are; handlers act on them through this machine's shell. */
public final class DatabaseServers implements AutoCloseable {
    public static final String IMAGE = "mariadb:11.8";
    private static final String HOST = "here";

    /** Whether it answers is waited for elsewhere. */
    private static final WaitStrategy STARTED = new AbstractWaitStrategy() {
        @Override
        protected void waitUntilReady() {}
    };

    private final String site;
    private final String network;
    private final Map<String, String> secrets = new TreeMap<>();
    private final KindHandlers handlers = new KindHandlers();
    private final LocalShell shell = new LocalShell(HOST, Path.of("."));
    private final List<GenericContainer<?>> containers = new ArrayList<>();
    private final List<String> volumes = new ArrayList<>();

    public DatabaseServers() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new TestAbortedException("needs a Docker engine on this machine");
        }
        try {
            DockerClientFactory.instance().client().inspectImageCmd(IMAGE).exec();
        } catch (com.github.dockerjava.api.exception.NotFoundException e) {
            throw new TestAbortedException("needs the image " + IMAGE + ": dist/images/build makes it", e);
        }
        site = "t" + Long.toString(ProcessHandle.current().pid(), 36);
        // Of this process alone: on a network that others share, the address of a server that is killed is soon
        // another's.
        network = "resctl-test-" + site + "-" + Long.toString(System.nanoTime(), 36);
        List<String> create = new ArrayList<>(List.of("network", "create"));
        create.addAll(Docker.labelled());
        create.add(network);
        Docker.must(create.toArray(String[]::new));
    }

    /** Starts a server; returns its container's name. */
    public String start(int serverId) {
        return start(serverId, "", Optional.empty());
    }

    /** Starts several at the same time; returns the containers' names, in that order. */
    public List<String> start(int... serverIds) {
        List<String> names = Arrays.stream(serverIds)
                .mapToObj(id -> begin(id, "", Optional.empty()))
                .toList();
        names.forEach(this::awaitAnswer);
        return names;
    }

    /**
     * Starts a server; returns its container's name.
     *
     * @param more lines of configuration
     * @param volume with the data that it starts on; empty: as the image makes them
     */
    public String start(int serverId, String more, Optional<String> volume) {
        String name = begin(serverId, more, volume);
        awaitAnswer(name);
        return name;
    }

    private String begin(int serverId, String more, Optional<String> volume) {
        String name = new Names(site).container("db" + serverId);
        container(name, serverId, more, volume.orElseGet(() -> copyOfFreshData(name)));
        return name;
    }

    /** One process that waits: many that look, one after the other, keep a machine from all else. */
    private void awaitAnswer(String container) {
        Docker.must("exec", "-u", "mysql", container, "sh", "-c", """
                for i in $(seq 900); do
                    if grep -qx mariadbd /proc/1/comm && [ -S /run/mysqld/mysqld.sock ] && mariadb -u mysql -e 'SELECT 1' >/dev/null 2>&1; then exit 0; fi
                    sleep 0.2
                done
                exit 1
                """);
    }

    /** To make them takes a server longer than all else that it does in most tests: it is done once. */
    private String copyOfFreshData(String name) {
        String fresh = site + "-fresh";
        if (!volumes.contains(fresh)) {
            volumes.add(fresh);
            String maker = new Names(site).container("fresh");
            container(maker, 1, "skip_log_bin\n", fresh);
            awaitAnswer(maker);
            stop(maker);
        }
        String data = name + "-data-" + volumes.size();
        volumes.add(data);
        Docker.must("volume", "create", data);
        Path from = Path.of(mountpoint(fresh));
        if (Files.isReadable(from)) {
            assertThat(Docker.process("cp", "-a", from + "/.", mountpoint(data)).exit())
                    .isZero();
        } else {
            // The engine's files are not those of this process.
            Docker.must(
                    "run",
                    "--rm",
                    "--network",
                    "none",
                    "--entrypoint",
                    "cp",
                    "-v",
                    fresh + ":/from",
                    "-v",
                    data + ":/to",
                    IMAGE,
                    "-a",
                    "/from/.",
                    "/to/");
        }
        return data;
    }

    private static String mountpoint(String volume) {
        return Docker.must("volume", "inspect", "-f", "{{.Mountpoint}}", volume).strip();
    }

    private void container(String name, int serverId, String more, String volume) {
        String configuration = """
                [mariadbd]
                server_id = %d
                read_only = ON
                skip_slave_start = ON
                gtid_strict_mode = ON
                log_bin = binlog
                relay_log = relay-bin
                log_slave_updates = ON
                skip_name_resolve = ON
                max_connect_errors = 4294967295
                """.formatted(serverId) + more;
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(IMAGE))
                .withImagePullPolicy(image -> false)
                .withLabels(Docker.label())
                .withNetworkMode(network)
                .withCreateContainerCmdModifier(c -> c.withName(name).withUser("999:999"))
                .withEnv("MARIADB_RANDOM_ROOT_PASSWORD", "1")
                .withEnv("MARIADB_ROOT_HOST", "localhost")
                .withEnv("MARIADB_INITDB_SKIP_TZINFO", "1")
                .withCopyToContainer(
                        org.testcontainers.images.builder.Transferable.of(configuration),
                        "/etc/mysql/conf.d/resctl.cnf")
                .withCopyFileToContainer(
                        MountableFile.forHostPath("src/test/resources/golden/mariadb/init.sql", 0644),
                        "/docker-entrypoint-initdb.d/resctl.sql");
        container.withCreateContainerCmdModifier(
                c -> Objects.requireNonNull(c.getHostConfig()).withBinds(Bind.parse(volume + ":/var/lib/mysql")));
        container.setWaitStrategy(STARTED);
        container.start();
        containers.add(container);
    }

    /** A copy of a running server's data, as a seed is made, in a volume; returns its name. */
    public String seed(String from) {
        String volume = from + "-seed";
        volumes.add(volume);
        Docker.must("volume", "create", volume);
        String in = "docker run --rm -i --user 0:0 --network none -v '%s:/seed' --entrypoint %s %s ";
        Docker.Said said = Docker.process(
                "bash",
                "-e",
                "-o",
                "pipefail",
                "-c",
                "docker exec -u mysql " + from
                        + " mariadb-backup --backup --stream=mbstream --user=mysql --target-dir=/tmp/seed | "
                        + in.formatted(volume, "mbstream", IMAGE) + "-x -C /seed\n"
                        + in.formatted(volume, "mariadb-backup", IMAGE) + "--prepare --target-dir=/seed </dev/null\n"
                        + in.formatted(volume, "chown", IMAGE) + "-R 999:999 /seed");
        assertThat(said.exit()).as(said.err()).isZero();
        return volume;
    }

    public String address(String container) {
        return Objects.requireNonNull(bridge(container).getIpAddress());
    }

    /** The address of this machine as a server sees it: the network's own. */
    public String seenAs(String container) {
        return Objects.requireNonNull(bridge(container).getGateway());
    }

    private ContainerNetwork bridge(String container) {
        return Objects.requireNonNull(container(container)
                .getContainerInfo()
                .getNetworkSettings()
                .getNetworks()
                .get(network));
    }

    public void stop(String container) {
        DockerClientFactory.instance().client().stopContainerCmd(container).exec();
    }

    /** As a server that hangs: its port still takes connections. */
    public void pause(String container) {
        Docker.pause(container);
    }

    /** Nothing where it does not hang. */
    public void unpause(String container) {
        sh(
                container,
                "if [ \"$(docker inspect -f '{{.State.Paused}}' \"$c\")\" = true ]; then docker unpause \"$c\"; fi");
    }

    /** Stops it in order and starts it again; returns when it answers. */
    public void restart(String container) {
        DockerClientFactory.instance()
                .client()
                .restartContainerCmd(container)
                .withTimeout(60)
                .exec();
        until(container, "SELECT 1", "1");
    }

    /** Waits until the server answers so. */
    public void until(String container, String statements, String answer) {
        Reply.Answer waited = (Reply.Answer) shell.ask(
                io.resctl.host.Script.of("""
                        for i in $(seq 15); do
                            said=$(printf '%s' "$sql" | docker exec -i -u mysql "$c" sh -c '
                                sql=$(cat)
                                for i in $(seq 10); do
                                    said=$(printf "%s" "$sql" | mariadb -u mysql -BN 2>&1) || true
                                    if [ "$said" = "$0" ]; then break; fi
                                    sleep 0.2
                                done
                                printf "%s" "$said"' "$answer" 2>&1) || true
                            if [ "$said" = "$answer" ]; then exit 0; fi
                            sleep 1
                        done
                        printf '%s\n' "$said" >&2
                        exit 1
                        """)
                        .with("sql", statements)
                        .with("c", container)
                        .with("answer", answer),
                Duration.ofMinutes(2));
        assertThat(waited.ok()).as(statements + ": " + waited.err()).isTrue();
    }

    /** Runs shell text on this machine, which is the servers' host. */
    public String sh(String container, String code) {
        Reply.Answer answer =
                (Reply.Answer) shell.ask(io.resctl.host.Script.of(code).with("c", container), Duration.ofMinutes(1));
        assertThat(answer.ok()).as(answer.err()).isTrue();
        return answer.out().strip();
    }

    public void secret(String name, String value) {
        secrets.put(name, value);
    }

    /** As administrator; returns what was said. */
    public String sql(String container, String statements) {
        Reply.Answer answer = (Reply.Answer) shell.ask(
                io.resctl.host.Script.of(Client.SHELL + "printf '%s' \"$statements\" | sql -BN\n")
                        .with("statements", statements)
                        .with("patience", "55")
                        .with("container", container),
                Duration.ofMinutes(1));
        assertThat(answer.ok()).as(answer.err()).isTrue();
        return answer.out().strip();
    }

    public Connection connect(String container, int port, String user, String password) throws SQLException {
        return Connections.to(address(container), port, user, password);
    }

    /** As a plan sees them. */
    public void assertTogetherAsAlone(List<Resource> all) {
        Looks.assertAsAlone(observer(), HOST, all);
    }

    private ShellObserver observer() {
        return new ShellObserver(new LocalHosts(host -> shell), handlers, new Names(site), new Random(1));
    }

    public Observed observe(Resource resource) {
        return switch (observer().ask(HOST, resource)) {
            case Asked.Answer answer -> answer.observed();
            case Asked.Unreachable no -> throw new AssertionError(no.why().summary());
        };
    }

    public String attribute(Resource resource, String name) {
        return observe(resource) instanceof Observed.Present found
                ? found.attributes().getOrDefault(name, "(not told)")
                : "(not there)";
    }

    /** What an order that failed said last; empty if all went well. */
    public Optional<String> make(Resource resource) {
        return obey(handlers.make(HOST, resource, known()));
    }

    public Optional<String> remove(Resource resource, boolean data) {
        return obey(handlers.remove(HOST, resource, data));
    }

    public void lives(Resource resource) {
        assertThat(observe(resource)).isEqualTo(new Observed.Absent());
        for (int i = 0; i < 2; i++) {
            assertThat(make(resource)).isEmpty();
            assertAsWished(resource);
        }
    }

    public void assertAsWished(Resource resource) {
        Map<String, String> wanted = new TreeMap<>();
        resource.wants()
                .forEach((name, content) ->
                        wanted.put(name, content.fill(known()).orElseThrow()));
        assertThat(observe(resource))
                .isInstanceOfSatisfying(
                        Observed.Present.class,
                        found -> assertThat(found.attributes()).containsAllEntriesOf(wanted));
    }

    @Override
    public void close() {
        containers.forEach(GenericContainer::stop);
        volumes.forEach(volume -> Docker.run("volume", "rm", "-f", volume));
        Docker.run("network", "rm", network);
    }

    private GenericContainer<?> container(String name) {
        return containers.stream()
                .filter(c -> c.getContainerName().equals("/" + name))
                .findFirst()
                .orElseThrow();
    }

    private Optional<String> obey(List<Step> steps) {
        for (Step step : steps) {
            Step.Run run = (Step.Run) step;
            secrets.values()
                    .forEach(secret -> assertThat(run.script().toString()).doesNotContain(secret));
            Reply.Answer answer = (Reply.Answer) shell.ask(
                    io.resctl.host.Script.composed(
                            List.of(run.script()), texts -> "( set -e\n" + texts.getFirst() + "\n)\n"),
                    run.timeout());
            if (!answer.ok()) {
                secrets.values().forEach(secret -> assertThat(answer.err()).doesNotContain(secret));
                return Optional.of(answer.err());
            }
        }
        return Optional.empty();
    }

    private Known known() {
        return new Known() {
            @Override
            public Optional<String> secret(String name) {
                return Optional.ofNullable(secrets.get(name));
            }

            @Override
            public Optional<String> fact(String host, String key) {
                return Optional.empty();
            }

            @Override
            public Optional<String> derived(Content.Piece.Derived piece) {
                return secret(piece.secret()).map(DatabaseServers::nativeHash);
            }
        };
    }

    private static String nativeHash(String password) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] once = sha1.digest(password.getBytes(StandardCharsets.UTF_8));
            return "*" + HexFormat.of().formatHex(sha1.digest(once)).toUpperCase(Locale.ROOT);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
