package io.resctl.runbook;

import io.resctl.diag.Diagnostic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One thing that a runbook does. What it asks is asked of a look at the world, so that the answers can be shown before anything is touched.
 *
 * @param <W> what a look finds
 */
public interface Step<W> {
    /** Short and stable, such as {@code freeze}: it stands in the journal. */
    String id();

    /** As an order: {@code stop writes on a1}. */
    String title();

    /** For who reads the plan at night. */
    String why();

    /** Reasons not to begin. */
    List<Diagnostic> ready(W world);

    /** Nothing is left to do: {@code --resume} begins at the first step of which this is false. */
    boolean done(W world);

    /** What it sends, as it would be typed; secrets left out. */
    List<String> orders(W world);

    /** How long it may take. */
    Duration patience();

    /** Does it, and sees that it is done. Doing it twice does no harm. Empty: done. */
    Optional<Diagnostic> act(W world, Hands hands);

    /** Puts back what this step, perhaps half done, changed. Only ever before the point of no return. Empty: as it was. */
    default Optional<Diagnostic> undo(W world, Hands hands) {
        return Optional.empty();
    }

    /** What comes after makes no sense without it. */
    default boolean needed() {
        return true;
    }
}
