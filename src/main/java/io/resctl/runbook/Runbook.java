package io.resctl.runbook;

import java.util.List;

/**
 * Steps in their order.
 *
 * @param title such as {@code switchover of the database from a1 to a2}
 * @param point id of the step with which there is no way back
 */
public record Runbook<W>(String title, List<Step<W>> steps, String point) {
    public Runbook {
        steps = List.copyOf(steps);
        if (steps.stream().noneMatch(s -> s.id().equals(point))) {
            throw new IllegalArgumentException("no step is called " + point);
        }
    }
}
