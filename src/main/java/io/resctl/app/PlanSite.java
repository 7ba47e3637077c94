package io.resctl.app;

import io.resctl.model.Site;
import io.resctl.observe.Survey;
import io.resctl.plan.Plan;
import io.resctl.plan.Planner;
import io.resctl.plan.Selection;

/** Observes every host and plans. Changes nothing: it is handed only readers. */
public final class PlanSite {
    private final Means means;

    public PlanSite(Means means) {
        this.means = means;
    }

    /**
     * Makes the plan of an apply.
     *
     * @param descriptor text of the descriptor
     */
    public Planned plan(Site site, String descriptor, Selection selection) {
        Survey.Result survey = SiteSurvey.look(means, site);
        Plan plan =
                new Planner(site, survey, means.clock().instant(), Descriptors.hash(descriptor)).converge(selection);
        return Planned.of(plan, survey);
    }
}
