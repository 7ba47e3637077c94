package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.observe.Survey;
import io.resctl.plan.Action;
import io.resctl.plan.Fingerprint;
import io.resctl.plan.Plan;
import io.resctl.resource.Observed;
import java.util.ArrayList;
import java.util.List;

/** Resources of the plan that are no longer as it found them. One that cannot be seen now was not changed: its action will say so. */
final class Staleness {
    private Staleness() {}

    static List<Diagnostic> of(Plan plan, Survey.Result survey, Fingerprint fingerprint) {
        List<Diagnostic> moved = new ArrayList<>();
        if (plan.lease().isPresent() && !plan.lease().equals(survey.lease())) {
            moved.add(stale("the lease was moved since the plan was made"));
        }
        for (Action action : plan.actions()) {
            Observed now = survey.observation().of(action.at());
            boolean seen = !(now instanceof Observed.Unknown);
            if (seen && fingerprint.moved(action, now)) {
                moved.add(stale(action.resource().ref() + " on " + action.host()
                        + " is no longer as it was when the plan was made"));
            }
        }
        return moved;
    }

    private static Diagnostic stale(String what) {
        return Diagnostic.error("plan.stale", what, "Nothing was changed. Make a new plan: `resctl plan`.");
    }
}
