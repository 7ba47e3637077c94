package io.resctl.observe;

import io.resctl.resource.Observed;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was said between two marks. */
final class Section {
    private final SortedMap<String, String> attributes = new TreeMap<>();
    private final SortedMap<String, String> facts = new TreeMap<>();
    private Optional<Observed> verdict = Optional.empty();
    private Optional<Integer> exit = Optional.empty();

    void attribute(String name, String value) {
        attributes.put(name, value);
    }

    void fact(String key, String value) {
        facts.put(key, value);
    }

    void absent() {
        if (verdict.isEmpty()) {
            verdict = Optional.of(new Observed.Absent());
        }
    }

    /** Stronger than anything else that was said. */
    void unknown(String reason) {
        verdict = Optional.of(new Observed.Unknown(reason));
    }

    void ended(int status) {
        exit = Optional.of(status);
    }

    boolean complete() {
        return exit.isPresent();
    }

    Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }

    SortedMap<String, String> attributes() {
        return Collections.unmodifiableSortedMap(attributes);
    }

    SortedMap<String, String> facts() {
        return Collections.unmodifiableSortedMap(facts);
    }

    Observed observed() {
        if (exit.isEmpty()) {
            return new Observed.Unknown("the answer was cut off");
        }
        if (verdict.isPresent()) {
            return verdict.get();
        }
        if (exit.get() != 0 && attributes.isEmpty()) {
            return new Observed.Unknown("the question ended with status " + exit.get());
        }
        return attributes.isEmpty()
                ? new Observed.Unknown("the question gave no answer")
                : new Observed.Present(attributes());
    }
}
