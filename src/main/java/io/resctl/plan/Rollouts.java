package io.resctl.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Rollout policy: members of a group are changed a few at a time, the next when the ones before are done. New members do not wait. */
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
     * @param fresh whether a subject of a host is only now created
     */
    static void order(Drafts drafts, java.util.function.Predicate<Draft> fresh) {
        Map<String, Map<Member, List<Draft>>> groups = new TreeMap<>();
        for (Draft draft : drafts.sorted()) {
            if (!draft.rollout().group().isEmpty() && !fresh.test(draft)) {
                groups.computeIfAbsent(draft.rollout().group(), g -> new LinkedHashMap<>())
                        .computeIfAbsent(new Member(draft.at().host(), draft.subject()), m -> new ArrayList<>())
                        .add(draft);
            }
        }
        groups.values().forEach(members -> new Rollouts(drafts).chain(List.copyOf(members.values())));
    }

    private void chain(List<List<Draft>> members) {
        int parallelism = Math.max(1, members.getFirst().getFirst().rollout().parallelism());
        for (int i = parallelism; i < members.size(); i++) {
            int batch = i / parallelism;
            for (List<Draft> earlier : members.subList((batch - 1) * parallelism, batch * parallelism)) {
                for (Draft last : last(earlier)) {
                    first(members.get(i)).forEach(first -> drafts.order(last, first));
                }
            }
        }
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
