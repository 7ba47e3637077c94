package io.resctl.runbook.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a host that lost its power is waited for. */
class TogetherTest {
    private final List<String> answered = Collections.synchronizedList(new ArrayList<>());

    /** It watches for longer than all others take, and that costs the silent one nothing. */
    @Test
    void aSilentHostIsWaitedForHalfAsLongAgainAsTheOthersTake() {
        Duration took = ask(
                true,
                question("a1", false, 9000),
                question("a1", true, 9000),
                question("a2", false, 300),
                question("a2", true, 1700),
                question("b1", false, 200));
        assertThat(took).isBetween(Duration.ofMillis(1700), Duration.ofMillis(2500));
        assertThat(answered).containsExactly("b1", "a2", "a2 watched");
    }

    @Test
    void whoAnswersMayWatchOn() {
        Duration took = ask(true, question("a1", false, 9000), question("a2", false, 100), question("a2", true, 3000));
        assertThat(took).isBetween(Duration.ofMillis(2900), Duration.ofMillis(3800));
        assertThat(answered).containsExactly("a2", "a2 watched");
    }

    /** What can go on without what they see goes on. */
    @Test
    void itIsSaidWhenOnlyWatchersAreLeft() {
        for (int silent : new int[] {100, 9000}) {
            answered.clear();
            Together.ask(
                    List.of(
                            question("a1", false, silent),
                            question("a1", true, silent),
                            question("a2", false, 200),
                            question("a2", true, 2000)),
                    Duration.ofSeconds(4),
                    true,
                    () -> answered.add("settled"));
            assertThat(answered.stream().filter(word -> !word.startsWith("a1")))
                    .containsExactly("a2", "settled", "a2 watched");
        }
    }

    @Test
    void nobodyIsLeftOutWhereThereIsNoHurry() {
        ask(false, question("a1", false, 2600), question("a2", false, 100), question("a2", true, 200));
        assertThat(answered).containsExactly("a2", "a2 watched", "a1");
    }

    @Test
    void whenTheTimeIsUpItIs() {
        Duration took = ask(false, question("a1", false, 9000), question("a2", true, 9000));
        assertThat(took).isBetween(Duration.ofMillis(3900), Duration.ofMillis(5000));
    }

    private Duration ask(boolean stragglers, Together.Question... questions) {
        long start = System.nanoTime();
        Together.ask(List.of(questions), Duration.ofSeconds(4), stragglers);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private Together.Question question(String host, boolean watches, int millis) {
        return new Together.Question(host, watches, () -> {
            try {
                Thread.sleep(millis);
                answered.add(watches ? host + " watched" : host);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
