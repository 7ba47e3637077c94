package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Writer;
import io.resctl.journal.LockOwner;
import io.resctl.journal.SiteLock;
import io.resctl.model.Host;
import io.resctl.model.Site;
import io.resctl.observe.Observer;
import io.resctl.observe.Sight;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

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
    public SortedMap<String, Outcome> unlock(Site site, boolean force) {
        SortedMap<String, Observer.Inquiry> inquiries = new TreeMap<>();
        site.hosts().map(Host::name).forEach(h -> inquiries.put(h, new Observer.Inquiry(List.of(), List.of())));
        SortedMap<String, Outcome> outcomes = new ConcurrentSkipListMap<>();
        List<Thread> threads = SiteSurvey.observer(means, site).look(inquiries).values().stream()
                .map(sight -> Thread.ofVirtual().start(() -> outcomes.put(sight.host(), outcome(site, sight, force))))
                .toList();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return Collections.unmodifiableSortedMap(outcomes);
    }

    private Outcome outcome(Site site, Sight sight, boolean force) {
        return switch (sight) {
            case Sight.Unseen unseen -> new Outcome.Failed(unseen.why());
            case Sight.Seen seen -> {
                Optional<LockOwner> owner = seen.lock();
                if (owner.isEmpty()) {
                    yield new Outcome.NoLock();
                }
                yield owner.get().expired() || force
                        ? remove(
                                means.hosts().writer(seen.host()),
                                site.names().lock(),
                                owner.get().run())
                        : new Outcome.Alive(owner.get());
            }
        };
    }

    private static Outcome remove(Writer host, String path, String run) {
        return switch (SiteLock.remove(host, path, run)) {
            case SiteLock.Removal.Removed removed -> new Outcome.Removed(removed.owner());
            case SiteLock.Removal.NoLock _ -> new Outcome.NoLock();
            case SiteLock.Removal.Failed failed -> new Outcome.Failed(failed.why());
        };
    }
}
