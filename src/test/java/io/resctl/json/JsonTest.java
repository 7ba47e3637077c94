package io.resctl.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class JsonTest {
    /** Has methods that are no part of it, whose names look like getters. */
    record Thing(String name, Optional<String> note, OptionalInt port, Duration time, List<Shape> shapes) {
        public String getAnything() {
            return "anything";
        }

        public boolean isOdd() {
            return true;
        }
    }

    sealed interface Shape {
        record Circle(int radius) implements Shape {}

        record Dot() implements Shape {}
    }

    @Test
    void recordsAreWrittenByTheirComponentsAndReadBack() throws Exception {
        var thing = new Thing(
                "a",
                Optional.empty(),
                OptionalInt.of(80),
                Duration.ofSeconds(90),
                List.of(new Shape.Circle(2), new Shape.Dot()));
        assertThat(Json.line(thing))
                .isEqualTo(
                        "{\"name\":\"a\",\"port\":80,\"shapes\":[{\"kind\":\"Circle\",\"radius\":2},{\"kind\":\"Dot\"}],"
                                + "\"time\":\"PT1M30S\"}");
        assertThat(Json.read(Json.pretty(thing), Thing.class)).isEqualTo(thing);
    }
}
