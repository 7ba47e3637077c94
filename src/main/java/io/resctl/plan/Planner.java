package io.resctl.plan;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.observe.MadeSecrets;
import io.resctl.observe.Manifest;
import io.resctl.observe.Survey;
import io.resctl.plan.Decision.Act;
import io.resctl.resource.Container;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** From wishes and findings to a plan. Pure: the same ground gives the same plan. */
public final class Planner {
    private final Site site;
    private final Survey.Result survey;
    private final Instant now;
    private final String descriptor;
    private final Ground ground;
    private final Fingerprint fingerprint;
    private final List<Diagnostic> notes = new ArrayList<>();

    /**
     * On this ground.
     *
     * @param descriptor SHA-256 of the descriptor
     */
    public Planner(Site site, Survey.Result survey, Instant now, String descriptor) {
        this.site = site;
        this.survey = survey;
        this.now = now;
        this.descriptor = descriptor;
        this.ground = new Ground(site, survey.observation(), survey.knowledge(), survey.lease(), survey.effective());
        this.fingerprint = new Fingerprint(survey.knowledge().secret(Names.SITE_KEY));
    }

    /** What an apply would do. */
    public Plan converge(Selection selection) {
        notes.addAll(survey.findings());
        notes.addAll(Departed.of(site, survey.observation()));
        Set<String> toBeMade = toBeMade(site, survey);
        WishGraph graph = new WishGraph(survey.wishes(), site.names(), toBeMade);
        Decider decider = new Decider(ground, graph, toBeMade);
        notes.addAll(
                decider.refusals(w -> selection.all() || selection.holds(site, w.host(), w.component(), w.subject())));
        notes.addAll(Notes.of(graph, decider));
        Drafts drafts = new Drafts();
        Set<Wish.At> wished = new HashSet<>();
        for (Wish wish : graph.ordered()) {
            wished.add(wish.at());
            if (decider.of(wish.at()) instanceof Act act) {
                drafts.add(new Draft(
                        wish,
                        act,
                        fingerprint.of(wish.resource(), ground.observation().of(wish.at())),
                        graph.order(wish.at()),
                        Precedence.mustPrecede(graph, drafts, wish.at())));
            }
        }
        Deletions deletions = deletions(new Deletions.Extent(false, false, "no longer described"));
        List<Draft> going = deletions.drafts(wished, survey.wishes().size());
        going.forEach(drafts::add);
        notes.addAll(deletions.notes());
        notes.addAll(deletions.refusals());
        narrow(drafts, selection);
        Predicate<Draft> fresh = fresh(drafts);
        Rotations.order(drafts);
        Rollouts.order(drafts, fresh.or(this::leantOnAndDown));
        Precedence.addWhatRolloutsAllow(graph, drafts);
        deletionsLast(drafts);
        return plan(drafts, fresh, selection.all());
    }

    /** What a destroy would do. */
    public Plan remove(boolean data, boolean packages) {
        survey.observation().seen().forEach(s -> s.problem().ifPresent(notes::add));
        Deletions deletions = deletions(new Deletions.Extent(data, packages, "destroy"));
        Drafts drafts = new Drafts();
        deletions.drafts(Set.of(), 0).forEach(drafts::add);
        deletions
                .refusals()
                .forEach(no -> notes.add(Diagnostic.error(
                        no.code(), no.summary(), no.hint().orElse("") + ", or give up its data too: --data")));
        return plan(drafts, d -> false, true);
    }

