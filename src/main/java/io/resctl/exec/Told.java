package io.resctl.exec;

import io.resctl.diag.Diagnostic;
import io.resctl.diag.Severity;
import io.resctl.resource.Content;
import io.resctl.resource.Known;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was known before an action, and what the orders of its steps have told so far: lines {@code fact KEY VALUE} and {@code note TEXT[TAB HINT]}. */
final class Told implements Known {
    private static final String FACT = "fact ";
    private static final String NOTE = "note ";

    private final Known before;
    private final SortedMap<String, SortedMap<String, String>> facts = new TreeMap<>();
    private final List<Diagnostic> notes = new ArrayList<>();

    Told(Known before) {
        this.before = before;
    }

    /** Takes over what a host's order printed. */
    void hear(String host, String output) {
        output.lines().forEach(line -> {
            if (line.startsWith(FACT)) {
                learn(host, line.substring(FACT.length()));
            } else if (line.startsWith(NOTE)) {
                notes.add(note(host, line.substring(NOTE.length())));
            }
        });
    }

    Actuator.Outcome.Done done() {
        return new Actuator.Outcome.Done(facts, List.copyOf(notes));
    }

    private void learn(String host, String text) {
        int space = text.indexOf(' ');
        if (space > 0) {
            facts.computeIfAbsent(host, h -> new TreeMap<>()).put(text.substring(0, space), text.substring(space + 1));
        }
    }

    private static Diagnostic note(String host, String text) {
        String[] parts = text.split("\t", 2);
        Optional<String> hint = parts.length == 2 ? Optional.of(parts[1]) : Optional.empty();
        return new Diagnostic(Severity.WARNING, "action.note", host + ": " + parts[0], Optional.empty(), hint);
    }

    @Override
    public Optional<String> secret(String name) {
        return before.secret(name);
    }

    @Override
    public Optional<String> fact(String host, String key) {
        Optional<String> told =
                Optional.ofNullable(facts.getOrDefault(host, new TreeMap<>()).get(key));
        return told.isPresent() ? told : before.fact(host, key);
    }

    @Override
    public Optional<String> derived(Content.Piece.Derived piece) {
        return before.derived(piece);
    }
}
