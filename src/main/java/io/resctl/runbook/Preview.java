package io.resctl.runbook;

import io.resctl.diag.Diagnostic;
import java.util.List;

/**
 * What a runbook would do in the world as it is, shown before anything is touched.
 *
 * @param found what the look found, a line each
 * @param reasons why it would not begin; warnings do not stop it
 */
public record Preview(String title, List<String> found, List<Item> steps, List<Diagnostic> reasons) {
    /**
     * One step.
     *
     * @param done nothing is left to do
     * @param point behind it there is no way back
     */
    public record Item(String step, String title, String why, boolean done, boolean point, List<String> orders) {}

    public static <W> Preview of(Runbook<W> runbook, W world, List<String> found, List<Diagnostic> reasons) {
        List<Item> items = runbook.steps().stream()
                .map(s -> new Item(
                        s.id(), s.title(), s.why(), s.done(world), s.id().equals(runbook.point()), s.orders(world)))
                .toList();
        return new Preview(runbook.title(), found, items, reasons);
    }

    public boolean refused() {
        return reasons.stream().anyMatch(Diagnostic::isError);
    }
}
