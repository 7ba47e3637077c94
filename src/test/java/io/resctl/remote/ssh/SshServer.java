package io.resctl.remote.ssh;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.resctl.testing.Docker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A real sshd in a container: root and deploy (sudo) may log in with {@link #key}; nosudo may log in and nothing else. */
public final class SshServer implements AutoCloseable {
    private static final String IMAGE = "resctl-lab/host:trixie";

    private static final String ENTRY = """
            mkdir -p /run/sshd && ssh-keygen -q -A
            useradd --create-home --shell /bin/bash --password '*' nosudo
            useradd --create-home --shell /usr/sbin/nologin --password '*' noshell
            echo 'echo noise of a login; echo complaint of a login >&2' > /home/deploy/.bashrc
            for home in /root /home/deploy /home/nosudo /home/noshell; do
              install -d -m 700 $home/.ssh
              printf '%s\\n' "$AUTHORIZED" > $home/.ssh/authorized_keys
              chmod 600 $home/.ssh/authorized_keys
              chown -R --reference=$home $home/.ssh
            done
            exec /usr/sbin/sshd -D -e -o PerSourcePenalties=no -o LogLevel=ERROR $SSHD_OPTIONS
            """;

    private final GenericContainer<?> container;
    private final Path folder;
    private final Path key;

    private SshServer(GenericContainer<?> container, Path folder, Path key) {
        this.container = container;
        this.folder = folder;
        this.key = key;
    }

    /**
     * Starts one, or skips the test with the reason.
     *
     * @param folder for keys and known_hosts
     * @param sshdOptions such as {@code -o MaxSessions=2}
     */
    @SuppressWarnings("resource") // close() stops it
    public static SshServer start(Path folder, String sshdOptions) {
        Keygen.assumeInstalled();
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "no Docker engine answers on this machine");
        assumeTrue(imageThere(), "image " + IMAGE + " lacks: build it with dist/images/build");
        Path key = Keygen.key(folder.resolve("id"), "ed25519", "");
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(IMAGE))
                .withImagePullPolicy(image -> false)
                .withLabels(Docker.label())
                .withCreateContainerCmdModifier(
                        cmd -> cmd.withEntrypoint("sh", "-c", ENTRY).withCmd())
                .withEnv("AUTHORIZED", Keygen.publicHalf(key))
                .withEnv("SSHD_OPTIONS", sshdOptions)
                .withFileSystemBind("/var/run/docker.sock", "/var/run/docker.sock", BindMode.READ_WRITE)
                .withExposedPorts(22)
                .waitingFor(Wait.forListeningPort().withStartupTimeout(Duration.ofSeconds(60)));
        container.start();
        SshServer server = new SshServer(container, folder, key);
        server.trust(server.knownHosts(), "127.0.0.1", server.port());
        return server;
    }

    private static boolean imageThere() {
        try {
            DockerClientFactory.instance().client().inspectImageCmd(IMAGE).exec();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    public int port() {
        return Objects.requireNonNull(container.getMappedPort(22));
    }

    /** Its address on the engine's bridge, where another container reaches it at port 22. */
    public String inside() {
        return Objects.requireNonNull(container
                .getContainerInfo()
                .getNetworkSettings()
                .getNetworks()
                .values()
                .iterator()
                .next()
                .getIpAddress());
    }

    public Path key() {
        return key;
    }

    public Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    /** Writes the server's own keys into a known_hosts file, read without SSH. */
    public void trust(Path file, String address, int port) {
        try {
            StringBuilder lines = new StringBuilder();
            for (String kind : new String[] {"ed25519", "rsa", "ecdsa"}) {
                String name = port == 22 ? address : "[" + address + "]:" + port;
                lines.append(name).append(' ').append(run("cat /etc/ssh/ssh_host_" + kind + "_key.pub"));
            }
            Files.writeString(file, lines.toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a command in the container, not over SSH. */
    public String run(String command) {
        try {
            var result = container.execInContainer("sh", "-c", command);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException(command + ": " + result.getStderr());
            }
            return result.getStdout();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public void freeze() {
        container
                .getDockerClient()
                .pauseContainerCmd(container.getContainerId())
                .exec();
    }

    public void thaw() {
        container
                .getDockerClient()
                .unpauseContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void close() {
        container.stop();
    }
}
