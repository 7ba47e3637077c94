package io.resctl.exec;

import io.resctl.observe.Manifest;
import io.resctl.plan.Action;
import io.resctl.plan.Verb;
import io.resctl.resource.Ref;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a host's manifest says before, and after, a run. It is written before the host is touched, with all that is going to be made, so that a run which is
 * killed leaves nothing that nobody owns. Pure.
 */
public final class Ledger {
    /** Facts with this prefix are secrets of the moment and are kept nowhere. */
    public static final String SECRET_FACT = "secret.";

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
                                false,
                                old == null ? List.of() : old.notes()));
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
                            (ref, e) -> new Manifest.Entry(
                                    e.resource(), e.component(), e.subject(), e.origin(), true, e.notes()));
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
            if (!key.startsWith(SECRET_FACT)) {
                all.computeIfAbsent(host, h -> new TreeMap<>()).put(key, value);
            }
        }));
        return all;
    }
}