    /** Names of the made secrets that the wishes need and no keeper has; none as long as a keeper is silent. */
    public static Set<String> toBeMade(Site site, Survey.Result survey) {
        if (!MadeSecrets.allKeepersSeen(site, survey.observation())) {
            return Set.of();
        }
        return MadeSecrets.needed(survey.wishes()).stream()
                .filter(name -> survey.knowledge().secret(name).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void narrow(Drafts drafts, Selection selection) {
        if (selection.all()) {
            return;
        }
        Set<Wish.At> chosen = drafts.all().stream()
                .filter(d -> selection.holds(site, d.at().host(), d.component(), d.subject()))
                .map(Draft::at)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<Wish.At> kept = drafts.withPredecessors(chosen);
        int added = kept.size() - chosen.size();
        if (added > 0) {
            notes.add(Diagnostic.warning(
                    "plan.narrowed",
                    added + (added == 1 ? " action" : " actions")
                            + " outside of what was chosen must come first and are part of the plan",
                    "plan without --zone, --host and --only to see everything"));
        }
        drafts.keepOnly(kept);
    }

    private Deletions deletions(Deletions.Extent extent) {
        return new Deletions(ground, fingerprint, extent, survey.wishes());
    }

    private static void deletionsLast(Drafts drafts) {
        List<Draft> making =
                drafts.all().stream().filter(d -> d.verb() != Verb.DELETE).toList();
        Set<Wish.At> waitedFor =
                making.stream().flatMap(d -> d.after().stream()).collect(Collectors.toSet());
        List<Draft> last =
                making.stream().filter(d -> !waitedFor.contains(d.at())).toList();
        drafts.all().stream()
                .filter(d -> d.verb() == Verb.DELETE && d.after().isEmpty())
                .forEach(d -> last.forEach(l -> d.after().add(l.at())));
    }

    /**
     * A subject is fresh on a host that does not remember anything of it, or where all of it is created, or its container is: that is what a person calls
     * {@code web-3}, whatever is still there of its files and its unit.
     */
    private Predicate<Draft> fresh(Drafts drafts) {
        Map<List<String>, Boolean> fresh = drafts.all().stream()
                .filter(d -> d.verb() != Verb.DELETE)
                .collect(Collectors.toMap(Planner::subject, d -> d.verb() == Verb.CREATE, Boolean::logicalAnd));
        drafts.all().stream()
                .filter(d -> d.verb() == Verb.CREATE && d.resource() instanceof Container)
                .forEach(d -> fresh.put(subject(d), true));
        Set<List<String>> remembered = new HashSet<>();
        survey.observation()
                .seen()
                .forEach(seen -> seen.manifest().stream()
                        .flatMap(m -> m.entries().stream())
                        .filter(Manifest.Entry::made)
                        .forEach(e -> remembered.add(List.of(seen.host(), e.component(), e.subject()))));
        return d -> !remembered.contains(subject(d)) || fresh.getOrDefault(subject(d), false);
    }

    /** The others of its group can do nothing before it is up again, and nothing is taken down by that. */
    private boolean leantOnAndDown(Draft draft) {
        return draft.rollout().last()
                && survey.wishes().stream()
                        .filter(w -> w.resource() instanceof DatabaseRole
                                && w.host().equals(draft.at().host())
                                && w.component().equals(draft.component())
                                && w.subject().equals(draft.subject()))
                        .anyMatch(
                                w -> !DatabaseRole.answers(ground.observation().of(w.at())));
    }

    private static List<String> subject(Draft draft) {
        return List.of(draft.at().host(), draft.component(), draft.subject());
    }

    private Plan plan(Drafts drafts, Predicate<Draft> fresh, boolean whole) {
        List<Draft> sorted = drafts.sorted();
        List<Plan.Unreachable> unreachable = survey.observation()
                .unseen()
                .map(u -> new Plan.Unreachable(
                        u.host(), u.why().summary(), u.why().hint()))
                .toList();
        return new Plan(
                Plan.FORMAT,
                site.name(),
                now,
                descriptor,
                whole,
                survey.lease(),
                Changes.of(sorted, fresh),
                sorted.stream().map(Planner::action).toList(),
                unreachable,
                notes.stream().distinct().toList());
    }

    private static Action action(Draft draft) {
        return new Action(
                draft.id(),
                draft.at().host(),
                draft.verb(),
                draft.resource(),
                draft.expect(),
                draft.after().stream()
                        .sorted()
                        .map(at -> at.host() + "/" + at.ref())
                        .toList(),
                draft.component(),
                draft.subject(),
                draft.cause().words());
    }
}
