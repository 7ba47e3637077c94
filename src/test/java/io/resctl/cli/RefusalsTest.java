package io.resctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.app.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said before any host is asked. */
class RefusalsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void descriptor() throws IOException {
        Files.copy(Path.of("examples/pilot-light.yml"), folder.resolve("site.yml"));
    }

    @Test
    void applyWithoutATerminalNeedsYesOrASavedPlan() {
        Typed typed = Typed.in(folder, "apply");
        assertThat(typed.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(typed.err()).contains("no terminal", "--yes", "resctl plan --out FILE");
    }

    @Test
    void destroyWithoutATerminalNeedsTheSitesName() {
        Typed typed = Typed.in(folder, "destroy", "--data", "--yes");
        assertThat(typed.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(typed.err()).contains("--site acme");
    }

    @Test
    void destroyOfAnotherSiteIsRefused() {
        Typed typed = Typed.in(folder, "destroy", "--site", "acne", "--yes");
        assertThat(typed.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(typed.err()).contains("of site acme, not acne");
    }

    @Test
    void namesThatTheSiteDoesNotHave() {
        assertThat(Typed.in(folder, "plan", "--host", "a9").err()).contains("no host 'a9'", "a1, a2, a3, b1, b2");
        Typed zone = Typed.in(folder, "plan", "--zone", "rome");
        assertThat(zone.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(zone.err()).contains("no zone 'rome'", "milan, turin");
    }

    @Test
    void aSavedPlanIsAppliedWholeOrNotAtAll() {
        Typed typed = Typed.in(folder, "apply", "plan.json", "--host", "a1");
        assertThat(typed.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(typed.err()).contains("applied as it is");
    }

    @Test
    void whatIsNoPlanIsNotApplied() throws IOException {
        assertThat(Typed.in(folder, "apply", "none.json").err()).contains("cannot be read");
        Files.writeString(folder.resolve("plan.json"), "{ \"hello\": 1 }");
        Typed typed = Typed.in(folder, "apply", "plan.json");
        assertThat(typed.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(typed.err()).contains("plan.json", "resctl plan --out");
    }

    @Test
    void aWrongDescriptorIsExit3Everywhere() throws IOException {
        Files.writeString(folder.resolve("site.yml"), "site: [\n");
        for (String verb : new String[] {"plan", "render", "status", "unlock"}) {
            assertThat(Typed.in(folder, verb).exit()).as(verb).isEqualTo(ExitCode.INVALID);
        }
        assertThat(Typed.in(folder, "apply", "--yes").exit()).isEqualTo(ExitCode.INVALID);
    }

    @Test
    void wrongOptions() {
        assertThat(Typed.in(folder, "apply", "--yes", "--parallelism", "0").exit())
                .isEqualTo(ExitCode.USAGE);
        Typed typed = Typed.in(folder, "plan", "--detials");
        assertThat(typed.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(typed.err()).contains("--details");
    }

    @Test
    void everyCommandExplainsItself() {
        Cli.line(new Console(
                        new java.io.PrintWriter(new java.io.StringWriter()),
                        new java.io.PrintWriter(new java.io.StringWriter()),
                        false,
                        folder,
                        java.util.Map.of(),
                        java.time.Clock.systemUTC()))
                .getSubcommands()
                .keySet()
                .forEach(name -> {
                    Typed help = Typed.in(folder, name, "--help");
                    assertThat(help.exit()).as(name).isEqualTo(ExitCode.OK);
                    assertThat(help.all()).as(name).contains("resctl " + name);
                });
    }
}
