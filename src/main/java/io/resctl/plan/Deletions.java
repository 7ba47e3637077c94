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
    private final List<Wish> wishes;
    private final List<Diagnostic> notes = new ArrayList<>();
    private final List<Diagnostic> refusals = new ArrayList<>();

    Deletions(Ground ground, Fingerprint fingerprint, Extent extent, List<Wish> wishes) {
        this.ground = ground;
        this.fingerprint = fingerprint;
        this.extent = extent;
        this.wishes = wishes;
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
            for (Manifest.Entry entry : going(seen)) {
                Wish.At at = new Wish.At(seen.host(), entry.resource().ref());
                if (wished.contains(at)
                        || held.contains(entry.component())
                        || follows(at, entry)
                        || !goes(at, entry, seen, wished, kept)) {
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

    /** A removal there would be a transaction of its own; the primary's host owns it as soon as that is seen. */
    private boolean follows(Wish.At at, Manifest.Entry entry) {
        return entry.resource().replicated()
                && !extent.data()
                && !ground.site()
                        .primary(ground.effective())
                        .map(p -> p.name().equals(at.host()))
                        .orElse(true);
    }

    /** What is ours of packages stands beside them, not in the manifest, and outlives that: a destroy that left them may be followed by one that does not. */
    private List<Manifest.Entry> going(Sight.Seen seen) {
        List<Manifest.Entry> going = new ArrayList<>();
        if (extent.packages()) {
            wishes.stream()
                    .filter(w -> w.host().equals(seen.host()) && w.resource() instanceof Packages)
                    .filter(w -> !Packages.ours(ground.observation().of(w.at())).isEmpty())
                    .map(w ->
                            new Manifest.Entry(w.resource(), w.component(), w.subject(), Manifest.Origin.CREATED, true))
                    .forEach(going::add);
        }
        seen.manifest().stream()
                .flatMap(m -> m.entries().stream())
                .filter(e -> e.origin() == Manifest.Origin.CREATED && !(e.resource() instanceof Packages))
                .forEach(going::add);
        return going.reversed();
    }

    /** Components that must stay on this host; where the data go too, nothing is to be lost any more. */
    private Set<String> held(Sight.Seen seen, Set<Wish.At> wished) {
        Set<String> held = new TreeSet<>();
        for (Manifest.Entry entry : extent.data() ? List.<Manifest.Entry>of() : going(seen)) {
            Wish.At at = new Wish.At(seen.host(), entry.resource().ref());
            if (!wished.contains(at) && !(ground.observation().of(at) instanceof Observed.Absent)) {
                ReplicaGuard.keeps(at, entry.resource(), ground).ifPresent(why -> {
                    if (held.add(entry.component())) {
                        refusals.add(why);
                    }
                });
            }
        }
        return held;
    }

    private boolean goes(
            Wish.At at, Manifest.Entry entry, Sight.Seen seen, Set<Wish.At> wished, Map<String, List<String>> kept) {
        Observed observed = ground.observation().of(at);
        if (observed instanceof Observed.Absent) {
            return false;
        }
        if (entry.resource().holdsData() && !extent.data()) {
            kept.computeIfAbsent(at.host(), h -> new ArrayList<>()).add(at.ref().name());
            return false;
        }
        if (observed instanceof Observed.Unknown unknown && !goesWithItsServer(entry, seen, wished)) {
            notes.add(Diagnostic.warning(
                    "plan.unknown",
                    at + " is no longer wished, but could not be seen: " + unknown.reason(),
                    "apply again when it can"));
            return false;
        }
        return true;
    }

    /** Nobody can tell of it any more: its server is gone, or goes too. What is left in the server's data is kept or removed with that. */
    private boolean goesWithItsServer(Manifest.Entry entry, Sight.Seen seen, Set<Wish.At> wished) {
        Optional<Wish.At> server = entry.resource().server().map(ref -> new Wish.At(seen.host(), ref));
        return server.filter(at -> !wished.contains(at))
                .filter(at -> ground.entry(at)
                        .map(e -> e.origin() == Manifest.Origin.CREATED
                                && !(ground.observation().of(at) instanceof Observed.Unknown))
                        .orElse(true))
                .isPresent();
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
                new Cause(Cause.Kind.DESCRIBED, because(at, entry)),
                fingerprint.of(entry.resource(), ground.observation().of(at)),
                order,
                new LinkedHashSet<>());
    }

    private String because(Wish.At at, Manifest.Entry entry) {
        List<String> ours = entry.resource() instanceof Packages
                ? Packages.ours(ground.observation().of(at))
                : List.of();
        return ours.isEmpty()
                ? extent.because()
                : extent.because() + ", and resctl had installed " + String.join(", ", ours);
    }
}
