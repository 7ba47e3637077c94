package io.resctl.plan;

import io.resctl.diag.Diagnostic;
import io.resctl.observe.MadeSecrets;
import io.resctl.observe.Manifest;
import io.resctl.observe.Sight;
import io.resctl.plan.Decision.Act;
import io.resctl.plan.Decision.Blocked;
import io.resctl.plan.Decision.Keep;
import io.resctl.plan.Decision.Unseen;
import io.resctl.resource.Container;
import io.resctl.resource.Content;
import io.resctl.resource.DatabaseData;
import io.resctl.resource.Difference;
import io.resctl.resource.Difference.Attribute;
import io.resctl.resource.Observed;
import io.resctl.resource.Resource;
import io.resctl.resource.Unit;
import io.resctl.resource.Wish;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Decides every wish in order, so that what comes before is decided already. */
final class Decider {
    private final Ground ground;
    private final WishGraph graph;
    private final Set<String> toBeMade;
    private final Map<Wish.At, Decision> decisions = new HashMap<>();
    private final Map<Diagnostic, Set<Wish>> refusals = new LinkedHashMap<>();
    private final Set<Diagnostic> leftOut = new LinkedHashSet<>();

    /**
     * Decides.
     *
     * @param toBeMade names of made secrets that nobody has and the run makes up
     */
    Decider(Ground ground, WishGraph graph, Set<String> toBeMade) {
        this.ground = ground;
        this.graph = graph;
        this.toBeMade = toBeMade;
        graph.ordered().forEach(wish -> decisions.put(wish.at(), decide(wish)));
    }

    Decision of(Wish.At at) {
        return decisions.getOrDefault(at, new Keep());
    }

    /**
     * What guards had to say, each once.
     *
     * @param chosen wishes that this plan is about: what stops only others does not stop it
     */
    List<Diagnostic> refusals(Predicate<Wish> chosen) {
        List<Diagnostic> all = new ArrayList<>();
        refusals.forEach((why, wishes) -> all.add(wishes.stream().anyMatch(chosen) ? why : why.asWarning()));
        all.addAll(leftOut);
        return all;
    }

    private Decision decide(Wish wish) {
        if (ground.observation().hosts().get(wish.host()) instanceof Sight.Unseen unseen) {
            return new Unseen(unseen.why().summary(), true);
        }
        Decision decision = wanted(wish);
        return decision instanceof Act act ? permitted(wish, act) : decision;
    }

    private Decision wanted(Wish wish) {
        Difference difference =
                Difference.of(wish.resource(), ground.observation().of(wish.at()), ground.known(), this::comes);
        Set<Wish.At> disturbers = disturbers(wish);
        return switch (difference) {
            case Difference.None _ ->
                disturbers.isEmpty() || rests(wish.resource())
                        ? new Keep()
                        : new Act(Verb.CHANGE, List.of(), Causes.disturbed(disturbers));
            case Difference.Differs differs -> {
                noteLeftOut(wish, differs.leftOut());
                Optional<Manifest.Entry> entry = ground.entry(wish.at());
                yield new Act(
                        differs.create() || inert(wish) ? Verb.CREATE : Verb.CHANGE,
                        differs.attributes(),
                        Causes.differs(wish, differs.create(), differs.attributes(), entry));
            }
            case Difference.Waits waits -> waits(waits.holes());
            case Difference.Unseen unseen -> unseen(wish, unseen, disturbers);
        };
    }

    /**
     * It cannot be seen, perhaps only because what it needs does not run yet. If that is about to change, it is acted on, unless it was made before and
     * lasts by itself.
     */
    private Decision unseen(Wish wish, Difference.Unseen unseen, Set<Wish.At> disturbers) {
        boolean made = ground.made(wish.at());
        Set<Wish.At> acting = graph.allBeforeOnHost(wish.at()).stream()
                .filter(this::acts)
                .collect(Collectors.toCollection(TreeSet::new));
        boolean lost = wish.resource().runtimeState() || !disturbers.isEmpty() || !made;
        if (acting.isEmpty() || !lost) {
            return new Unseen(unseen.reason(), false);
        }
        List<Attribute> attributes = wish.resource().wants().keySet().stream()
                .map(name -> new Attribute(name, Optional.empty(), Optional.empty(), false, true))
                .toList();
        return new Act(
                made ? Verb.CHANGE : Verb.CREATE,
                attributes,
                made
                        ? Causes.disturbed(disturbers.isEmpty() ? acting : disturbers)
                        : Causes.differs(wish, true, attributes, Optional.empty()));
    }

