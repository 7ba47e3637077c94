package io.resctl.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "replica, replicas",
        "ruoter, router",
        "Strategy, strategy",
        "stratgy, strategy",
        "wep, web",
        "standbyreplica, standbyReplicas"
    })
    void findsWhatWasMeant(String written, String meant) {
        assertThat(Words.nearest(written, List.of("web", "router", "replicas", "strategy", "standbyReplicas")))
                .contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"restart", "x", "databases", "''"})
    void doesNotGuessWildly(String written) {
        assertThat(Words.nearest(written, List.of("web", "router", "replicas", "strategy")))
                .isEmpty();
    }

    @Test
    void quotesOnOneShortLine() {
        assertThat(Words.quote("a\nb\u001b[31m\u202e")).isEqualTo("`a\\nbU+001B[31mU+202E`");
        assertThat(Words.quote("x".repeat(100))).hasSize(63);
    }

    @Test
    void manyWordsAreNotAllListed() {
        List<String> many =
                java.util.stream.IntStream.range(0, 100).mapToObj(i -> "h" + i).toList();
        assertThat(Words.list(many)).endsWith("`h29` and 70 more");
    }
}
