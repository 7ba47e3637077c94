package io.resctl.observe;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Host;
import io.resctl.model.Lease;
import io.resctl.model.Site;
import io.resctl.resource.Difference;
import io.resctl.resource.Observed;
import io.resctl.resource.Ref;
import io.resctl.resource.Resource;
import io.resctl.resource.Wish;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks at the whole site. The questions depend on the wishes, these on the lease, and the lease is only known after the look: so the look assumes one, and
 * hosts are asked a second time only for what the first look missed. That is the case after a zone was switched, or where a host owns what is no longer wished.
 */
public final class Survey {
    /**
     * What was found.
     *
     * @param lease as found; empty where there is none
     * @param effective the same, or the one that is due because the primary was moved, or the one that was assumed
     * @param wishes under that lease
     * @param findings what is wrong with lease, manifests or made secrets
     */
    public record Result(
            Observation observation,
            Knowledge knowledge,
            Optional<Lease> lease,
            Lease effective,
            List<Wish> wishes,
            List<Diagnostic> findings) {}

    private final Observer observer;
    private final Site site;
    private final Function<Lease, List<Wish>> wishing;
    private final Function<String, Optional<String>> secrets;

    public Survey(
            Observer observer,
            Site site,
            Function<Lease, List<Wish>> wishing,
            Function<String, Optional<String>> secrets) {
        this.observer = observer;
        this.site = site;
        this.wishing = wishing;
        this.secrets = secrets;
    }

    /**
     * Looks.
     *
     * @param assumed the lease if no host has one
     */
    public Result look(Lease assumed) {
        List<Wish> first = wishing.apply(assumed);
        List<String> made = List.copyOf(MadeSecrets.needed(first));
        SortedMap<String, Sight> sights = new TreeMap<>(observer.look(inquiries(first, made)));
        Knowledge knowledge = new Knowledge(secrets);
        List<Diagnostic> findings = new ArrayList<>();
        Observation seen = new Observation(sights);
        findings.addAll(MadeSecrets.learn(seen, knowledge));
        Leases leases = Leases.judge(site, seen, knowledge);
        findings.addAll(leases.findings());
        Optional<Lease> due = leases.lease().flatMap(lease -> Promotions.due(site, seen, lease, assumed));
        due.ifPresent(
                lease -> findings.add(Promotions.noticed(site, leases.lease().orElseThrow(), lease)));
        Lease effective = due.or(leases::lease).orElse(assumed);
        List<Wish> wishes = effective.equals(assumed) ? first : wishing.apply(effective);
        Replicated.toPrimary(sights, site, effective);
        ask(sights, missing(sights, wishes));
        ask(sights, justOpened(sights, wishes));
        Observation observation = new Observation(sights);
        observation.seen().forEach(s -> s.problem().ifPresent(findings::add));
        facts(observation, knowledge);
        return new Result(
                confirmed(observation, knowledge), knowledge, leases.lease(), effective, wishes, List.copyOf(findings));
    }

    /**
     * Looks again at some resources of what was seen before, which is far less to ask than all.
     *
     * @return what is known with that; empty where more than these may be different, since another run has been at work or a host no longer answers
     */
    public Optional<Result> again(Result before, Collection<Wish.At> places) {
        SortedMap<String, Observer.Inquiry> inquiries = new TreeMap<>();
        before.observation()
                .seen()
                .forEach(seen -> inquiries.put(seen.host(), new Observer.Inquiry(asked(seen, places), List.of())));
        SortedMap<String, Sight> sights = new TreeMap<>(before.observation().hosts());
        for (Sight sight : observer.look(inquiries).values()) {
            if (!(sight instanceof Sight.Seen now) || !leftAlone(before, now)) {
                return Optional.empty();
            }
            sights.merge(now.host(), now, Survey::merge);
        }
        return Optional.of(new Result(
                new Observation(sights),
                before.knowledge(),
                before.lease(),
                before.effective(),
                before.wishes(),
                before.findings()));
    }

    private static List<Resource> asked(Sight.Seen seen, Collection<Wish.At> places) {
        Set<Ref> refs = places.stream()
                .filter(at -> at.host().equals(seen.host()))
                .map(Wish.At::ref)
                .collect(Collectors.toSet());
        return seen.resources().values().stream()
                .map(Sight.Found::asked)
                .filter(resource -> refs.contains(resource.ref()))
                .toList();
    }

    /** Every run that changes a host changes what is written down there. */
    private static boolean leftAlone(Result before, Sight.Seen now) {
        Sight.Seen then = before.observation().seen(now.host()).orElseThrow();
        Optional<Manifest> manifest = now.manifest()
                .map(m ->
                        m.confirmed(intended -> asIntended(before.observation(), then, intended, before.knowledge())));
        return manifest.equals(then.manifest())
                && now.lease().equals(then.lease())
                && now.problem().equals(then.problem());
    }

