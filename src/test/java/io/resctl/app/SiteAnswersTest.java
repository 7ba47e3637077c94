package io.resctl.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.host.Engine;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import io.resctl.model.Sites;
import io.resctl.testing.LocalHosts;
import io.resctl.view.SiteStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SiteAnswersTest {
    /** As the connect to an address that drops packets: nothing ends it but its own patience. A busy one gives a sign of life, and then takes long. */
    private record Silent(String host, String deaf, Duration busy) implements Writer {
        @Override
        public Reply ask(Script question, Duration timeout) {
            if (host.equals(deaf)) {
                park(Duration.ofSeconds(20));
            } else if (question.text().contains("docker")) {
                park(busy);
            }
            return new Reply.Answer(0, "epoch 1\nlive milan\nprimary a1\nsince 2026-11-22T03:04:05Z\nby anna\n", "");
        }

        private static void park(Duration time) {
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }

        @Override
        public Reply tell(Script order, Duration timeout, Consumer<String> progress) {
            throw new AssertionError("nothing is told to a host that is only asked");
        }

        @Override
        public Engine engine() {
            throw new AssertionError("nothing is told to a host that is only asked");
        }
    }

    @Test
    void whoIsSilentIsNotWaitedFor() {
        long begun = System.nanoTime();
        SiteAnswers answers = SiteAnswers.of(means("b1", Duration.ZERO), Sites.pilotLight(), "", PATIENCE);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(answers.plan()).as("it would need b1").isEmpty();
        assertThat(answers.drift()).isEmpty();
        SiteStatus status = new StatusFold(Sites.pilotLight(), answers.hosts()).status(Sites.SINCE, answers.drift());
        assertThat(status.hosts().stream().filter(h -> !h.reached()))
                .singleElement()
                .satisfies(h -> {
                    assertThat(h.host()).isEqualTo("b1");
                    assertThat(h.why()).contains("did not answer within 1s");
                });
        assertThat(status.lease()).isPresent();
    }

    @Test
    void whoIsBusyIsWaitedForAndNotToldAsDead() {
        Patience patience = new Patience(Duration.ofMillis(500), Duration.ofSeconds(20));
        SiteAnswers answers =
                SiteAnswers.of(means("nobody", Duration.ofMillis(1500)), Sites.pilotLight(), "", patience);
        assertThat(answers.hosts().values())
                .allSatisfy(a -> assertThat(a.unseen()).isEmpty());
        SiteAnswers late = SiteAnswers.of(means("b1", Duration.ofSeconds(9)), Sites.pilotLight(), "", PATIENCE);
        assertThat(why(late, "a1")).isEqualTo("a1 lives, but did not tell within 3s how it is");
        assertThat(why(late, "b1")).isEqualTo("b1 did not answer within 1s");
    }

    private static String why(SiteAnswers answers, String host) {
        return Optional.ofNullable(answers.hosts().get(host))
                .flatMap(StatusAnswer::unseen)
                .orElseThrow()
                .summary();
    }

    private static final Patience PATIENCE = new Patience(Duration.ofMillis(1500), Duration.ofSeconds(3));

    private static Means means(String deaf, Duration busy) {
        return new LocalHosts(host -> new Silent(host, deaf, busy)).means(InstantSource.system(), Path.of("."));
    }
}
