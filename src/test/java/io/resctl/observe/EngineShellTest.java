package io.resctl.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.testing.FakeCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of an engine that answers badly: a container or an image that nobody saw is unknown, not absent. */
class EngineShellTest {
    private static final String ROW = "/one running none abc 2026-11-22T03:04:05Z 2026-11-22T03:04:05Z sha256:1";

    @TempDir
    private Path folder;

    @Test
    void whatTheEngineSaysCounts() {
        assertThat(ask("echo '" + ROW + "'", "exit 1")).isEqualTo("up one=0 two=1 here=0 there=2");
        assertThat(ask("echo '" + ROW + "'", "echo 'Error: No such image: there' >&2; exit 1"))
                .isEqualTo("up one=0 two=1 here=0 there=1");
    }

    @Test
    void anInspectionThatTakesTooLongIsNoAbsence() {
        assertThat(ask("exit 124", "exit 1")).isEqualTo("down one=2 two=2 here=2 there=2");
        assertThat(ask("echo '" + ROW + "'; exit 124", "exit 1")).isEqualTo("down one=2 two=2 here=2 there=2");
    }

    @Test
    void anInspectionThatSaysNothingIsNoAbsence() {
        assertThat(ask("exit 0", "exit 1")).isEqualTo("down one=2 two=2 here=2 there=2");
        assertThat(ask("exit 1", "exit 1")).isEqualTo("down one=2 two=2 here=2 there=2");
    }

    @Test
    void aContainerThatVanishedSinceIsNoFailure() {
        assertThat(ask("echo '" + ROW + "'; echo 'Error: No such container: 2' >&2; exit 1", "exit 124"))
                .isEqualTo("up one=0 two=1 here=0 there=2");
    }

    @Test
    void anEngineThatDiesWhileItIsAskedIsNoAbsence() {
        assertThat(ask("echo '" + ROW + "'; echo 'Cannot connect to the Docker daemon' >&2; exit 1", "exit 1"))
                .isEqualTo("down one=2 two=2 here=2 there=2");
    }

    @Test
    void aSingleQuestionIsOnlyAboutWhatItNames() {
        String one = "container_row one; echo \"$engine $? $container_state\"";
        assertThat(run("no", "[ \"$6\" = one ] && echo '" + ROW + "'", "exit 1", one))
                .isEqualTo("up 0 running");
        assertThat(run("no", "echo; echo 'Error: No such container: one' >&2; exit 1", "exit 1", one))
                .isEqualTo("up 1");
        for (String bad :
                List.of("exit 124", "exit 0", "exit 1", "echo 'Cannot connect to the Docker daemon' >&2; exit 1")) {
            assertThat(run("no", bad, "exit 1", one)).as(bad).isEqualTo("down 2");
        }
        assertThat(run("no", "exit 1", "exit 1", "echo \"nothing $engine\"")).isEqualTo("nothing unasked");
        assertThat(run("no", "exit 1", "echo sha256:1", "image_present here; echo $?"))
                .isEqualTo("0");
    }

    private String ask(String inspection, String image) {
        return run("yes", inspection, image, """
                container_row one; one=$?
                container_row two; two=$?
                image_present here; here=$?
                image_present there
                echo "$engine one=$one two=$two here=$here there=$?"
                """);
    }

    private String run(String many, String inspection, String image, String question) {
        FakeCommand docker = FakeCommand.of(folder, "docker", """
                case "$1 $2" in
                'ps '*) echo 1; echo 2 ;;
                'image ls') echo here ;;
                'image inspect') %s ;;
                *) %s ;;
                esac
                """.formatted(image, inspection));
        Script script = Script.composed(
                List.of(
                        Script.of(ShellFiles.read("prelude.sh"))
                                .with("nonce", "n")
                                .with("site", "acme"),
                        Script.of(ShellFiles.read("engine.sh")).with("many", many),
                        Script.of(question)),
                texts -> String.join("", texts));
        Reply reply = docker.ask(script, Duration.ofSeconds(20));
        return reply instanceof Reply.Answer answer ? answer.out().strip() : reply.toString();
    }
}