    private SortedMap<String, Observer.Inquiry> inquiries(List<Wish> wishes, List<String> made) {
        Map<String, List<Resource>> byHost = new TreeMap<>();
        site.hosts().forEach(h -> byHost.put(h.name(), new ArrayList<>()));
        unique(wishes)
                .forEach(w ->
                        byHost.computeIfAbsent(w.host(), h -> new ArrayList<>()).add(w.resource()));
        List<String> keepers = site.keepers().stream().map(Host::name).toList();
        SortedMap<String, Observer.Inquiry> inquiries = new TreeMap<>();
        byHost.forEach((host, resources) ->
                inquiries.put(host, new Observer.Inquiry(resources, keepers.contains(host) ? made : List.of())));
        return inquiries;
    }

    private static Iterable<Wish> unique(List<Wish> wishes) {
        Map<Wish.At, Wish> first = new LinkedHashMap<>();
        wishes.forEach(w -> first.putIfAbsent(w.at(), w));
        return first.values();
    }

    private SortedMap<String, Observer.Inquiry> missing(SortedMap<String, Sight> sights, List<Wish> wishes) {
        SortedMap<String, Observer.Inquiry> missing = new TreeMap<>();
        for (Sight sight : sights.values()) {
            if (sight instanceof Sight.Seen seen) {
                List<Resource> asked = needed(seen, wishes).stream()
                        .filter(resource -> !answered(seen, resource))
                        .toList();
                if (!asked.isEmpty()) {
                    missing.put(seen.host(), new Observer.Inquiry(asked, List.of()));
                }
            }
        }
        return missing;
    }

    /** Hosts are not looked at in the same moment: a primary that was seen closed, and replicas that have more, may just have been opened. */
    private static SortedMap<String, Observer.Inquiry> justOpened(SortedMap<String, Sight> sights, List<Wish> wishes) {
        Observation seen = new Observation(sights);
        SortedMap<String, Observer.Inquiry> doubtful = new TreeMap<>();
        wishes.stream()
                .filter(w -> Overtaken.primary(w, wishes, seen).isPresent())
                .forEach(w -> doubtful.put(w.host(), new Observer.Inquiry(List.of(w.resource()), List.of())));
        return doubtful;
    }

    /** Adds what is found now to what was. */
    private void ask(SortedMap<String, Sight> sights, SortedMap<String, Observer.Inquiry> inquiries) {
        if (!inquiries.isEmpty()) {
            observer.look(inquiries).forEach((host, sight) -> sights.merge(host, sight, Survey::merge));
        }
    }

    private static List<Resource> needed(Sight.Seen seen, List<Wish> wishes) {
        Map<Ref, Resource> needed = new LinkedHashMap<>();
        wishes.stream()
                .filter(w -> w.host().equals(seen.host()))
                .forEach(w -> needed.putIfAbsent(w.resource().ref(), w.resource()));
        seen.manifest().stream()
                .flatMap(m -> m.entries().stream())
                .forEach(e -> needed.putIfAbsent(e.resource().ref(), e.resource()));
        return List.copyOf(needed.values());
    }

    private boolean answered(Sight.Seen seen, Resource resource) {
        Sight.Found found = seen.resources().get(resource.ref());
        return found != null && observer.sameQuestion(found.asked(), resource);
    }

    /** A host that fell silent between the two looks counts as not seen. */
    private static Sight merge(Sight one, Sight two) {
        if (!(one instanceof Sight.Seen first) || !(two instanceof Sight.Seen second)) {
            return two;
        }
        SortedMap<Ref, Sight.Found> resources = new TreeMap<>(first.resources());
        resources.putAll(second.resources());
        SortedMap<String, String> facts = new TreeMap<>(first.facts());
        facts.putAll(second.facts());
        return new Sight.Seen(
                first.host(),
                first.clock(),
                first.os(),
                first.manifest(),
                first.lease(),
                first.lock(),
                first.madeSecrets(),
                facts,
                resources,
                first.problem());
    }

    /** A host's own word counts; of one that is not heard, what any manifest remembers. */
    private static void facts(Observation observation, Knowledge knowledge) {
        observation
                .seen()
                .flatMap(s -> s.manifest().stream())
                .forEach(manifest -> manifest.facts()
                        .forEach((host, facts) -> facts.forEach((key, value) -> {
                            if (observation.seen(host).isEmpty()) {
                                knowledge.learnFact(host, key, value);
                            }
                        })));
        observation.seen().forEach(s -> s.facts().forEach((key, value) -> knowledge.learnFact(s.host(), key, value)));
    }

    private static Observation confirmed(Observation observation, Knowledge knowledge) {
        SortedMap<String, Sight> sights = new TreeMap<>(observation.hosts());
        observation
                .seen()
                .forEach(seen -> sights.put(
                        seen.host(),
                        seen.with(seen.manifest()
                                .map(m ->
                                        m.confirmed(intended -> asIntended(observation, seen, intended, knowledge))))));
        return new Observation(sights);
    }

    private static boolean asIntended(
            Observation observation, Sight.Seen seen, Resource intended, Knowledge knowledge) {
        Observed found = observation.of(new Wish.At(seen.host(), intended.ref()));
        return Difference.of(intended, found, knowledge, hole -> false) instanceof Difference.None;
    }
}
