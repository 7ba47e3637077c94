package io.resctl.component.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GuardScriptTest {
    private static final Path FOLDER = Path.of("templates/supervision");

    @Test
    void shellcheckHasNothingToSay() throws Exception {
        boolean there = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "shellcheck")));
        assumeTrue(there, "shellcheck is not installed");
        Process check = new ProcessBuilder(List.of(
                        "shellcheck",
                        "-x",
                        "-P",
                        ".",
                        "--norc",
                        FOLDER.resolve("guard").toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
    }

    /** The scripts are not rendered: a site's values are in guard.conf alone. */
    @Test
    void noScriptNamesASite() throws IOException {
        for (String script : List.of("guard", "lease.sh", "database.sh")) {
            assertThat(Files.readString(FOLDER.resolve(script))).doesNotContain("[=", "acme");
        }
    }
}