    private Set<Wish.At> disturbers(Wish wish) {
        Set<Wish.At> disturbers =
                graph.disturbers(wish.at()).stream().filter(this::acts).collect(Collectors.toCollection(TreeSet::new));
        if (wish.resource().runtimeState()) {
            graph.allBeforeOnHost(wish.at()).stream()
                    .filter(at -> graph.at(at)
                            .map(Wish::resource)
                            .filter(Decider::runs)
                            .isPresent())
                    .filter(this::acts)
                    .forEach(disturbers::add);
        }
        return disturbers;
    }

    /** A unit that is not to run has nothing to do again. */
    private static boolean rests(Resource resource) {
        return resource instanceof Unit unit && !unit.running();
    }

    /**
     * An instance of a unit template is there as soon as the template is; until something enabled or started it, it is as good as absent. So are a server's
     * data that were only begun.
     */
    private boolean inert(Wish wish) {
        if (wish.resource() instanceof DatabaseData) {
            return DatabaseData.worthless(ground.observation().of(wish.at()));
        }
        return wish.resource() instanceof Unit
                && !ground.made(wish.at())
                && ground.observation().of(wish.at()) instanceof Observed.Present present
                && !"yes".equals(present.attributes().get("enabled"))
                && !"running".equals(present.attributes().get("state"));
    }

    private static boolean runs(Resource resource) {
        return resource instanceof Unit || resource instanceof Container;
    }

    private boolean acts(Wish.At at) {
        return of(at) instanceof Act;
    }

    private boolean comes(Content.Piece hole) {
        return switch (hole) {
            case Content.Piece.Fact fact -> graph.tellers(fact).stream().anyMatch(this::acts);
            case Content.Piece.Secret s -> toBeMade.contains(s.name());
            case Content.Piece.Derived d -> toBeMade.contains(d.secret());
            case Content.Piece.Text _ -> true;
        };
    }

    private Blocked waits(List<Content.Piece> holes) {
        Set<String> hosts = new TreeSet<>();
        Set<String> words = new TreeSet<>();
        for (Content.Piece hole : holes) {
            switch (hole) {
                case Content.Piece.Fact fact -> {
                    hosts.add(fact.host());
                    words.add("what only " + fact.host() + " can tell");
                }
                case Content.Piece.Secret s -> words.add(secret(s.name(), hosts));
                case Content.Piece.Derived d -> words.add(secret(d.secret(), hosts));
                case Content.Piece.Text _ -> {}
            }
        }
        return new Blocked("needs " + String.join(" and ", words), hosts);
    }

    private String secret(String name, Set<String> hosts) {
        if (!MadeSecrets.made(name)) {
            return "the secret " + name + ", which cannot be read";
        }
        ground.site().keepers().stream()
                .map(h -> h.name())
                .filter(h -> !ground.seen(h))
                .forEach(hosts::add);
        return "the secret " + name + ", which may be on a host that did not answer";
    }

    private Decision permitted(Wish wish, Act act) {
        for (Guard guard : Guards.ALL) {
            Optional<Diagnostic> no = guard.forbids(wish, act.verb(), graph.ordered(), ground);
            if (no.isPresent()) {
                refusals.computeIfAbsent(no.get(), n -> new LinkedHashSet<>()).add(wish);
                return new Blocked(no.get().summary(), Set.of(), no);
            }
        }
        boolean anew = act.verb() == Verb.CREATE && !ground.made(wish.at());
        for (Wish.At earlier : graph.before(wish.at())) {
            switch (of(earlier)) {
                case Blocked blocked -> {
                    return blocked.refusal().isPresent()
                            ? blocked
                            : new Blocked("waits for " + earlier + ", which " + blocked.why(), blocked.hosts());
                }
                case Unseen unseen
                when anew && !wish.resource().partial() && !presumedDone(earlier, unseen) -> {
                    return new Blocked("waits for " + earlier, unseen.hostSilent() ? Set.of(earlier.host()) : Set.of());
                }
                case Unseen _ -> {}
                case Keep _ -> {}
                case Act _ -> {}
            }
        }
        return act;
    }

    /** On a host that answers, what was made once and cannot be seen now is taken to be there. */
    private boolean presumedDone(Wish.At at, Unseen unseen) {
        return !unseen.hostSilent() && ground.made(at);
    }

    private void noteLeftOut(Wish wish, List<Content.Piece> holes) {
        if (!holes.isEmpty()) {
            Blocked why = waits(holes);
            leftOut.add(Diagnostic.warning(
                    "plan.partial",
                    wish.at() + " is made as far as is known; the rest " + why.why(),
                    "apply again when it answers"));
        }
    }
}
