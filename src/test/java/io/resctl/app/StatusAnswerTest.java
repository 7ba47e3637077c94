package io.resctl.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.model.Names;
import io.resctl.testing.FakeCommand;
import io.resctl.view.SiteStatus.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusAnswerTest {
    @TempDir
    private Path folder;

    @Test
    void whatAnEngineThatHangsWouldHaveIsUnseen() {
        for (String hung : new String[] {"exit 124", "exit 1"}) {
            StatusAnswer answer = ask(hung);
            assertThat(answer.running("resctl-acme-db")).isEqualTo(Running.UNSEEN);
            assertThat(answer.unseen())
                    .hasValueSatisfying(why -> assertThat(why.summary()).contains("Docker engine does not answer"));
        }
    }

    @Test
    void anEngineThatHangsInTheMiddleIsUnseenToo() {
        assertThat(ask("[ \"$1\" = ps ] || exit 124").running("resctl-acme-db")).isEqualTo(Running.UNSEEN);
    }

    @Test
    void anEngineThatHasNothingIsHeard() {
        assertThat(ask("exit 0").running("resctl-acme-db")).isEqualTo(Running.ABSENT);
        assertThat(ask("[ \"$1\" = ps ] || exit 1").running("resctl-acme-db")).isEqualTo(Running.ABSENT);
        assertThat(ask("[ \"$1\" = ps ] && echo container resctl-acme-db Exited")
                        .running("resctl-acme-db"))
                .isEqualTo(Running.STOPPED);
    }

    private StatusAnswer ask(String docker) {
        return StatusAnswer.of(
                FakeCommand.of(folder, "docker", docker + "\n"),
                new Names("acme"),
                new Patience(Duration.ofSeconds(20), Duration.ofSeconds(20)),
                () -> {},
                InstantSource.system());
    }
}
