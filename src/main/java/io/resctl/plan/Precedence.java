package io.resctl.plan;

import io.resctl.resource.Wish;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What of a plan comes before what, by the wishes' requirements. An action waits for what it requires, and through what stays as it is for what that
 * requires in turn. On its own host always; on others, where what stays needs nothing any more, only as far as no rollout says otherwise: a replica that
 * was seeded from the primary need not wait until that one was restarted, which comes last.
 */
final class Precedence {
    private Precedence() {}

    /** What acts and must be done before. */
    static Set<Wish.At> mustPrecede(WishGraph graph, Drafts drafts, Wish.At at) {
        return acting(
                graph,
                drafts,
                at,
                (kept, earlier) ->
                        kept.host().equals(at.host()) && earlier.host().equals(at.host()));
    }

    /** The rest, where it closes no circle. */
    static void addWhatRolloutsAllow(WishGraph graph, Drafts drafts) {
        for (Draft draft : List.copyOf(drafts.all())) {
            for (Wish.At earlier : acting(graph, drafts, draft.at(), (kept, other) -> true)) {
                drafts.at(earlier).ifPresent(first -> drafts.order(first, draft));
            }
        }
    }

    /** What acts, directly before or behind what stays as it is. */
    private static Set<Wish.At> acting(
            WishGraph graph, Drafts drafts, Wish.At at, BiPredicate<Wish.At, Wish.At> through) {
        Set<Wish.At> acting = new LinkedHashSet<>();
        Set<Wish.At> passed = new HashSet<>();
        List<Wish.At> open = new ArrayList<>(graph.before(at));
        while (!open.isEmpty()) {
            Wish.At next = open.removeLast();
            if (!passed.add(next)) {
                continue;
            }
            if (drafts.has(next)) {
                acting.add(next);
            } else {
                graph.before(next).stream()
                        .filter(earlier -> through.test(next, earlier))
                        .forEach(open::add);
            }
        }
        return acting;
    }
}
