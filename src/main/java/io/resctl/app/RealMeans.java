package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.handler.KindHandlers;
import io.resctl.model.Site;
import io.resctl.remote.docker.DockerEngine;
import io.resctl.remote.ssh.Operator;
import io.resctl.remote.ssh.SshHosts;
import io.resctl.secret.SecretReader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The means of a real run: SSH, Docker over it, the operator's secrets. Close it, and the connections close. */
public final class RealMeans implements AutoCloseable {
    /** Somebody may have to type a passphrase into what a secret's command asks. */
    private static final Duration SECRET_COMMAND = Duration.ofMinutes(2);

    private final Means means;
    private final OperatorSecrets secrets;

    private RealMeans(Means means, OperatorSecrets secrets) {
        this.means = means;
        this.secrets = secrets;
    }

    /**
     * Connects to nothing yet.
     *
     * @param state folder for run directories
     */
    public static RealMeans of(
            Site site, Path descriptor, Map<String, String> environment, InstantSource clock, Path state) {
        Path folder =
                descriptor.toAbsolutePath().normalize().resolveSibling(".").normalize();
        Path home = Path.of(System.getProperty("user.home"));
        OperatorSecrets secrets =
                new OperatorSecrets(new SecretReader(environment, folder, home, SECRET_COMMAND), site);
        SecureRandom random = new SecureRandom();
        return new RealMeans(
                new Means(
                        new SshHosts(site, Operator.of(environment, folder), DockerEngine::new, random),
                        new KindHandlers(),
                        Components.all(),
                        secrets,
                        clock,
                        random,
                        who(),
                        ProcessHandle.current().pid(),
                        state),
                secrets);
    }

    public Means means() {
        return means;
    }

    /** Why secrets that were asked for so far have no value. */
    public List<Diagnostic> secretProblems() {
        return secrets.problems();
    }

    @Override
    public void close() {
        means.hosts().close();
    }

    /** In plain letters, since it is signed and printed in many places. */
    private static String who() {
        return plain(System.getProperty("user.name")) + "@" + plain(machine());
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "unknown";
        }
    }

    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9._+-]", "-");
    }
}
