package io.resctl.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostKeysTest {
    @TempDir
    private Path folder;

    private Path mine;
    private Path other;

    @BeforeEach
    void makeKeys() {
        assertThat(new Algorithms().getCipherFactories()).isNotEmpty(); // brings the provider for ECDSA
        Keygen.assumeInstalled();
        mine = Keygen.key(folder.resolve("mine"), "ed25519", "");
        other = Keygen.key(folder.resolve("other"), "ed25519", "");
    }

    static String fingerprint(Path key) {
        return Keygen.run("ssh-keygen", "-lf", key + ".pub").split(" ")[1];
    }

    private static PublicKey shown(Path key) {
        try {
            byte[] blob = Base64.getDecoder().decode(Keygen.publicHalf(key).split(" ")[1]);
            return new Buffer.PlainBuffer(blob).readPublicKey();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HostKeys knowing(String... lines) throws IOException {
        Path file = folder.resolve("known_hosts");
        Files.writeString(file, String.join("\n", lines) + "\n");
        return HostKeys.of(destination(file, "web.example", 22));
    }

    private static Destination destination(Path known, String address, int port) {
        return new Destination(
                "a1",
                address,
                port,
                "root",
                port == 22 ? address : "[" + address + "]:" + port,
                List.of(),
                false,
                Optional.empty(),
                List.of(known),
                Optional.empty());
    }

    @Test
    void fingerprintsAreWrittenAsOpenSshDoes() {
        assertThat(HostKeys.fingerprint(shown(mine))).isEqualTo(fingerprint(mine));
    }

    @Test
    void aKnownKeyIsTaken() throws IOException {
        HostKeys keys = knowing("# comment", "other,web.example " + Keygen.publicHalf(mine));

        assertThat(keys.verify("ignored", 1, shown(mine))).isTrue();
        assertThat(keys.refusal()).isEmpty();
    }

    @Test
    void oneOfSeveralKnownKeysIsEnough() throws IOException {
        HostKeys keys = knowing("web.example " + Keygen.publicHalf(other), "web.example " + Keygen.publicHalf(mine));

        assertThat(keys.verify("", 22, shown(mine))).isTrue();
    }

    @Test
    void anotherPortIsAnotherHost() throws IOException {
        Path file = Files.writeString(folder.resolve("k"), "web.example " + Keygen.publicHalf(mine) + "\n");
        HostKeys keys = HostKeys.of(destination(file, "web.example", 2222));

        assertThat(keys.verify("", 2222, shown(mine))).isFalse();
        Files.writeString(file, "[web.example]:2222 " + Keygen.publicHalf(mine) + "\n");
        assertThat(HostKeys.of(destination(file, "web.example", 2222)).verify("", 2222, shown(mine)))
                .isTrue();
    }

    @Test
    void anUnknownKeyIsRefusedWithItsFingerprintAndTheCommandThatAcceptsIt() throws IOException {
        HostKeys keys = knowing("elsewhere " + Keygen.publicHalf(mine));

        assertThat(keys.verify("", 22, shown(mine))).isFalse();
        Diagnostic why = keys.refusal().orElseThrow();
        assertThat(why.code()).isEqualTo("ssh.host-key-unknown");
        assertThat(why.summary()).contains("a1", "web.example:22", "ssh-ed25519 " + fingerprint(mine));
        assertThat(why.hint().orElseThrow())
                .contains("ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub")
                .endsWith("ssh-keyscan -t ed25519 -p 22 web.example >> " + folder.resolve("known_hosts"));
    }

    @Test
    void aChangedKeyIsRefusedWithWhatWasKnown() throws IOException {
        HostKeys keys = knowing("web.example " + Keygen.publicHalf(other));

        assertThat(keys.verify("", 22, shown(mine))).isFalse();
        Diagnostic why = keys.refusal().orElseThrow();
        assertThat(why.code()).isEqualTo("ssh.host-key-changed");
        assertThat(why.summary()).contains(fingerprint(mine), fingerprint(other));
        assertThat(why.hint().orElseThrow()).contains("-R web.example");
    }

    @Test
    void aRevokedKeyIsRefusedEvenWhereItAlsoStandsAsKnown() throws IOException {
        HostKeys keys =
                knowing("web.example " + Keygen.publicHalf(mine), "@revoked web.example " + Keygen.publicHalf(mine));

        assertThat(keys.verify("", 22, shown(mine))).isFalse();
        assertThat(keys.refusal().orElseThrow().code()).isEqualTo("ssh.host-key-revoked");
    }

    @Test
    void aNegatedPatternDoesNotApply() throws IOException {
        assertThat(knowing("*.example,!web.example " + Keygen.publicHalf(mine)).verify("", 22, shown(mine)))
                .isFalse();
        assertThat(knowing("*.example " + Keygen.publicHalf(mine)).verify("", 22, shown(mine)))
                .isTrue();
    }

    @Test
    void everyKindOfKeyIsRead() throws IOException {
        for (String type : new String[] {"rsa", "ecdsa", "ed25519"}) {
            Path key = Keygen.key(folder.resolve("kind-" + type), type, "");
            HostKeys keys = knowing("web.example " + Keygen.publicHalf(key));
            assertThat(keys.verify("", 22, shown(key))).as(type).isTrue();
        }
    }

    @Test
    void damagedLinesAreNoEntriesAndDoNotHideTheOthers() throws IOException {
        HostKeys keys =
                knowing("web.example ssh-ed25519 !!!", "nonsense", "", "web.example " + Keygen.publicHalf(mine));

        assertThat(keys.verify("", 22, shown(mine))).isTrue();
    }

    @Test
    void aMissingFileKnowsNobody() throws IOException {
        HostKeys keys = HostKeys.of(destination(folder.resolve("none"), "web.example", 22));

        assertThat(keys.verify("", 22, shown(mine))).isFalse();
    }
}
