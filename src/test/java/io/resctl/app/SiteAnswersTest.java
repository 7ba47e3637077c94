package io.resctl.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.handler.KindHandlers;
import io.resctl.host.Engine;
import io.resctl.host.Hosts;
import io.resctl.host.Reader;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import io.resctl.model.Sites;
import io.resctl.view.SiteStatus;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SiteAnswersTest {
    /** As the connect to an address that drops packets: nothing ends it but its own patience. */
    private record Silent(String host, String deaf) implements Writer {
        @Override
        public Reply ask(Script question, Duration timeout) {
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (host.equals(deaf) && System.nanoTime() < end) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            return new Reply.Answer(0, "epoch 1\nlive milan\nprimary a1\nsince 2026-11-22T03:04:05Z\nby anna\n", "");
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
        SiteAnswers answers = SiteAnswers.of(means("b1"), Sites.pilotLight(), "", Duration.ofMillis(1500));
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

    private static Means means(String deaf) {
        return new Means(
                new Hosts() {
                    @Override
                    public Reader reader(String host) {
                        return writer(host);
                    }

                    @Override
                    public Writer writer(String host) {
                        return new Silent(host, deaf);
                    }

                    @Override
                    public void close() {}
                },
                new KindHandlers(),
                List.of(),
                name -> Optional.empty(),
                InstantSource.system(),
                new SecureRandom(),
                "anna@desk",
                1,
                Path.of("."));
    }
}
