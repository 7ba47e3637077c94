package io.resctl.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.resctl.cli.Cli;
import io.resctl.cli.Console;
import io.resctl.lab.LabSpec.HostSpec;
import io.resctl.lab.LabSpec.Kind;
import io.resctl.lab.LabSpec.ZoneSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

@Tag("lab")
class LabLabTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final LabSpec.Gateways ANY = new LabSpec.Gateways(19080, false);
    private static final LabSpec SMALL = new LabSpec(
            "test-self",
            List.of(
                    new ZoneSpec(
                            "milan", true, List.of(new HostSpec("a1", Kind.ROOT), new HostSpec("a2", Kind.DEPLOY))),
                    new ZoneSpec("turin", false, List.of(new HostSpec("b1", Kind.ROOT)))),
            ANY);

    @TempDir
    Path state;

    private final List<String> said = new CopyOnWriteArrayList<>();
    private @Nullable Lab opened;

    @BeforeEach
    void open() {
        try {
            opened = Lab.local(state, InstantSource.system(), said::add);
            opened.requireImages(SMALL);
        } catch (LabException e) {
            throw new TestAbortedException(e.getMessage(), e);
        }
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.down(SMALL.name());
            assertThat(opened.labs()).doesNotContain(SMALL.name());
            opened.close();
        }
        assertThat(state).isEmptyDirectory();
    }

    @Test
    void aLabComesUpTakesFaultsAndGoesWithoutATrace() throws Exception {
        List<LabHost> hosts = lab().up(SMALL);
        assertThat(hosts).extracting(LabHost::name).containsExactly("a1", "a2", "b1");
        assertThat(hosts).extracting(LabHost::state).containsOnly(LabHost.State.RUNNING);
        assertThat(said).filteredOn(line -> line.contains("ready after")).hasSize(3);

        logsInWithPinnedKeys(hosts);
        aCommandsExitCodeIsTheToolsOwn();
        pullsFromTheLabsOwnRegistry();
        zonesMeetOnTheWanOnly(hosts);
        cutAndMend(hosts);
        killAndStart(hosts);
        freezeAndThaw();
        upAgainChangesNothing(hosts);
        writesADescriptor(hosts);
    }

    private void logsInWithPinnedKeys(List<LabHost> hosts) throws Exception {
        for (LabHost host : hosts) {
            List<String> whoami =
                    lab().ssh(SMALL.name(), host.name(), List.of("sudo", "-n", "sh", "-c", "'id -un; hostname'"));
            assertThat(local(whoami)).isEqualTo("root\n" + host.name() + "\n");
        }
        assertThat(hosts).extracting(LabHost::user).containsExactly("root", "deploy", "root");
        assertThat(on("a2", "id", "-nG", "deploy").out().strip()).isEqualTo("deploy");
    }

    private void aCommandsExitCodeIsTheToolsOwn() {
        Console console = new Console(
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                false,
                state,
                Map.of("XDG_STATE_HOME", state.toString()),
                Clock.systemUTC());
        assertThat(Cli.run(console, "lab", "ssh", "--name", SMALL.name(), "a1", "--", "exit", "42"))
                .isEqualTo(42);
    }

    private void pullsFromTheLabsOwnRegistry() {
        assertThat(on("b1", "docker", "pull", "-q", "haproxy:3.0").ok()).isTrue();
        assertThat(on("b1", "docker", "run", "--rm", "--network", "host", "haproxy:3.0", "haproxy", "-v")
                        .out())
                .startsWith("HAProxy version 3.0");
        Outcome missing = on("b1", "timeout", "5", "docker", "pull", "-q", "no-such-image:1");
        assertThat(missing.exit())
                .as("fails at once, with no look-up outside: %s", missing.err())
                .isEqualTo(1);
    }

    private void zonesMeetOnTheWanOnly(List<LabHost> hosts) {
        LabHost b1 = hosts.getLast();
        assertThat(reaches("a1", b1.endpoint())).isTrue();
        assertThat(reaches("a1", b1.address())).isFalse();
        assertThat(reaches("a1", hosts.get(1).address())).isTrue();
    }

    private void cutAndMend(List<LabHost> hosts) throws Exception {
        LabHost b1 = hosts.getLast();
        lab().fault(SMALL.name(), new Fault.Cut("turin"));
        assertThat(reaches("a1", b1.endpoint())).isFalse();
        assertThat(lab().hosts(SMALL.name())).extracting(LabHost::onWan).containsExactly(true, true, false);
        assertThat(local(lab().ssh(SMALL.name(), "b1", List.of("hostname")))).isEqualTo("b1\n");
        lab().fault(SMALL.name(), new Fault.Mend("turin"));
        assertThat(reaches("a1", b1.endpoint())).isTrue();
    }

    private void killAndStart(List<LabHost> hosts) throws Exception {
        lab().fault(SMALL.name(), new Fault.Kill("a1"));
        assertThat(lab().hosts(SMALL.name()).getFirst().state()).isEqualTo(LabHost.State.STOPPED);
        assertThatThrownBy(() -> lab().fault(SMALL.name(), new Fault.Kill("a1")))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("down already")
                .hasMessageContaining("fault start a1");
        lab().fault(SMALL.name(), new Fault.Start("a1"));
        assertThat(local(lab().ssh(SMALL.name(), "a1", List.of("hostname"))))
                .as("same address, same host key")
                .isEqualTo("a1\n");
        assertThat(reaches("b1", hosts.getFirst().endpoint())).isTrue();
    }

    private void freezeAndThaw() {
        lab().fault(SMALL.name(), new Fault.Freeze("a2"));
        assertThat(lab().hosts(SMALL.name()).get(1).state()).isEqualTo(LabHost.State.FROZEN);
        assertThatThrownBy(() -> lab().fault(SMALL.name(), new Fault.Start("a2")))
                .hasMessageContaining("fault thaw a2");
        lab().fault(SMALL.name(), new Fault.Thaw("a2"));
        lab().fault(SMALL.name(), new Fault.Restart("a2"));
        assertThat(lab().hosts(SMALL.name()).get(1).state()).isEqualTo(LabHost.State.RUNNING);
        assertThatThrownBy(() -> lab().fault(SMALL.name(), new Fault.Kill("a9")))
                .hasMessageContaining("a1, a2, b1");
        assertThatThrownBy(() -> lab().fault(SMALL.name(), new Fault.Cut("rome")))
                .hasMessageContaining("milan, turin");
    }

    private void upAgainChangesNothing(List<LabHost> hosts) throws IOException {
        String known = Files.readString(lab().folder(SMALL.name()).resolve("known_hosts"));
        assertThat(lab().up(SMALL)).isEqualTo(hosts);
        assertThat(lab().folder(SMALL.name()).resolve("known_hosts")).hasContent(known);
    }

    private void writesADescriptor(List<LabHost> hosts) throws IOException {
        Path site = lab().writeSite(SMALL.name(), "site: acme\nzones: {}\nvpn: {}\n");
        assertThat(Files.readString(site))
                .startsWith("site: acme\nssh: { user: root, identityFile: ")
                .contains("a2: { address: " + hosts.get(1).address() + ", endpoint: "
                        + hosts.get(1).endpoint() + ", user: deploy }")
                .endsWith("\nvpn: {}\n");
    }

    @Test
    void labsStandSideBySide() {
        LabSpec other = new LabSpec(
                "test-beside", List.of(new ZoneSpec("milan", true, List.of(new HostSpec("a1", Kind.ROOT)))), ANY);
        LabSpec one = new LabSpec(SMALL.name(), other.zones(), ANY);
        try {
            LabHost here = lab().up(one).getFirst();
            LabHost there = lab().up(other).getFirst();
            assertThat(there.address()).isNotEqualTo(here.address());
            assertThat(there.port().getAsInt()).isNotEqualTo(here.port().getAsInt());
        } finally {
            lab().down(other.name());
        }
    }

    @Test
    void aPortThatWasAskedForIsTakenOrRefused() throws IOException {
        ZoneSpec zone = new ZoneSpec("milan", true, List.of(new HostSpec("a1", Kind.ROOT)));
        LabSpec one = new LabSpec(SMALL.name(), List.of(zone), ANY);
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = busy.getLocalPort();
            assertThatThrownBy(() -> lab().up(one.atPort(port)))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("Port " + port + " of 127.0.0.1 is in use")
                    .hasMessageContaining("Nothing was made");
            assertThat(lab().labs()).doesNotContain(one.name());
            int other = lab().up(new LabSpec(one.name(), one.zones(), new LabSpec.Gateways(port, false)))
                    .getFirst()
                    .port()
                    .getAsInt();
            assertThat(other).isNotEqualTo(port);
            assertThat(lab().up(one.atPort(other)))
                    .as("its own port is not in its way")
                    .hasSize(1);
            assertThatThrownBy(() -> lab().up(one.atPort(port)))
                    .hasMessageContaining("answers at 127.0.0.1:" + other + ", not " + port);
        }
    }

    @Test
    void aHostThatIsNoHostReachesTheZoneOnlyAsFarAsItsRoutesGo() {
        LabHost a1 = lab().up(new LabSpec(SMALL.name(), List.of(SMALL.zones().getFirst()), ANY))
                .getFirst();
        assertThat(on("a1", "ip", "address", "add", "10.99.0.1/32", "dev", "lo").ok())
                .isTrue();
        try (Neighbour neighbour = lab().neighbour(SMALL.name(), "milan")) {
            assertThat(neighbour
                            .run(SOON, "nc", "-z", "-w", "1", a1.address(), "22")
                            .ok())
                    .isTrue();
            neighbour.route("10.99.0.0/24", a1.address());
            assertThat(neighbour
                            .run(SOON, "nc", "-z", "-w", "1", "10.99.0.1", "22")
                            .ok())
                    .isTrue();
            assertThat(neighbour
                            .run(SOON, "nc", "-z", "-w", "1", "10.99.0.1", "23")
                            .ok())
                    .isFalse();
        }
    }

    @Test
    void aBareHostHasNothingButAWayToPackages() {
        ZoneSpec zone = new ZoneSpec("milan", true, List.of(new HostSpec("a1", Kind.BARE)));
        lab().up(new LabSpec(SMALL.name(), List.of(zone), ANY));
        assertThat(on("a1", "sh", "-c", "command -v docker wg nft").out()).isEmpty();
        Outcome update = lab().run(SMALL.name(), "a1", Duration.ofMinutes(2), "apt-get", "update");
        assertThat(update.ok()).as("%s%s", update.out(), update.err()).isTrue();
        assertThat(on("a1", "apt-cache", "policy", "docker.io").out()).contains("Candidate: 26.");
    }

    private Lab lab() {
        return Objects.requireNonNull(opened);
    }

    private boolean reaches(String host, String address) {
        return on(host, "ping", "-c", "1", "-W", "1", address).ok();
    }

    private Outcome on(String host, String... command) {
        return lab().run(SMALL.name(), host, SOON, command);
    }

    private static String local(List<String> command) throws Exception {
        Process process = new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s said: %s", command, out).isZero();
        return out;
    }
}
