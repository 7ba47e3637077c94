package io.resctl.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.model.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReaderTest {
    @TempDir
    private Path folder;

    private Secrets read(Map<String, String> environment, SecretSource... sources) {
        return new SecretReader(environment, folder, folder.resolve("home"), Duration.ofSeconds(20))
                .read(List.of(sources));
    }

    private static SecretSource command(String... argv) {
        return new SecretSource.FromCommand("db", List.of(argv));
    }

    private Diagnostic problem(SecretSource source) {
        Secrets secrets = read(Map.of(), source);
        assertThat(secrets.values()).isEmpty();
        return secrets.problems().getFirst();
    }

    private String value(Secrets secrets) {
        assertThat(secrets.problems()).isEmpty();
        return Objects.requireNonNull(secrets.values().get("db")).reveal();
    }

    @Test
    void aVariableIsTakenAsItIs() {
        assertThat(value(read(Map.of("DB", "a\n$b'\"\n"), new SecretSource.Env("db", "DB"))))
                .isEqualTo("a\n$b'\"\n");
    }

    @Test
    void aFilesLastNewlineIsNotPartOfTheSecret() throws IOException {
        for (String end : new String[] {"", "\n", "\r\n"}) {
            Files.writeString(folder.resolve("f"), "-----BEGIN-----\nä\n" + "x" + end);
            assertThat(value(read(Map.of(), new SecretSource.FromFile("db", "f"))))
                    .isEqualTo("-----BEGIN-----\nä\nx");
        }
    }

    @Test
    void aTildeIsTheHome() throws IOException {
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("home/f"), "x");

        assertThat(value(read(Map.of(), new SecretSource.FromFile("db", "~/f"))))
                .isEqualTo("x");
    }

    @Test
    void aCommandRunsWithoutAShellInTheDescriptorsFolder() {
        assertThat(value(read(Map.of(), command("echo", "$HOME; `id`")))).isEqualTo("$HOME; `id`");
        assertThat(value(read(Map.of(), command("pwd")))).isEqualTo(folder.toString());
        assertThat(value(read(Map.of(), command("cat", "/proc/self/fd/0", "/etc/hostname"))))
                .isNotEmpty();
    }

    @Test
    void allThatLackAreToldAtOnceInOrder() {
        Secrets secrets = read(
                Map.of("C", "c"),
                new SecretSource.Env("a", "A"),
                new SecretSource.FromFile("b", "no/file"),
                new SecretSource.Env("c", "C"));

        assertThat(secrets.values()).containsOnlyKeys("c");
        assertThat(secrets.problems())
                .extracting(Diagnostic::summary)
                .satisfiesExactly(
                        a -> assertThat(a).contains("secret a", "A is not set"),
                        b -> assertThat(b)
                                .contains("secret b", folder.resolve("no/file").toString()));
        assertThat(secrets.problems())
                .extracting(d -> d.hint().orElseThrow())
                .satisfiesExactly(
                        a -> assertThat(a).contains("export A"),
                        b -> assertThat(b).contains("install -m 600"));
    }

    @Test
    void aCommandThatFailsIsQuotedButNotWhatItPrinted() {
        Diagnostic why = problem(command("sh", "-c", "echo half-a-secret; echo 'db is not in the store' >&2; exit 4"));

        assertThat(why.summary()).contains("exit code 4", "db is not in the store");
        assertThat(why.toString()).doesNotContain("half-a-secret\n");
    }

    @Test
    void aCommandThatHangsIsEnded() {
        SecretReader quick = new SecretReader(Map.of("PATH", "/usr/bin:/bin"), folder, folder, Duration.ofSeconds(1));
        long began = System.nanoTime();

        Diagnostic why =
                quick.read(List.of(command("sh", "-c", "sleep 60"))).problems().getFirst();
        assertThat(why.summary()).contains("did not end within 1 s");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aProgramThatDoesNotExistIsNamed() {
        assertThat(problem(command("no-such-program")).summary()).contains("no program no-such-program");
    }

    @Test
    void whatNoProgramCanTakeIsRefused() throws IOException {
        Files.write(folder.resolve("nul"), new byte[] {'a', 0, 'b'});
        assertThat(problem(new SecretSource.FromFile("db", "nul")).summary()).contains("NUL");
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(problem(new SecretSource.FromFile("db", "binary")).summary()).contains("UTF-8");
        Files.write(folder.resolve("empty"), new byte[] {'\n'});
        assertThat(problem(new SecretSource.FromFile("db", "empty")).summary()).contains("empty");
        Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]);
        assertThat(problem(new SecretSource.FromFile("db", "large")).summary()).contains("1 MiB");
        assertThat(problem(command("head", "-c", "2000000", "/dev/zero")).summary())
                .contains("1 MiB");
        assertThat(problem(new SecretSource.FromFile("db", ".")).summary()).contains("cannot be read");
    }

    @Test
    void aSecretShowsItselfToNobody() {
        Secret secret = new Secret("s3cret");

        assertThat(secret.toString()).isEqualTo("***");
        assertThat(read(Map.of("DB", "s3cret"), new SecretSource.Env("db", "DB"))
                        .toString())
                .doesNotContain("s3cret");
    }
}
