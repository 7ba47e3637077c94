package io.resctl.component.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Setting;
import io.resctl.model.Database;
import io.resctl.model.Host;
import io.resctl.model.Lease;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.model.Zone;
import io.resctl.observe.Knowledge;
import io.resctl.resource.LeaseFile;
import io.resctl.resource.TextFile;
import io.resctl.resource.Wish;
import io.resctl.testing.Docker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** Three throw-away servers, a1 and a2 in Milan and b1 in Turin, with real guards and a Docker that only pretends. */
final class GuardRing implements AutoCloseable {
    static final List<String> HOSTS = List.of("a1", "a2", "b1");
    static final String GUARD = "/etc/resctl/acme/guard/guard";
    static final String LEASE = "/var/lib/resctl/acme/lease.json";
    static final String WEB_RUNS = "systemctl is-active -q resctl-acme-live@web-1.service";
    static final String WEB_STARTS = "grep -c 'start --attach resctl-acme-web-1' /run/fake-docker/calls || true";
    private static final String IMAGE = "resctl-lab/host:trixie";

    private final String ring = "resctl-guard-" + UUID.randomUUID().toString().substring(0, 8);
    private final Knowledge knowledge = new Knowledge(name -> Optional.empty());
    private final Site site;

    private GuardRing(String prefix) {
        this.site = site(prefix);
        knowledge.makeMissing(Set.of(Names.SITE_KEY), new SecureRandom());
    }

    /** Skips the test where the engine or the image is missing. */
    static GuardRing start() {
        if (run("", List.of("docker", "image", "inspect", IMAGE)).exit() != 0) {
            throw new TestAbortedException(
                    "needs a Docker engine with the image " + IMAGE + ": dist/images/build makes it");
        }
        for (int third = 77; third < 120; third++) {
            GuardRing ring = new GuardRing("10.211." + third + ".");
            String subnet = "10.211." + third + ".0/24";
            List<String> network = new ArrayList<>(List.of("network", "create", "--subnet", subnet));
            network.addAll(Docker.labelled());
            network.add(ring.ring);
            if (Docker.run(network.toArray(String[]::new)).exit() == 0) {
                HOSTS.forEach(ring::create);
                HOSTS.forEach(ring::install);
                return ring;
            }
        }
        throw new TestAbortedException("needs a free subnet in 10.211.0.0/16");
    }

    private static Site site(String prefix) {
        Site model = Sites.pilotLight();
        Zone milan = new Zone("milan", true, List.of(host(model, "a1", prefix + 11), host(model, "a2", prefix + 12)));
        Zone turin = new Zone("turin", false, List.of(host(model, "b1", prefix + 21)));
        Optional<Database> database = model.database();
        return new Site(
                model.name(),
                model.strategy(),
                model.objectives(),
                model.ssh(),
                List.of(milan, turin),
                model.vpn(),
                List.of(),
                database,
                List.of(),
                Optional.empty(),
                List.of());
    }

    private static Host host(Site model, String name, String address) {
        Host host = model.host(name);
        return new Host(name, host.zone(), address, address, address, host.ssh());
    }

    String address(String host) {
        return site.host(host).vpn();
    }

    String lease(long epoch, String live) {
        return lease(Sites.lease(epoch, live), knowledge);
    }

    String lease(long epoch, String live, String primary) {
        return lease(new Lease(epoch, live, primary, Sites.SINCE, "anna@desk"), knowledge);
    }

    /** Signed, but with the key of nobody. */
    String forged(long epoch, String live) {
        Knowledge other = new Knowledge(name -> Optional.empty());
        other.makeMissing(Set.of(Names.SITE_KEY), new SecureRandom());
        return lease(Sites.lease(epoch, live), other);
    }

    private static String lease(Lease lease, Knowledge signer) {
        return LeaseFile.of(new Names("acme"), lease).content().fill(signer).orElseThrow();
    }

    /** All as after a boot, with this lease; guards and their sockets are stopped. */
    void reset(String lease) {
        for (String host : HOSTS) {
            sh(host, """
                    systemctl stop resctl-guard@acme.service resctl-acme-guard.socket resctl-acme-live.target resctl-acme@db.service
                    rm -rf /run/fake-docker /srv/resctl/acme/relay-copies/* /srv/slave /srv/slow_start /srv/silent /srv/words /srv/stays_open /run/motd.d
                    echo 1 >/srv/read_only; echo 0-1-10 >/srv/position; : >/srv/slave
                    systemctl start resctl-acme@db.service
                    """);
            write(host, LEASE, lease, "0644");
        }
    }

