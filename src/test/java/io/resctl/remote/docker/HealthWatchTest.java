package io.resctl.remote.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import io.resctl.remote.docker.HealthWatch.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HealthWatchTest {
    private final HealthWatch watch = new HealthWatch();

    private Verdict at(int seconds, String json) {
        try {
            String whole = "{'State':" + json + "}";
            ContainerState state = new ObjectMapper()
                    .readValue(whole.replace('\'', '"'), InspectContainerResponse.class)
                    .getState();
            return watch.judge(state, Duration.ofSeconds(seconds));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String exited(int code) {
        return "{'Status':'exited','Running':false,'ExitCode':" + code + "}";
    }

    private static String running(String startedAt) {
        return "{'Status':'running','Running':true,'StartedAt':'" + startedAt
                + "','Health':{'Status':'starting','Log':[]}}";
    }

    @Test
    void runningWithoutACheckIsGoodOnceItLastsAMoment() {
        String first = "{'Status':'running','Running':true,'StartedAt':'1'}";
        String second = first.replace('1', '2');
        assertThat(at(0, first)).isEqualTo(new Verdict.Wait("running"));
        assertThat(at(1, second)).as("it crashed and was healed").isEqualTo(new Verdict.Wait("running"));
        assertThat(at(2, second)).isEqualTo(new Verdict.Good());
    }

    @Test
    void aCheckDecides() {
        assertThat(at(0, running("1"))).isEqualTo(new Verdict.Wait("starting"));
        assertThat(at(1, "{'Running':true,'Health':{'Status':'healthy'}}")).isEqualTo(new Verdict.Good());
        assertThat(at(2, "{'Running':true,'Health':{'Status':'unhealthy','Log':[{'Output':'a\\nb\\n'}]}}"))
                .isEqualTo(new Verdict.Bad("runs, but its health check fails (b)"));
    }

    @Test
    void aStopMayBeTheMomentBeforeTheUnitStartsIt() {
        assertThat(at(0, exited(0))).isEqualTo(new Verdict.Wait("exited"));
        assertThat(at(3, exited(0))).isEqualTo(new Verdict.Wait("exited"));
        assertThat(at(4, exited(0))).isEqualTo(new Verdict.Bad("ended with exit code 0"));
    }

    @Test
    void oneCrashIsHealedAndThreeAreNot() {
        at(0, running("1"));
        assertThat(at(1, exited(1))).isInstanceOf(Verdict.Wait.class);
        at(2, running("2"));
        assertThat(at(3, exited(1))).isInstanceOf(Verdict.Wait.class);
        at(4, running("3"));
        assertThat(at(5, exited(1))).isEqualTo(new Verdict.Bad("has started 3 times and ended with exit code 1"));
    }

    @Test
    void whatNobodyStartsIsSaidToBeThat() {
        at(0, "{'Status':'created','Running':false}");
        assertThat(at(5, "{'Status':'created','Running':false}"))
                .isEqualTo(new Verdict.Bad("was created, but nothing starts it"));
    }

    @Test
    void theMemoryLimitIsNamed() {
        at(0, exited(137));
        assertThat(at(9, "{'Status':'exited','Running':false,'ExitCode':137,'OOMKilled':true}"))
                .isEqualTo(new Verdict.Bad("ended with exit code 137, killed because its memory limit was reached"));
    }
}
