package io.resctl.app;

import io.resctl.exec.Stop;
import io.resctl.journal.Event;
import io.resctl.model.Site;
import io.resctl.plan.Plan;
import java.util.function.Consumer;

/** Removes what resctl made: by the manifests, in reverse order. What was there before resctl stays. */
public final class DestroySite {
    /**
     * What else goes.
     *
     * @param data also what users made
     * @param packages also packages that resctl installed
     */
    public record Extent(boolean data, boolean packages) {}

    private final Means means;

    public DestroySite(Means means) {
        this.means = means;
    }

    /** Observes and says what would go. Changes nothing. */
    @SuppressWarnings("DoNotCallSuggester")
    public Planned plan(Site site, Extent extent) {
        throw new UnsupportedOperationException("not built yet: " + site.name() + extent + means.by());
    }

    /** See {@link ApplySite#apply}. */
    @SuppressWarnings("DoNotCallSuggester")
    public Applied destroy(Site site, Plan plan, Extent extent, int parallelism, Consumer<Event> listener, Stop stop) {
        throw new UnsupportedOperationException(
                "not built yet: " + site.name() + plan + extent + parallelism + listener + stop.asked());
    }
}