    /** The guard and what answers for it. */
    void up(String... hosts) {
        for (String host : hosts) {
            sh(host, "systemctl start resctl-acme-guard.socket resctl-guard@acme.service");
        }
    }

    /** The host says nothing any more, as seen by the others. */
    void silence(String... hosts) {
        for (String host : hosts) {
            sh(host, "systemctl stop resctl-guard@acme.service resctl-acme-guard.socket");
        }
    }

    void write(String host, String path, String text, String mode) {
        Reply reply = run(
                text,
                List.of(
                        "docker",
                        "exec",
                        "-i",
                        name(host),
                        "sh",
                        "-c",
                        "mkdir -p \"${1%/*}\" && cat >\"$1.new\" && chmod \"$2\" \"$1.new\" && mv \"$1.new\" \"$1\"",
                        "write",
                        path,
                        mode));
        assertThat(reply.exit()).as(reply.out()).isZero();
    }

    void powerCut(String host) {
        docker("kill", name(host));
        docker("start", name(host));
        sh(host, "timeout 60 sh -c 'until systemctl is-active -q multi-user.target; do sleep 0.2; done'");
    }

    String verdict(String host) {
        String text = sh(host, GUARD + " verdict");
        return text.lines().findFirst().orElse("").replace("verdict ", "");
    }

    /** Waits for that verdict. */
    void await(String host, String verdict) {
        until(host, "[ \"$(" + GUARD + " verdict | head -1)\" = 'verdict " + verdict + "' ]");
    }

    /** Waits until the command succeeds; when it does not, the failure says what the guard said. */
    void until(String host, String command) {
        Reply reply =
                exec(host, "for i in $(seq 120); do if " + command + "; then exit 0; fi; sleep 0.5; done; exit 1");
        assertThat(reply.exit())
                .as("%s on %s; its guard said:%n%s", command, host, said(host))
                .isZero();
    }

    String said(String host) {
        return exec(host, "journalctl --no-pager -o cat -t resctl-guard -n 40").out();
    }

    /** Runs shell text; it must succeed. */
    String sh(String host, String code) {
        Reply reply = exec(host, code);
        assertThat(reply.exit()).as("%s on %s%n%s", code, host, reply.out()).isZero();
        return reply.out().stripTrailing();
    }

    Reply exec(String host, String code) {
        return run(code, List.of("docker", "exec", "-i", name(host), "bash"));
    }

    @Override
    public void close() {
        HOSTS.forEach(host -> run("", List.of("docker", "rm", "-fv", name(host))));
        run("", List.of("docker", "network", "rm", ring));
    }

    private String name(String host) {
        return ring + "-" + host;
    }

    private void create(String host) {
        Docker.host(
                name(host),
                "-e",
                "LAB_OFFLINE=1",
                "-e",
                "LAB_KEY=none",
                "--network",
                ring,
                "--ip",
                address(host),
                "--hostname",
                host,
                IMAGE);
    }

    private void install(String host) {
        // The stand-in needs no engine, and so many engines would only take time.
        sh(host, """
                timeout 60 sh -c 'until systemctl is-active -q multi-user.target; do sleep 0.2; done'
                systemctl mask --now docker.service docker.socket containerd.service wg-quick@wg-acme.service 2>&1
                mkdir -p /srv/resctl/acme/relay-copies /srv/resctl/acme/mariadb/data/mysql
                """);
        write(host, "/usr/bin/docker", resource(), "0755");
        for (Wish wish : new SupervisionComponent().wishes(new Setting(site, Sites.homeLease()))) {
            if (wish.host().equals(host)
                    && wish.resource() instanceof TextFile file
                    && wish.subject().equals("guard")) {
                write(host, file.path(), file.content().fill(knowledge).orElseThrow(), file.mode());
            }
        }
        sh(host, """
                systemctl daemon-reload
                systemctl enable resctl-acme-guard.socket resctl-guard@acme.service resctl-acme@db.service resctl-acme-live@web-1.service 2>&1
                """);
    }

    private static String resource() {
        try {
            return Files.readString(Path.of("src/test/resources/supervision/docker"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void docker(String... words) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        Reply reply = run("", command);
        assertThat(reply.exit()).as("%s%n%s", command, reply.out()).isZero();
    }

    record Reply(int exit, String out) {}

    private static Reply run(String input, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var stream = process.getOutputStream()) {
                stream.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            return new Reply(process.exitValue(), out);
        } catch (IOException e) {
            throw new TestAbortedException("needs the command " + command.getFirst() + " on this machine", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
