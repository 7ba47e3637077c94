package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.journal.LockOwner;
import io.resctl.model.Site;
import java.util.SortedMap;

/** Removes the site's lock, whoever holds it. */
public final class UnlockSite {
    /** What came of it on one host. */
    public sealed interface Outcome {
        record Removed(LockOwner owner) implements Outcome {}

        record NoLock() implements Outcome {}

        /** Its owner still gives heartbeats, and {@code force} was not asked for. */
        record Alive(LockOwner owner) implements Outcome {}

        record Failed(Diagnostic why) implements Outcome {}
    }

    private final Means means;

    public UnlockSite(Means means) {
        this.means = means;
    }

    /**
     * Unlocks every host that answers; by host.
     *
     * @param force also where the owner still gives heartbeats
     */
    @SuppressWarnings("DoNotCallSuggester")
    public SortedMap<String, Outcome> unlock(Site site, boolean force) {
        throw new UnsupportedOperationException("not built yet: " + site.name() + force + means.by());
    }
}
