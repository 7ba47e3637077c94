package io.resctl.component.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.testing.Docker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not take is put away, all of it, so that the next start finds what HAProxy took last. */
@Tag("docker")
class GatewayReloadDockerTest {
    private static final String NO_CERTIFICATE = "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n";

    @TempDir
    Path temp;

    @SuppressWarnings("NullAway.Init")
    private GatewayRig rig;

    @AfterEach
    void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    @Test
    void aConfigurationThatIsRefusedIsPutAwayAndThePreviousOneServesOn() throws Exception {
        start(2, false);
        String before = Files.readString(rig.configuration());
        Files.writeString(rig.configuration(), before + "\nbackend broken\n    balance nonsense\n");
        Docker.Said said = rig.reload();
        assertThat(said.exit()).isNotZero();
        assertThat(said.err())
                .contains("HAProxy refuses", "balance only supports", "The previous haproxy.cfg is back in its place");
        assertThat(rig.configuration()).hasContent(before);
        assertThat(rig.kept.resolve("refused.cfg")).content().contains("balance nonsense");
        assertThat(rig.get()).isEqualTo(200);
    }

    /** Valid, but another process holds the port: only the start of the new worker tells. */
    @Test
    void aConfigurationThatDoesNotTakeIsPutAwayToo() throws Exception {
        start(2, false);
        String before = Files.readString(rig.configuration());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Files.writeString(
                    rig.configuration(),
                    before + "\nfrontend taken\n    bind 127.0.0.1:" + taken.getLocalPort()
                            + "\n    default_backend web\n");
            Docker.Said said = rig.reload();
            assertThat(said.exit()).isNotZero();
            assertThat(said.err()).contains("no worker came up").doesNotContain("not come up with that either");
        }
        assertThat(rig.configuration()).hasContent(before);
        assertThat(rig.get()).isEqualTo(200);
        rig.configure(2);
        assertThat(rig.reload().exit()).isZero();
        assertThat(rig.get()).isEqualTo(200);
    }

    /** The old certificate serves on from memory, which helps nobody after the next restart. */
    @Test
    void aCertificateThatIsRefusedIsPutAwayToo() throws Exception {
        start(1, true);
        String before = Files.readString(rig.pem());
        FileTime written = Files.getLastModifiedTime(rig.pem());
        rig.certificate(NO_CERTIFICATE);
        Docker.Said said = rig.reload();
        assertThat(said.exit()).isNotZero();
        assertThat(said.err()).contains("HAProxy refuses", "The previous tls/site.pem is back in its place");
        assertThat(rig.pem()).hasContent(before);
        assertThat(rights(rig.pem())).isEqualTo("r--------");
        // A file that is put back is no news to who asks whether the unit has loaded it.
        assertThat(Files.getLastModifiedTime(rig.pem())).isEqualTo(written);

        Docker.must("restart", "-t", "1", rig.container);
        GatewayRig.await(() -> rig.get() == 301);
    }

    @Test
    void configurationAndCertificateComeBackTogether() throws Exception {
        start(1, true);
        String renewed = Files.readString(rig.pem()) + "\n";
        rig.certificate(renewed);
        assertThat(rig.reload().exit()).isZero();
        String before = Files.readString(rig.configuration());

        rig.certificate(renewed + "\n");
        Files.writeString(rig.configuration(), before + "\nnonsense\n");
        assertThat(rig.reload().err()).contains("The previous haproxy.cfg, tls/site.pem is back in its place");
        assertThat(rig.configuration()).content().isEqualTo(before);
        assertThat(rig.pem()).content().isEqualTo(renewed);
    }

    @Test
    void aFirstCertificateThatIsRefusedGoes() throws Exception {
        start(1, true);
        String with = Files.readString(rig.configuration());
        String without = with.lines()
                .filter(l -> !l.contains("site.pem") && !l.contains("ssl_fc"))
                .reduce("", (text, line) -> text + line + "\n");
        Files.writeString(rig.configuration(), without);
        Files.delete(rig.pem());
        assertThat(rig.reload().exit()).isZero();

        Files.writeString(rig.configuration(), with);
        rig.certificate(NO_CERTIFICATE);
        assertThat(rig.reload().exit()).isNotZero();
        assertThat(rig.pem()).doesNotExist();
        assertThat(rig.configuration()).content().isEqualTo(without);
    }

    @Test
    void copiesAreForRootAloneAndOutsideOfTheFolder() throws Exception {
        start(1, true);
        assertThat(rights(rig.kept)).isEqualTo("rwx------");
        assertThat(rights(rig.kept.resolve("taken"))).isEqualTo("rwx------");
        assertThat(rights(rig.kept.resolve("taken/tls"))).isEqualTo("rwx------");
        assertThat(rights(rig.kept.resolve("taken/tls/site.pem"))).isEqualTo("r--------");
        rig.certificate(NO_CERTIFICATE);
        assertThat(rig.reload().exit()).isNotZero();
        assertThat(files(rig.folder)).containsExactlyInAnyOrder("haproxy.cfg", "tls/site.pem");
        assertThat(files(rig.kept)).containsExactlyInAnyOrder("taken/haproxy.cfg", "taken/tls/site.pem");
    }

    @Test
    void whoCannotBeAskedHasRefusedNothing() throws Exception {
        start(1, false);
        String before = Files.readString(rig.configuration());
        Docker.must("stop", "-t", "1", rig.container);
        Files.writeString(rig.configuration(), before + "\n");
        Docker.Said said = rig.reload();
        assertThat(said.exit()).isNotZero();
        assertThat(said.err()).contains("could not be asked", "is not running").doesNotContain("refuses");
        assertThat(rig.configuration()).content().isEqualTo(before);
    }

    /** Its statistics connect, and then nothing comes. (It goes on accepting connections beside its successor: HAProxy cannot take its socket away.) */
    @Test
    void aWorkerThatHangsDoesNotHoldUpItsSuccessor() throws Exception {
        start(1, false);
        String master = Docker.must("inspect", "-f", "{{.State.Pid}}", rig.container);
        ProcessHandle.of(Long.parseLong(master.strip()))
                .orElseThrow()
                .children()
                .forEach(worker -> Docker.process("kill", "-STOP", Long.toString(worker.pid())));
        assertThat(rig.get()).isZero();
        assertThat(rig.reload().exit()).isZero();
        GatewayRig.await(() -> rig.get() == 200);
    }

    private void start(int replicas, boolean tls) throws Exception {
        rig = new GatewayRig(temp, tls);
        rig.start(replicas);
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<String> files(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(f -> folder.relativize(f).toString())
                    .toList();
        }
    }
}
