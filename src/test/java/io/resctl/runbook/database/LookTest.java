package io.resctl.runbook.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.host.Reader;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.model.SemiSync;
import io.resctl.model.Sites;
import io.resctl.observe.Knowledge;
import io.resctl.observe.Observer;
import io.resctl.observe.Sight;
import io.resctl.resource.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A primary that is gone, and a server that is much slower than the others. */
class LookTest {
    /** More than anybody is waited for whose word does not count. */
    private static final Duration SLOW = Duration.ofMillis(3500);

    @Test
    void whoeverMayAloneHaveWhatWasAcknowledgedIsWaitedFor() {
        assertThat(look(SemiSync.STANDBY).state("b1")).isPresent();
    }

    @Test
    void nobodyElseIs() {
        assertThat(look(SemiSync.NONE).state("b1")).isEmpty();
        assertThat(look(SemiSync.LOCAL).state("b1")).isEmpty();
    }

    private static Tier look(SemiSync semiSync) {
        return new Look(Sites.acknowledged(semiSync), new Seeing(), Slow::new, new Knowledge(name -> Optional.empty()))
                .unplanned();
    }

    /** Every host but that of the dead primary has the lease. */
    private static final class Seeing implements Observer {
        @Override
        public SortedMap<String, Sight> look(SortedMap<String, Inquiry> inquiries) {
            SortedMap<String, Sight> sights = new TreeMap<>();
            inquiries.keySet().stream().filter(h -> !h.equals("a1")).forEach(h -> sights.put(h, seen(h)));
            return sights;
        }

        private static Sight seen(String host) {
            return new Sight.Seen(
                    host,
                    Tiers.NOW,
                    new Sight.Os("debian", "13"),
                    Optional.empty(),
                    Optional.of(new Sight.SignedLease(Sites.homeLease(), "")),
                    Optional.empty(),
                    new TreeMap<>(),
                    new TreeMap<>(),
                    new TreeMap<>(),
                    Optional.empty());
        }

        @Override
        public boolean sameQuestion(Resource one, Resource other) {
            return one.equals(other);
        }
    }

    private record Slow(String host) implements Reader {
        @Override
        public Reply ask(Script question, Duration timeout) {
            try {
                switch (host) {
                    case "a1" -> Thread.sleep(timeout);
                    case "b1" -> Thread.sleep(SLOW);
                    default -> {}
                }
                return new Reply.Answer(0, Files.readString(Path.of("src/test/resources/sql/replica.txt")), "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Reply.TimedOut(timeout);
            }
        }
    }
}
