package io.resctl.plan;

import io.resctl.diag.Diagnostic;
import io.resctl.observe.Manifest;
import io.resctl.observe.Sight;
import io.resctl.plan.Decision.Cause;
import io.resctl.resource.Observed;
import io.resctl.resource.Packages;
import io.resctl.resource.Wish;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a host owns and nobody wishes any more goes, last made first, after everything else of the plan. */
final class Deletions {
    /**
     * How far removal goes.
     *
     * @param data also what users made
     * @param packages also packages that resctl installed
     * @param because as shown
     */
    record Extent(boolean data, boolean packages, String because) {}

    private final Ground ground;
    private final Fingerprint fingerprint;
    private final Extent extent;
    private final List<Diagnostic> notes = new ArrayList<>();
    private final List<Diagnostic> refusals = new ArrayList<>();

    Deletions(Ground ground, Fingerprint fingerprint, Extent extent) {
        this.ground = ground;
        this.fingerprint = fingerprint;
        this.extent = extent;
    }

    List<Diagnostic> notes() {
        return List.copyOf(notes);
    }

    /** Why something must not go now; nothing else of its component goes from that host then. */
    List<Diagnostic> refusals() {
        return List.copyOf(refusals);
    }

    /** Adds the drafts, and orders them among each other on each host; what goes before them all is for others to say. */
    List<Draft> drafts(Set<Wish.At> wished, int order) {
        List<Draft> all = new ArrayList<>();
        Map<String, List<String>> kept = new TreeMap<>();
        ground.observation().seen().forEach(seen -> {
            Optional<Wish.At> previous = Optional.empty();
            Set<String> held = held(seen, wished);
            for (Manifest.Entry entry : reversed(seen)) {
                Wish.At at = new Wish.At(seen.host(), entry.resource().ref());
                if (mayNotGo(at, entry, wished) || held.contains(entry.component()) || !goes(at, entry, kept)) {
                    continue;
                }
                Draft draft = draft(at, entry, order + all.size());
                previous.ifPresent(draft.after()::add);
                previous = Optional.of(at);
                all.add(draft);
            }
        });
        kept.forEach((host, what) -> notes.add(Diagnostic.warning(
                "data.kept",
                host + " keeps data that is no longer described: " + String.join(", ", what),
                "remove it by hand when nobody needs it any more")));
        return all;
    }

    private static List<Manifest.Entry> reversed(Sight.Seen seen) {
        return seen.manifest().map(m -> m.entries().reversed()).orElse(List.of());
    }

    private static boolean mayNotGo(Wish.At at, Manifest.Entry entry, Set<Wish.At> wished) {
        return wished.contains(at) || entry.origin() == Manifest.Origin.ADOPTED;
    }

    /** Components that must stay on this host; where the data go too, nothing is to be lost any more. */
    private Set<String> held(Sight.Seen seen, Set<Wish.At> wished) {
        Set<String> held = new TreeSet<>();
        for (Manifest.Entry entry : extent.data() ? List.<Manifest.Entry>of() : reversed(seen)) {
            Wish.At at = new Wish.At(seen.host(), entry.resource().ref());
            if (!mayNotGo(at, entry, wished) && !(ground.observation().of(at) instanceof Observed.Absent)) {
                ReplicaGuard.keeps(at, entry.resource(), ground).ifPresent(why -> {
                    if (held.add(entry.component())) {
                        refusals.add(why);
                    }
                });
            }
        }
        return held;
    }

    private boolean goes(Wish.At at, Manifest.Entry entry, Map<String, List<String>> kept) {
        Observed observed = ground.observation().of(at);
        if (observed instanceof Observed.Absent) {
            return false;
        }
        if (entry.resource() instanceof Packages && !extent.packages()) {
            return false;
        }
        if (entry.resource().holdsData() && !extent.data()) {
            kept.computeIfAbsent(at.host(), h -> new ArrayList<>()).add(at.ref().name());
            return false;
        }
        if (observed instanceof Observed.Unknown unknown) {
            notes.add(Diagnostic.warning(
                    "plan.unknown",
                    at + " is no longer wished, but could not be seen: " + unknown.reason(),
                    "apply again when it can"));
            return false;
        }
        return true;
    }

    private Draft draft(Wish.At at, Manifest.Entry entry, int order) {
        return new Draft(
                at,
                Verb.DELETE,
                entry.resource(),
                entry.component(),
                entry.subject(),
                Wish.Rollout.NONE,
                List.of(),
                new Cause(Cause.Kind.DESCRIBED, extent.because()),
                fingerprint.of(entry.resource(), ground.observation().of(at)),
                order,
                new LinkedHashSet<>());
    }
}
