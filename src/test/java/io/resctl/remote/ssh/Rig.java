package io.resctl.remote.ssh;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Engine;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import io.resctl.model.Host;
import io.resctl.model.Port;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.model.Ssh;
import io.resctl.model.Zone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** A site of one host, {@code h1}, and how to log in there; each wither changes one thing. */
public record Rig(String address, Ssh ssh, Operator operator, Limits limits) {
    static final Ssh NOTHING =
            new Ssh(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** As root, with the server's key and known_hosts; no agent, and none of this machine's own OpenSSH configuration. */
    public static Rig of(SshServer server, Path home) {
        return new Rig(
                "127.0.0.1",
                new Ssh(
                        Optional.of("root"),
                        Optional.of(new Port(server.port())),
                        Optional.of(server.key().toString()),
                        Optional.of(server.knownHosts().toString()),
                        Optional.empty()),
                new Operator("tester", home, home, Optional.empty(), Optional.of(Path.of("/dev/null"))),
                Limits.usual());
    }

    Rig address(String other) {
        return new Rig(other, ssh, operator, limits);
    }

    Rig ssh(Ssh other) {
        return new Rig(address, other, operator, limits);
    }

    public Rig user(String user) {
        return ssh(new Ssh(Optional.of(user), ssh.port(), ssh.identityFile(), ssh.knownHosts(), ssh.jumpHost()));
    }

    Rig key(Optional<Path> file) {
        return ssh(new Ssh(ssh.user(), ssh.port(), file.map(Path::toString), ssh.knownHosts(), ssh.jumpHost()));
    }

    Rig knownHosts(Path file) {
        return ssh(new Ssh(ssh.user(), ssh.port(), ssh.identityFile(), Optional.of(file.toString()), ssh.jumpHost()));
    }

    Rig jump(String hops) {
        return ssh(new Ssh(ssh.user(), ssh.port(), ssh.identityFile(), ssh.knownHosts(), Optional.of(hops)));
    }

    Rig port(int port) {
        return ssh(
                new Ssh(ssh.user(), Optional.of(new Port(port)), ssh.identityFile(), ssh.knownHosts(), ssh.jumpHost()));
    }

    Rig agent(Path socket) {
        return new Rig(
                address,
                ssh,
                new Operator(
                        operator.user(), operator.home(), operator.folder(), Optional.of(socket), operator.sshConfig()),
                limits);
    }

    Rig sshConfig(Path file) {
        return new Rig(
                address,
                ssh,
                new Operator(operator.user(), operator.home(), operator.folder(), operator.agent(), Optional.of(file)),
                limits);
    }

    Rig limits(Limits other) {
        return new Rig(address, ssh, operator, other);
    }

    public SshHosts hosts(EngineFactory engines) {
        return new SshHosts(site(), operator, engines, new Random(7), limits);
    }

    public SshHosts hosts() {
        return hosts((host, dialer) -> new NoEngine());
    }

    /** One question over a connection of its own. */
    Reply ask(String code) {
        try (SshHosts hosts = hosts()) {
            return hosts.reader("h1").ask(Script.of(code), Duration.ofSeconds(30));
        }
    }

    private Site site() {
        Site smallest = Sites.smallest();
        Host host = new Host("h1", "here", address, address, "10.91.0.1", NOTHING);
        return new Site(
                smallest.name(),
                smallest.strategy(),
                smallest.objectives(),
                ssh,
                List.of(new Zone("here", true, List.of(host))),
                smallest.vpn(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of());
    }

    static Reply tell(Writer writer, String code) {
        return writer.tell(Script.of(code), Duration.ofSeconds(30), line -> {});
    }

    private record NoEngine() implements Engine {
        @Override
        public Optional<Diagnostic> pull(String image, Duration timeout, Consumer<String> progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Diagnostic> awaitHealthy(String container, Duration timeout, Consumer<String> progress) {
            throw new UnsupportedOperationException();
        }
    }
}
