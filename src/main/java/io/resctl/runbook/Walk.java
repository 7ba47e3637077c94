package io.resctl.runbook;

import io.resctl.diag.Diagnostic;
import io.resctl.exec.Stop;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import io.resctl.journal.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One walk through a runbook. What fails, or is stopped, before the point of no return is undone, last step first, each with a time of its own: that the
 * time of the walk is used up is often why. After that point it only goes forward, and says what is left.
 */
public final class Walk<W> {
    private static final Duration UNDO = Duration.ofSeconds(30);

    /** How it ended. */
    public enum Ending {
        /** All is done. */
        DONE,
        /** All is as it was before. */
        UNDONE,
        /** The user stopped it, and all is as it was before. */
        STOPPED,
        /** Neither: a person has to look. */
        HALF_UNDONE,
        /** The point of no return is behind, and something is left to do. */
        UNFINISHED
    }

    private final Function<String, Writer> writers;
    private final BiFunction<String, Script, Script> lock;
    private final InstantSource clock;
    private final Consumer<Event> events;
    private final Stop stop;
    private final Map<String, String> notes = new ConcurrentHashMap<>();

    /**
     * For one run.
     *
     * @param lock makes an order one that is done only under the site's lock
     * @param events is handed every event, from one thread at a time
     */
    public Walk(
            Function<String, Writer> writers,
            BiFunction<String, Script, Script> lock,
            InstantSource clock,
            Consumer<Event> events,
            Stop stop) {
        this.writers = writers;
        this.lock = lock;
        this.clock = clock;
        this.events = events;
        this.stop = stop;
    }

    /** Begins at the first step that is not done in this world. */
    public Ending through(Runbook<W> runbook, W world) {
        int first = 0;
        boolean way = true;
        while (first < runbook.steps().size() && runbook.steps().get(first).done(world)) {
            Step<W> step = runbook.steps().get(first);
            emit(new Event.StepPassed(clock.instant(), step.id(), step.title()));
            way = way && !step.id().equals(runbook.point());
            first++;
        }
        return walk(runbook, world, first, way);
    }

    private Ending walk(Runbook<W> runbook, W world, int first, boolean wayBack) {
        boolean way = wayBack;
        boolean whole = true;
        for (int i = first; i < runbook.steps().size(); i++) {
            Step<W> step = runbook.steps().get(i);
            if (way && stop.asked()) {
                return undo(runbook, world, i - 1, Ending.STOPPED);
            }
            boolean done = act(step, world);
            if (!done && way) {
                return undo(runbook, world, i, Ending.UNDONE);
            }
            if (done && step.id().equals(runbook.point())) {
                way = false;
                emit(new Event.StepFinal(clock.instant(), step.id()));
            }
            whole = whole && done;
            if (!done && step.needed()) {
                break;
            }
        }
        return whole ? Ending.DONE : Ending.UNFINISHED;
    }

    private boolean act(Step<W> step, W world) {
        Instant start = clock.instant();
        emit(new Event.StepStarted(start, step.id(), step.title()));
        Optional<Diagnostic> trouble = guarded(step, () -> step.act(world, hands(step, step.patience())));
        Duration took = Duration.between(start, clock.instant());
        emit(
                trouble.isEmpty()
                        ? new Event.StepSucceeded(clock.instant(), step.id(), took)
                        : new Event.StepFailed(clock.instant(), step.id(), trouble.get(), took));
        return trouble.isEmpty();
    }

    /** From the step that may be half done back to the first, whatever was done before this run included. */
    private Ending undo(Runbook<W> runbook, W world, int last, Ending good) {
        boolean whole = true;
        for (int i = last; i >= 0; i--) {
            Step<W> step = runbook.steps().get(i);
            Instant start = clock.instant();
            emit(new Event.UndoStarted(start, step.id(), step.title()));
            Optional<Diagnostic> trouble = guarded(step, () -> step.undo(world, hands(step, UNDO)));
            Duration took = Duration.between(start, clock.instant());
            emit(
                    trouble.isEmpty()
                            ? new Event.UndoSucceeded(clock.instant(), step.id(), took)
                            : new Event.UndoFailed(clock.instant(), step.id(), trouble.get(), took));
            whole = whole && trouble.isEmpty();
        }
        return whole ? good : Ending.HALF_UNDONE;
    }

    private interface Deed {
        Optional<Diagnostic> doIt();
    }

    /** A defect in one step must not leave a site that is closed. */
    private static Optional<Diagnostic> guarded(Step<?> step, Deed deed) {
        try {
            return deed.doIt();
        } catch (RuntimeException e) {
            return Optional.of(Diagnostic.error(
                    "step.defect",
                    "The step \"" + step.title() + "\" broke off, because of a defect of resctl ("
                            + e.getClass().getSimpleName() + ")",
                    "Please report it with the journal of this run."));
        }
    }

    private Hands hands(Step<W> step, Duration patience) {
        Deadline deadline = Deadline.in(clock, patience);
        return new Hands() {
            @Override
            public Writer writer(String host) {
                return writers.apply(host);
            }

            @Override
            public Script locked(String host, Script order) {
                return lock.apply(host, order);
            }

            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public Deadline deadline() {
                return deadline;
            }

            @Override
            public void says(String text) {
                emit(new Event.StepProgress(clock.instant(), step.id(), text));
            }

            @Override
            public void note(String name, String value) {
                notes.put(name, value);
                emit(new Event.StepMeasured(clock.instant(), step.id(), name, value));
            }

            @Override
            public Optional<String> noted(String name) {
                return Optional.ofNullable(notes.get(name));
            }
        };
    }

    private void emit(Event event) {
        synchronized (events) {
            events.accept(event);
        }
    }
}
