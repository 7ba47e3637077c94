package io.resctl.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.testing.LocalShell;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptTest {
    @TempDir
    private Path folder;

    @Test
    void aCommandThatFailsInTheMiddleStopsTheNextScript() {
        Reply.Answer answer = run(Script.of("echo one\nfalse\necho two").then(Script.of("echo three")));
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.out()).isEqualTo("one\n");
        assertThat(run(Script.of("exit 7").then(Script.of("echo three"))).exit())
                .isEqualTo(7);
    }

    @Test
    void theNextScriptFollowsOneThatSucceedsAndVariablesDoNotLeak() {
        Reply.Answer answer =
                run(Script.of("echo \"$a\"").with("a", "it's").then(Script.of("echo \"${a-none}\"\nfalse\necho two")));
        assertThat(answer.out()).isEqualTo("it's\nnone\n");
        assertThat(answer.exit()).isEqualTo(1);
    }

    private Reply.Answer run(Script script) {
        return (Reply.Answer) new LocalShell("h", folder).tell(script, Duration.ofSeconds(9), line -> {});
    }
}
