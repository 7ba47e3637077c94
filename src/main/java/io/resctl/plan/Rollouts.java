package io.resctl.plan;

import io.resctl.resource.Wish;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rollout policy: members of a group are changed a few at a time, the next when the ones before are done; those on which the others lean come last. New
 * members do not wait.
 */
final class Rollouts {
    /** A subject on a host. */
    private record Member(String host, String subject) {}

    private final Drafts drafts;

    private Rollouts(Drafts drafts) {
        this.drafts = drafts;
    }

    /**
     * Adds the edges.
     *
     * @param apart whether a subject of a host neither waits for the others of its group nor they for it
     */
    static void order(Drafts drafts, Predicate<Draft> apart) {
        Map<String, Map<Member, List<Draft>>> groups = new TreeMap<>();
        for (Draft draft : drafts.sorted()) {
            if (!draft.rollout().group().isEmpty() && !apart.test(draft)) {
                groups.computeIfAbsent(draft.rollout().group(), g -> new LinkedHashMap<>())
                        .computeIfAbsent(new Member(draft.at().host(), draft.subject()), m -> new ArrayList<>())
                        .add(draft);
            }
        }
        groups.values().forEach(members -> new Rollouts(drafts).chain(List.copyOf(members.values())));
    }

    private void chain(List<List<Draft>> members) {
        List<List<Draft>> earlier = List.of();
        for (List<List<Draft>> batch : batches(members)) {
            for (List<Draft> before : earlier) {
                for (Draft last : last(before)) {
                    batch.forEach(member -> first(member).forEach(first -> drafts.order(last, first)));
                }
            }
            earlier = batch;
        }
    }

    /** Those that must wait for one of the last ones anyway come behind it. */
    private List<List<List<Draft>>> batches(List<List<Draft>> members) {
        List<List<Draft>> last =
                members.stream().filter(m -> m.getFirst().rollout().last()).toList();
        Set<Wish.At> leant = last.stream().flatMap(List::stream).map(Draft::at).collect(Collectors.toSet());
        List<List<Draft>> others =
                members.stream().filter(m -> !last.contains(m)).toList();
        List<List<Draft>> behind = others.stream().filter(m -> waits(m, leant)).toList();
        List<List<Draft>> ahead =
                others.stream().filter(m -> !behind.contains(m)).toList();
        int parallelism = Math.max(1, members.getFirst().getFirst().rollout().parallelism());
        return Stream.of(ahead, last, behind)
                .flatMap(all -> IntStream.iterate(0, i -> i < all.size(), i -> i + parallelism)
                        .mapToObj(i -> all.subList(i, Math.min(all.size(), i + parallelism))))
                .toList();
    }

    private boolean waits(List<Draft> member, Set<Wish.At> others) {
        return drafts.withPredecessors(member.stream().map(Draft::at).toList()).stream()
                .anyMatch(others::contains);
    }

    private static List<Draft> first(List<Draft> member) {
        Set<?> own = member.stream().map(Draft::at).collect(Collectors.toSet());
        return member.stream()
                .filter(d -> d.after().stream().noneMatch(own::contains))
                .toList();
    }

    private static List<Draft> last(Collection<Draft> member) {
        Set<?> waitedFor = member.stream().flatMap(d -> d.after().stream()).collect(Collectors.toSet());
        return member.stream().filter(d -> !waitedFor.contains(d.at())).toList();
    }
}
