package io.resctl.app;

import io.resctl.exec.Stop;
import io.resctl.journal.Event;
import io.resctl.model.Site;
import io.resctl.plan.Plan;
import java.util.function.Consumer;

/** Carries out a plan, made just now or saved: locks, looks again, refuses what is stale, acts, unlocks. */
public final class ApplySite {
    private final Means means;

    public ApplySite(Means means) {
        this.means = means;
    }

    /**
     * Applies. It returns when all is done, refused or stopped.
     *
     * @param descriptor its text; a copy is kept on every host
     * @param parallelism hosts that act at the same time, at most
     * @param listener is handed every event as it happens, from one thread at a time
     * @param stop tells it to start no further action
     */
    @SuppressWarnings("DoNotCallSuggester")
    public Applied apply(
            Site site, String descriptor, Plan plan, int parallelism, Consumer<Event> listener, Stop stop) {
        throw new UnsupportedOperationException("not built yet: " + site.name() + descriptor + plan + parallelism
                + listener + stop.asked() + means.by());
    }
}
