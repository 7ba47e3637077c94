package io.resctl.app;

import io.resctl.model.Site;
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
    @SuppressWarnings("DoNotCallSuggester")
    public Planned plan(Site site, String descriptor, Selection selection) {
        throw new UnsupportedOperationException("not built yet: " + site.name() + descriptor + selection + means.by());
    }
}
