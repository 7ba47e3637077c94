package io.resctl.journal;

import io.resctl.diag.Diagnostic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Something that happened in a run. Events are only ever appended; they hold no secret. */
public sealed interface Event {
    Instant at();

    /**
     * A run began.
     *
     * @param command such as {@code apply}
     * @param by as {@code user@machine}
     * @param actions how many the plan holds
     */
    record RunStarted(Instant at, String run, String site, String command, String by, int actions) implements Event {}

    record RunEnded(Instant at, String run) implements Event {}

    record HostSeen(Instant at, String host) implements Event {}

    record HostUnseen(Instant at, String host, String why) implements Event {}

    record LockTaken(Instant at, List<String> hosts) implements Event {}

    record LockLost(Instant at, String host, String why) implements Event {}

    /**
     * An action began.
     *
     * @param action its id in the plan
     * @param verb {@code CREATE}, {@code CHANGE} or {@code DELETE}
     * @param resource its reference
     */
    record ActionStarted(
            Instant at, String action, String host, String component, String subject, String verb, String resource)
            implements Event {}

    record ActionProgress(Instant at, String action, String text) implements Event {}

    record ActionSucceeded(Instant at, String action, Duration took) implements Event {}

    record ActionFailed(Instant at, String action, Diagnostic why, Duration took) implements Event {}

    /** The host had moved on since the plan was made: nothing was done. */
    record ActionStale(Instant at, String action, Diagnostic why) implements Event {}

    /** Not begun, because something before it did not succeed. */
    record ActionBlocked(Instant at, String action, String why) implements Event {}

    /** Not begun, because the user stopped the run or the lock was lost. */
    record ActionSkipped(Instant at, String action, String why) implements Event {}

    record Note(Instant at, Diagnostic note) implements Event {}

    /** What happens to a step of a runbook; {@code step} is its id. */
    sealed interface OfStep extends Event {
        String step();
    }

    record StepStarted(Instant at, String step, String title) implements OfStep {}

    record StepProgress(Instant at, String step, String text) implements OfStep {}

    /** Something that was measured or learnt on the way, such as a position. */
    record StepMeasured(Instant at, String step, String name, String value) implements OfStep {}

    record StepSucceeded(Instant at, String step, Duration took) implements OfStep {}

    /** It was done before this run began. */
    record StepPassed(Instant at, String step, String title) implements OfStep {}

    record StepFailed(Instant at, String step, Diagnostic why, Duration took) implements OfStep {}

    /** From here on a runbook only goes forward. */
    record StepFinal(Instant at, String step) implements OfStep {}

    record UndoStarted(Instant at, String step, String title) implements OfStep {}

    record UndoSucceeded(Instant at, String step, Duration took) implements OfStep {}

    record UndoFailed(Instant at, String step, Diagnostic why, Duration took) implements OfStep {}
}
