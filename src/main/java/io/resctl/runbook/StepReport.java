package io.resctl.runbook;

import io.resctl.diag.Diagnostic;
import io.resctl.journal.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of each step of a walk: a pure fold of its events.
 *
 * @param measured by name, the last value of each
 */
public record StepReport(List<Line> steps, Map<String, String> measured, List<Diagnostic> notes) {

    /** How one step stands. */
    public enum State {
        RUNNING,
        DONE,
        DONE_BEFORE,
        FAILED,
        UNDONE,
        NOT_UNDONE
    }

    /**
     * One step.
     *
     * @param began when it, or its undoing, was begun last
     * @param why why it failed or could not be undone
     * @param point behind it there was no way back
     */
    public record Line(
            String step,
            String title,
            State state,
            Instant began,
            Duration took,
            Optional<Diagnostic> why,
            boolean point) {}

    public static StepReport of(List<Event> events) {
        Map<String, Line> lines = new LinkedHashMap<>();
        Map<String, String> measured = new LinkedHashMap<>();
        List<Diagnostic> notes = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.Note note) {
                notes.add(note.note());
            } else if (event instanceof Event.OfStep step) {
                take(step, lines, measured);
            }
        }
        return new StepReport(List.copyOf(lines.values()), Map.copyOf(measured), List.copyOf(notes));
    }

    private static void take(Event.OfStep event, Map<String, Line> lines, Map<String, String> measured) {
        switch (event) {
            case Event.StepStarted e ->
                lines.put(
                        e.step(),
                        new Line(e.step(), e.title(), State.RUNNING, e.at(), Duration.ZERO, Optional.empty(), false));
            case Event.StepPassed e ->
                lines.put(
                        e.step(),
                        new Line(
                                e.step(),
                                e.title(),
                                State.DONE_BEFORE,
                                e.at(),
                                Duration.ZERO,
                                Optional.empty(),
                                false));
            case Event.StepSucceeded e -> change(lines, e.step(), State.DONE, e.took(), Optional.empty());
            case Event.StepFailed e -> change(lines, e.step(), State.FAILED, e.took(), Optional.of(e.why()));
            case Event.StepMeasured e -> measured.put(e.name(), e.value());
            case Event.StepFinal e ->
                lines.computeIfPresent(
                        e.step(), (id, l) -> new Line(id, l.title(), l.state(), l.began(), l.took(), l.why(), true));
            case Event.UndoSucceeded e -> change(lines, e.step(), State.UNDONE, e.took(), Optional.empty());
            case Event.UndoFailed e -> change(lines, e.step(), State.NOT_UNDONE, e.took(), Optional.of(e.why()));
            case Event.StepProgress _, Event.UndoStarted _ -> {}
        }
    }

    /** Why a step failed stays, when it is undone. */
    private static void change(
            Map<String, Line> lines, String step, State state, Duration took, Optional<Diagnostic> why) {
        lines.computeIfPresent(
                step,
                (id, l) -> new Line(id, l.title(), state, l.began(), took, why.isPresent() ? why : l.why(), l.point()));
    }

    public boolean pointPassed() {
        return steps.stream().anyMatch(Line::point);
    }

    public boolean done(String step) {
        return steps.stream()
                .anyMatch(l -> l.step().equals(step) && (l.state() == State.DONE || l.state() == State.DONE_BEFORE));
    }

    /** What failed first. */
    public Optional<Diagnostic> failure() {
        return steps.stream().flatMap(l -> l.why().stream()).findFirst();
    }

    public Optional<String> measured(String name) {
        return Optional.ofNullable(measured.get(name));
    }
}
