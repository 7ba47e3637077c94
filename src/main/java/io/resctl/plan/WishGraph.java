package io.resctl.plan;

import io.resctl.model.Names;
import io.resctl.observe.MadeSecrets;
import io.resctl.resource.Content;
import io.resctl.resource.DatabaseData;
import io.resctl.resource.Resource;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.Wish;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The wishes and what comes before what: a resource's own life, what it requires, and what fills its holes. Wishes for the same resource of a host are one;
 * a requirement that nobody wishes is passed over.
 */
final class WishGraph {
    private final Map<Wish.At, Wish> wishes = new LinkedHashMap<>();
    private final Map<Wish.At, Set<Wish.At>> before = new HashMap<>();
    private final Map<Wish.At, Set<Wish.At>> disturbers = new HashMap<>();
    private final Map<Wish.At, Integer> order = new HashMap<>();
    private final List<Wish> ordered;

    WishGraph(List<Wish> all, Names names, Set<String> toBeMade) {
        all.forEach(wish -> {
            wishes.merge(wish.at(), wish, WishGraph::merge);
            order.putIfAbsent(wish.at(), order.size());
        });
        Map<String, Set<Wish.At>> keepers = keepers(names);
        wishes.forEach((at, wish) -> {
            Set<Wish.At> disturbing = new LinkedHashSet<>();
            wish.resource().disturbedBy().forEach(ref -> disturbing.add(new Wish.At(at.host(), ref)));
            disturbing.addAll(data(wish));
            disturbing.retainAll(wishes.keySet());
            disturbers.put(at, disturbing);
            Set<Wish.At> earlier = new LinkedHashSet<>(wish.requires());
            earlier.retainAll(wishes.keySet());
            earlier.addAll(disturbing);
            earlier.addAll(factTellers(wish.resource()));
            MadeSecrets.in(wish.resource())
                    .map(WishGraph::kept)
                    .filter(toBeMade::contains)
                    .forEach(name -> earlier.addAll(keepers.getOrDefault(name, Set.of())));
            if (isKeeper(names, wish.resource()).isPresent()) {
                keepers.values().forEach(earlier::removeAll);
            }
            earlier.remove(at);
            before.put(at, earlier);
        });
        ordered = sort();
    }

    /** All wishes, each after what comes before it; else in the order of wishing. */
    List<Wish> ordered() {
        return ordered;
    }

    Optional<Wish> at(Wish.At at) {
        return Optional.ofNullable(wishes.get(at));
    }

    Set<Wish.At> before(Wish.At at) {
        return before.getOrDefault(at, Set.of());
    }

    Set<Wish.At> disturbers(Wish.At at) {
        return disturbers.getOrDefault(at, Set.of());
    }

    /** Its place among the wishes, as they were wished. */
    int order(Wish.At at) {
        return order.getOrDefault(at, Integer.MAX_VALUE);
    }

    /** Everything on the same host that comes before, directly or not. */
    Set<Wish.At> allBeforeOnHost(Wish.At at) {
        Set<Wish.At> found = new LinkedHashSet<>();
        Deque<Wish.At> open = new ArrayDeque<>(before(at));
        while (!open.isEmpty()) {
            Wish.At next = open.poll();
            if (next.host().equals(at.host()) && found.add(next)) {
                open.addAll(before(next));
            }
        }
        return found;
    }

    /** Who tells the facts of a hole. */
    Set<Wish.At> tellers(Content.Piece.Fact fact) {
        Set<Wish.At> tellers = new LinkedHashSet<>();
        wishes.forEach((at, wish) -> {
            if (at.host().equals(fact.host()) && wish.resource().tells().contains(fact.key())) {
                tellers.add(at);
            }
        });
        return tellers;
    }

    private Set<Wish.At> factTellers(Resource resource) {
        Set<Wish.At> tellers = new LinkedHashSet<>();
        resource.wants()
                .values()
                .forEach(content -> content.pieces().forEach(piece -> {
                    if (piece instanceof Content.Piece.Fact fact) {
                        tellers.addAll(tellers(fact));
                    }
                }));
        return tellers;
    }

    /** A server that runs while its data is made anew has the old files open: it must start again. */
    private Set<Wish.At> data(Wish wish) {
        Set<Wish.At> data = new LinkedHashSet<>();
        if (wish.resource() instanceof Unit unit && unit.container().isPresent()) {
            String container = unit.container().get();
            wishes.forEach((at, other) -> {
                if (at.host().equals(wish.host())
                        && other.resource() instanceof DatabaseData made
                        && made.container().equals(container)) {
                    data.add(at);
                }
            });
        }
        return data;
    }

    /** Files by which a made secret is kept; one that was just made up must be kept before anything uses it. */
    private Map<String, Set<Wish.At>> keepers(Names names) {
        Map<String, Set<Wish.At>> keepers = new HashMap<>();
        wishes.forEach((at, wish) -> isKeeper(names, wish.resource())
                .ifPresent(name -> keepers.computeIfAbsent(name, n -> new LinkedHashSet<>())
                        .add(at)));
        return keepers;
    }

    private static Optional<String> isKeeper(Names names, Resource resource) {
        return resource instanceof TextFile file
                ? MadeSecrets.in(file)
                        .filter(MadeSecrets::made)
                        .filter(name -> file.path().equals(names.madeSecret(name)))
                        .findFirst()
                : Optional.empty();
    }

    /** The public half is kept wherever the private one is. */
    private static String kept(String name) {
        return name.equals(Names.SITE_KEY_PUBLIC) ? Names.SITE_KEY : name;
    }

    private static Wish merge(Wish one, Wish other) {
        if (!one.resource().equals(other.resource())) {
            throw new IllegalStateException("two components wish different things: " + one.at() + ", by "
                    + one.component() + " and " + other.component());
        }
        Set<Wish.At> requires = new LinkedHashSet<>(one.requires());
        requires.addAll(other.requires());
        return new Wish(
                one.host(), one.resource(), one.component(), one.subject(), one.because(), requires, one.rollout());
    }

    private List<Wish> sort() {
        List<Wish> sorted = new ArrayList<>();
        Set<Wish.At> done = new HashSet<>();
        Set<Wish.At> path = new LinkedHashSet<>();
        wishes.keySet().forEach(at -> visit(at, done, path, sorted));
        return List.copyOf(sorted);
    }

    private void visit(Wish.At at, Set<Wish.At> done, Set<Wish.At> path, List<Wish> sorted) {
        if (done.contains(at)) {
            return;
        }
        if (!path.add(at)) {
            throw new IllegalStateException("wishes wait for each other: " + path);
        }
        before(at).stream()
                .sorted(Comparator.comparingInt(this::order))
                .forEach(earlier -> visit(earlier, done, path, sorted));
        path.remove(at);
        done.add(at);
        Optional.ofNullable(wishes.get(at)).ifPresent(sorted::add);
    }
}
