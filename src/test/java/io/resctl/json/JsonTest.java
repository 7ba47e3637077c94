package io.resctl.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JsonTest {
    sealed interface Shape {}

    record Circle(int radius) implements Shape {}

    record Nothing() implements Shape {}

    record Document(
            String name,
            Instant at,
            Duration took,
            Optional<String> note,
            Optional<Integer> count,
            List<Shape> shapes,
            Map<String, Shape> byName) {}

    private static final Document DOCUMENT = new Document(
            "x",
            Instant.parse("2026-11-22T10:00:00Z"),
            Duration.ofSeconds(90),
            Optional.of("say \"hi\" ü"),
            Optional.empty(),
            List.of(new Circle(2), new Nothing()),
            new TreeMap<>(Map.of("b", new Nothing(), "a", new Circle(1))));

    @Test
    void writesSortedKeysIsoTimesAndKinds() {
        assertThat(Json.line(DOCUMENT))
                .isEqualTo(
                        "{\"at\":\"2026-11-22T10:00:00Z\","
                                + "\"byName\":{\"a\":{\"kind\":\"Circle\",\"radius\":1},\"b\":{\"kind\":\"Nothing\"}},"
                                + "\"name\":\"x\",\"note\":\"say \\\"hi\\\" ü\","
                                + "\"shapes\":[{\"kind\":\"Circle\",\"radius\":2},{\"kind\":\"Nothing\"}],\"took\":\"PT1M30S\"}");
    }

    @Test
    void readsBackWhatItWrote() throws Json.NotOurs {
        assertThat(Json.read(Json.pretty(DOCUMENT), Document.class)).isEqualTo(DOCUMENT);
        assertThat(Json.read(Json.line(new Circle(7)), Shape.class)).isEqualTo(new Circle(7));
    }

    @Test
    void passesOverFieldsOfANewerVersion() throws Json.NotOurs {
        assertThat(Json.read("{\"kind\":\"Circle\",\"radius\":3,\"colour\":\"red\"}", Shape.class))
                .isEqualTo(new Circle(3));
    }

    @Test
    void whatIsNotOursIsSaidWithoutItsContent() {
        for (String text :
                List.of("", "hunter2", "{\"kind\":\"hunter2\"}", "{\"kind\":\"Circle\",\"radius\":\"hunter2\"}")) {
            assertThatThrownBy(() -> Json.read(text, Shape.class))
                    .isInstanceOf(Json.NotOurs.class)
                    .hasMessageStartingWith("not a Shape document")
                    .hasMessageNotContaining("hunter2")
                    .hasNoCause();
        }
    }
}
