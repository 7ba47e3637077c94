package io.resctl.journal;

import io.resctl.diag.Diagnostic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is true after, or during, a run: a pure fold of its events.
 *
 * @param outcomes by action id, in the order in which they came up
 * @param unseen why, by host
 * @param lockLost why, if it was
 */
public record Report(
        String run,
        String site,
        String command,
        String by,
        Instant started,
        Optional<Instant> ended,
        int actions,
        Map<String, Outcome> outcomes,
        Map<String, String> unseen,
        Optional<String> lockLost,
        List<Diagnostic> notes) {

    /** How one action ended. */
    public sealed interface Outcome {
        record Running(Instant since) implements Outcome {}

        record Succeeded(Duration took) implements Outcome {}

        record Failed(Diagnostic why) implements Outcome {}

        record Stale(Diagnostic why) implements Outcome {}

        record Blocked(String why) implements Outcome {}

        record Skipped(String why) implements Outcome {}
    }

    public static Report of(List<Event> events) {
        Fold fold = new Fold();
        events.forEach(fold::take);
        return fold.report();
    }

    public long count(Class<? extends Outcome> kind) {
        return outcomes.values().stream().filter(kind::isInstance).count();
    }

    /** Every action of the plan succeeded. */
    public boolean complete() {
        return count(Outcome.Succeeded.class) == actions;
    }

    private static final class Fold {
        private Event.RunStarted start = new Event.RunStarted(Instant.EPOCH, "", "", "", "", 0);
        private Optional<Instant> ended = Optional.empty();
        private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
        private final Map<String, String> unseen = new TreeMap<>();
        private Optional<String> lockLost = Optional.empty();
        private final List<Diagnostic> notes = new ArrayList<>();

        void take(Event event) {
            switch (event) {
                case Event.RunStarted e -> start = e;
                case Event.RunEnded e -> ended = Optional.of(e.at());
                case Event.HostSeen e -> unseen.remove(e.host());
                case Event.HostUnseen e -> unseen.put(e.host(), e.why());
                case Event.LockTaken _ -> lockLost = Optional.empty();
                case Event.LockLost e -> lockLost = Optional.of(e.why());
                case Event.ActionStarted e -> outcomes.put(e.action(), new Outcome.Running(e.at()));
                case Event.ActionProgress _ -> {}
                case Event.ActionSucceeded e -> outcomes.put(e.action(), new Outcome.Succeeded(e.took()));
                case Event.ActionFailed e -> outcomes.put(e.action(), new Outcome.Failed(e.why()));
                case Event.ActionStale e -> outcomes.put(e.action(), new Outcome.Stale(e.why()));
                case Event.ActionBlocked e -> outcomes.put(e.action(), new Outcome.Blocked(e.why()));
                case Event.ActionSkipped e -> outcomes.put(e.action(), new Outcome.Skipped(e.why()));
                case Event.Note e -> notes.add(e.note());
                case Event.OfStep _ -> {}
            }
        }

        Report report() {
            return new Report(
                    start.run(),
                    start.site(),
                    start.command(),
                    start.by(),
                    start.at(),
                    ended,
                    start.actions(),
                    Collections.unmodifiableMap(new LinkedHashMap<>(outcomes)),
                    Collections.unmodifiableMap(new TreeMap<>(unseen)),
                    lockLost,
                    List.copyOf(notes));
        }
    }
}
