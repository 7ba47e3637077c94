package io.resctl.plan;

import io.resctl.resource.Wish;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The graph of actions. */
final class Drafts {
    private final Map<Wish.At, Draft> drafts = new LinkedHashMap<>();

    void add(Draft draft) {
        drafts.put(draft.at(), draft);
    }

    Collection<Draft> all() {
        return drafts.values();
    }

    boolean has(Wish.At at) {
        return drafts.containsKey(at);
    }

    Optional<Draft> at(Wish.At at) {
        return Optional.ofNullable(drafts.get(at));
    }

    void keepOnly(Set<Wish.At> kept) {
        drafts.keySet().retainAll(kept);
        drafts.values().forEach(d -> d.after().retainAll(kept));
    }

    /** One after the other, unless that would close a circle. */
    void order(Draft earlier, Draft later) {
        if (!earlier.at().equals(later.at())
                && !later.after().contains(earlier.at())
                && !reaches(later.at(), earlier.at())) {
            later.after().add(earlier.at());
        }
    }

    /** These and all that must be done before them. */
    Set<Wish.At> withPredecessors(Collection<Wish.At> chosen) {
        Set<Wish.At> found = new LinkedHashSet<>();
        Deque<Wish.At> open = new ArrayDeque<>(chosen);
        while (!open.isEmpty()) {
            Wish.At next = open.poll();
            if (found.add(next)) {
                open.addAll(after(next));
            }
        }
        return found;
    }

    /** Each after what it waits for; else in the order of drafting. */
    List<Draft> sorted() {
        List<Draft> sorted = new ArrayList<>();
        Set<Wish.At> done = new HashSet<>();
        drafts.values().forEach(d -> visit(d, done, sorted));
        return sorted;
    }

    private void visit(Draft draft, Set<Wish.At> done, List<Draft> sorted) {
        if (done.add(draft.at())) {
            draft.after().stream().sorted().forEach(at -> {
                Draft earlier = drafts.get(at);
                if (earlier != null) {
                    visit(earlier, done, sorted);
                }
            });
            sorted.add(draft);
        }
    }

    /** Whether {@code target} comes before {@code from}, directly or not. */
    private boolean reaches(Wish.At target, Wish.At from) {
        return withPredecessors(Set.of(from)).contains(target);
    }

    private Set<Wish.At> after(Wish.At at) {
        Draft draft = drafts.get(at);
        return draft == null ? Set.of() : draft.after();
    }
}
