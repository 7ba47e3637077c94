package io.resctl.plan;

import io.resctl.diag.Diagnostic;
import io.resctl.json.Json;
import java.util.Optional;

/** A plan as a document that is saved and applied later. */
public final class PlanFile {
    /** Just enough to see what a document is. */
    private record Head(int format, String site) {}

    /**
     * What was read.
     *
     * @param problem why there is no plan
     */
    public record Result(Optional<Plan> plan, Optional<Diagnostic> problem) {}

    private PlanFile() {}

    public static String write(Plan plan) {
        return Json.pretty(plan);
    }

    public static Result read(String name, String text) {
        try {
            Head head = Json.read(text, Head.class);
            if (head.format() != Plan.FORMAT) {
                return failed(
                        name + " is a plan of format " + head.format() + "; this resctl reads format " + Plan.FORMAT,
                        "make the plan again with this resctl: resctl plan --out " + name);
            }
            return new Result(Optional.of(Json.read(text, Plan.class)), Optional.empty());
        } catch (Json.NotOurs e) {
            return failed(name + " is not a saved plan: " + e.getMessage(), "resctl plan --out FILE saves one");
        }
    }

    private static Result failed(String summary, String hint) {
        return new Result(Optional.empty(), Optional.of(Diagnostic.error("plan.unreadable", summary, hint)));
    }
}
