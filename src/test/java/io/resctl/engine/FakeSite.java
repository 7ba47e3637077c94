package io.resctl.engine;

import io.resctl.diag.Diagnostic;
import io.resctl.exec.Actuator;
import io.resctl.exec.Executor;
import io.resctl.exec.Ledger;
import io.resctl.exec.Stop;
import io.resctl.journal.Event;
import io.resctl.journal.Report;
import io.resctl.model.Lease;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.observe.Asked;
import io.resctl.observe.Manifest;
import io.resctl.observe.Observer;
import io.resctl.observe.Sight;
import io.resctl.observe.Survey;
import io.resctl.plan.Action;
import io.resctl.plan.Fingerprint;
import io.resctl.plan.Plan;
import io.resctl.plan.Planner;
import io.resctl.plan.Selection;
import io.resctl.plan.Verb;
import io.resctl.resource.Known;
import io.resctl.resource.Ref;
import io.resctl.resource.Resource;
import io.resctl.resource.Wish;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A site in memory: the real survey, planner, executor and ledger over {@link FakeHost}s. It can be killed after any number of touches. */
final class FakeSite implements Observer, Actuator {
    static final Instant NOW = Sites.SINCE;

    final Site site;
    final SortedMap<String, FakeHost> hosts = new TreeMap<>();
    final Map<String, String> secrets = new TreeMap<>(Map.of("shop-db", "p4ss'$"));
    /** Who was asked, look by look. */
    final List<Set<String>> looks = new ArrayList<>();

    /** What happens on the hosts when they were looked at. */
    Runnable afterLook = () -> {};

    List<Wish> wishes;

    /** The one that counts. */
    Lease lease = Sites.homeLease();

    private int touchesLeft = Integer.MAX_VALUE;
    private int touches;
    /** Whether the touch by which the run dies still has its effect. */
    private boolean lastOneLands;

    FakeSite(Site site, List<Wish> wishes) {
        this.site = site;
        this.wishes = wishes;
        site.hosts().forEach(h -> hosts.put(h.name(), new FakeHost(h.name())));
    }

    FakeHost host(String name) {
        return hosts.computeIfAbsent(name, FakeHost::new);
    }

    Survey.Result survey() {
        return surveyor().look(lease);
    }

    private Survey surveyor() {
        return new Survey(this, site, assumed -> wishes, name -> Optional.ofNullable(secrets.get(name)));
    }

    /** A second look at what the plan touches. */
    Optional<Survey.Result> again(Survey.Result before, Plan plan) {
        return surveyor().again(before, plan.actions().stream().map(Action::at).toList());
    }

    Plan plan(Survey.Result seen) {
        return new Planner(site, seen, NOW, "descriptor").converge(Selection.ALL);
    }

    Plan plan() {
        return plan(Selection.ALL);
    }

    Plan plan(Selection selection) {
        return new Planner(site, survey(), NOW, "descriptor").converge(selection);
    }

    Report apply() {
        Survey.Result seen = survey();
        Plan plan = plan(seen);
        return run("apply", plan, again(seen, plan).orElseGet(this::survey), 3, new Stop(), event -> {});
    }

    Report apply(Plan plan) {
        return apply(plan, 3);
    }

    Report apply(Plan plan, int parallelism) {
        return apply(plan, parallelism, new Stop(), event -> {});
    }

    Report apply(Plan plan, int parallelism, Stop stop, Consumer<Event> listener) {
        return run("apply", plan, survey(), parallelism, stop, listener);
    }

    /** With all data and packages. */
    Report destroy() {
        return destroy(true, true);
    }

    Report destroy(boolean data, boolean packages) {
        Survey.Result seen = survey();
        Plan plan = new Planner(site, seen, NOW, "").remove(data, packages);
        return run("destroy", plan, again(seen, plan).orElseGet(this::survey), 3, new Stop(), event -> {});
    }

