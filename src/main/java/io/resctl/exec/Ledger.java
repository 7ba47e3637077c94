package io.resctl.exec;

import io.resctl.journal.Report;
import io.resctl.observe.Manifest;
import io.resctl.observe.Sight;
import io.resctl.observe.Survey;
import io.resctl.plan.Action;
import io.resctl.plan.Plan;
import io.resctl.plan.Verb;
import io.resctl.resource.Observed;
import io.resctl.resource.Packages;
import io.resctl.resource.Ref;
import io.resctl.resource.Wish;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a host's manifest says before, and after, a run. It is written before the host is touched, with all that is going to be made, so that a run which is
 * killed leaves nothing that nobody owns. Pure.
 */
public final class Ledger {
    private Ledger() {}

    /** Before: what is owned, and what is about to be. A resource that is created here is ours to remove; one that was found is not. */
    public static Manifest intent(Manifest before, Collection<Action> actions) {
        Map<Ref, Manifest.Entry> entries = byRef(before);
        for (Action action : actions) {
            if (action.verb() != Verb.DELETE) {
                Manifest.Entry old = entries.get(action.resource().ref());
                Manifest.Origin origin = action.verb() == Verb.CREATE
                        ? Manifest.Origin.CREATED
                        : old == null ? Manifest.Origin.ADOPTED : old.origin();
                entries.put(
                        action.resource().ref(),
                        new Manifest.Entry(
                                action.resource(),
                                action.component(),
                                action.subject(),
                                old != null && old.origin() == Manifest.Origin.ADOPTED
                                        ? Manifest.Origin.ADOPTED
                                        : origin,
                                false));
            }
        }
        return new Manifest(Manifest.FORMAT, before.site(), "", before.facts(), List.copyOf(entries.values()));
    }

    /**
     * After: what was made is known to be, what was removed is gone.
     *
     * @param descriptor hash of what was applied; empty where the run did not end well
     */
    public static Manifest outcome(
            Manifest intent,
            Collection<Action> actions,
            Set<String> succeeded,
            SortedMap<String, SortedMap<String, String>> facts,
            String descriptor) {
        Map<Ref, Manifest.Entry> entries = byRef(intent);
        for (Action action : actions) {
            if (succeeded.contains(action.id())) {
                if (action.verb() == Verb.DELETE) {
                    entries.remove(action.resource().ref());
                } else {
                    entries.computeIfPresent(
                            action.resource().ref(),
                            (ref, e) -> new Manifest.Entry(e.resource(), e.component(), e.subject(), e.origin(), true));
                }
            }
        }
        return new Manifest(
                Manifest.FORMAT,
                intent.site(),
                descriptor,
                merged(intent.facts(), facts),
                List.copyOf(entries.values()));
    }

    /**
     * Forgets what nobody wishes any more and is gone, or was there before resctl: it would be asked for at every look.
     *
     * @param absent what was seen not to be there, before the run
     */
    public static Manifest pruned(Manifest manifest, Set<Ref> wished, Set<Ref> absent) {
        List<Manifest.Entry> kept = manifest.entries().stream()
                .filter(e -> wished.contains(e.resource().ref())
                        || (e.origin() == Manifest.Origin.CREATED
                                && !absent.contains(e.resource().ref())))
                .toList();
        return new Manifest(manifest.format(), manifest.site(), manifest.descriptor(), manifest.facts(), kept);
    }

    /**
     * The manifest of every host that the plan had seen and the run saw again, as the run leaves it. The descriptor counts as applied only where all of a
     * plan for the whole site was done; what a host said before stays true where the run did not touch it.
     *
     * @param touched manifests as they lie on the hosts that the run touched
     * @param wishes what is to stay; none for a removal
     */
    public static SortedMap<String, Manifest> after(
            Plan plan, Survey.Result survey, Map<String, Manifest> touched, Report report, Collection<Wish> wishes) {
        Set<String> succeeded = report.outcomes().entrySet().stream()
                .filter(e -> e.getValue() instanceof Report.Outcome.Succeeded)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        boolean applied = plan.whole() && report.complete();
        SortedMap<String, Manifest> after = new TreeMap<>();
        survey.observation().seen().filter(seen -> plan.saw(seen.host())).forEach(seen -> {
            String host = seen.host();
            Manifest before = seen.manifest().orElse(Manifest.none(plan.site()));
            Manifest intent = touched.getOrDefault(host, before);
            Manifest outcome = outcome(
                    intent,
                    plan.actions().stream().filter(a -> a.host().equals(host)).toList(),
                    succeeded,
                    survey.knowledge().facts(),
                    applied ? plan.descriptor() : intent.descriptor());
            Set<Ref> wished = wishes.stream()
                    .filter(w -> w.host().equals(host))
                    .map(w -> w.resource().ref())
                    .collect(Collectors.toSet());
            Manifest pruned = pruned(outcome, wished, absent(seen));
            after.put(host, applied ? pruned.only(survey.observation().hosts().keySet()) : pruned);
        });
        return after;
    }

    private static Set<Ref> absent(Sight.Seen seen) {
        return seen.resources().entrySet().stream()
                .filter(e -> e.getValue().observed() instanceof Observed.Absent)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Something is still ours: data that was not to go, or what could not be removed. Packages are left to the system. */
    public static boolean owns(Manifest manifest) {
        return manifest.entries().stream()
                .anyMatch(e -> e.origin() == Manifest.Origin.CREATED && !(e.resource() instanceof Packages));
    }

    private static Map<Ref, Manifest.Entry> byRef(Manifest manifest) {
        Map<Ref, Manifest.Entry> entries = new LinkedHashMap<>();
        new ArrayList<>(manifest.entries())
                .forEach(e -> entries.put(e.resource().ref(), e));
        return entries;
    }

    private static SortedMap<String, SortedMap<String, String>> merged(
            SortedMap<String, SortedMap<String, String>> old, SortedMap<String, SortedMap<String, String>> more) {
        SortedMap<String, SortedMap<String, String>> all = new TreeMap<>();
        old.forEach((host, facts) -> all.put(host, new TreeMap<>(facts)));
        more.forEach((host, facts) -> facts.forEach((key, value) -> {
            all.computeIfAbsent(host, h -> new TreeMap<>()).put(key, value);
        }));
        return all;
    }
}