    private Report run(
            String command, Plan plan, Survey.Result survey, int parallelism, Stop stop, Consumer<Event> listener) {
        survey.knowledge().makeMissing(Planner.toBeMade(site, survey), new SecureRandom());
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        events.add(new Event.RunStarted(
                NOW, "run", site.name(), command, "test", plan.actions().size()));
        Map<String, Manifest> before = new TreeMap<>();
        survey.observation().seen().forEach(s -> s.manifest().ifPresent(m -> before.put(s.host(), m)));
        Map<String, Manifest> touched = new Executor(
                        this,
                        survey.knowledge(),
                        new Fingerprint(survey.knowledge().secret(Names.SITE_KEY)),
                        InstantSource.fixed(NOW),
                        event -> {
                            events.add(event);
                            listener.accept(event);
                        },
                        stop,
                        "test")
                .run(plan, before, parallelism);
        Report report = Report.of(events);
        boolean removal = command.equals("destroy");
        Ledger.after(plan, survey, touched, report, removal ? List.of() : wishes)
                .forEach((host, manifest) -> {
                    if (!removal || Ledger.owns(manifest)) {
                        keep(host, manifest);
                    } else if (touch()) {
                        host(host).manifest = Optional.empty();
                    }
                });
        return report;
    }

    /** The next run is killed: it has so many touches, and the last of them may or may not land. */
    void dieAfter(int count, boolean lands) {
        touchesLeft = count;
        lastOneLands = lands;
    }

    void live() {
        touchesLeft = Integer.MAX_VALUE;
        touches = 0;
    }

    int touches() {
        return touches;
    }

    private synchronized boolean touch() {
        touches++;
        touchesLeft--;
        return touchesLeft > 0 || (touchesLeft == 0 && lastOneLands);
    }

    @Override
    public synchronized SortedMap<String, Sight> look(SortedMap<String, Inquiry> inquiries) {
        looks.add(new TreeSet<>(inquiries.keySet()));
        SortedMap<String, Sight> sights = new TreeMap<>();
        inquiries.forEach((host, inquiry) -> sights.put(host, look(host(host), inquiry)));
        afterLook.run();
        return sights;
    }

    private Sight look(FakeHost host, Inquiry inquiry) {
        if (!host.up) {
            return new Sight.Unseen(host.name, down(host.name));
        }
        SortedMap<Ref, Sight.Found> found = new TreeMap<>();
        SortedMap<String, String> facts = new TreeMap<>();
        inquiry.resources().forEach(resource -> {
            found.put(resource.ref(), new Sight.Found(resource, host.observe(resource)));
            facts.putAll(host.facts(resource));
        });
        return new Sight.Seen(
                host.name,
                NOW,
                host.os,
                host.manifest,
                host.lease,
                Optional.empty(),
                host.secrets(site.names(), inquiry.madeSecrets()),
                facts,
                found,
                host.problem);
    }

    private static Diagnostic down(String host) {
        return Diagnostic.error("host.down", host + " does not answer", "start it");
    }

    @Override
    public boolean sameQuestion(Resource one, Resource other) {
        return one.ref().equals(other.ref());
    }

    @Override
    public synchronized Asked ask(String host, Resource resource) {
        return host(host).up
                ? new Asked.Answer(host(host).observe(resource), host(host).facts(resource))
                : new Asked.Unreachable(down(host));
    }

    @Override
    public synchronized Outcome act(Action action, Known known, String audit, Consumer<String> progress) {
        FakeHost host = host(action.host());
        if (!host.up || !touch()) {
            return new Outcome.Lost(action.host(), down(action.host()));
        }
        if (action.verb() == Verb.DELETE) {
            host.remove(action.resource());
            return new Outcome.Done(new TreeMap<>(), List.of());
        }
        List<String> holes = host.make(action.resource(), known);
        if (!holes.isEmpty()) {
            return new Outcome.Failed(Diagnostic.error("fake.hole", action.id() + " lacks " + holes, "plan better"));
        }
        SortedMap<String, SortedMap<String, String>> facts = new TreeMap<>();
        facts.put(host.name, host.facts(action.resource()));
        return new Outcome.Done(facts, List.of());
    }

    @Override
    public synchronized Optional<Diagnostic> keep(String host, Manifest manifest) {
        if (!host(host).up || !touch()) {
            return Optional.of(down(host));
        }
        host(host).manifest = Optional.of(manifest);
        return Optional.empty();
    }
}
