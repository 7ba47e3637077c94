package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.exec.Executor;
import io.resctl.exec.Ledger;
import io.resctl.exec.ShellActuator;
import io.resctl.exec.Stop;
import io.resctl.host.Writer;
import io.resctl.journal.Event;
import io.resctl.journal.LockOwner;
import io.resctl.journal.Place;
import io.resctl.journal.Report;
import io.resctl.journal.RunDirectory;
import io.resctl.journal.SiteLock;
import io.resctl.json.Json;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.observe.Manifest;
import io.resctl.observe.Survey;
import io.resctl.plan.Fingerprint;
import io.resctl.plan.Plan;
import io.resctl.plan.Planner;
import io.resctl.resource.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** One run of a plan: lock, look again, act, write down, unlock. */
final class Run {
    /** What is left to be written on a host when its actions are over. */
    interface Closing {
        /**
         * Writes it.
         *
         * @param applied all of a plan for the whole site was done
         * @return why it could not be written
         */
        Optional<Diagnostic> close(Writer host, ShellActuator actuator, Manifest manifest, boolean applied);
    }

    /** Whether the site is to go. */
    enum Removal {
        NONE,
        WITHOUT_DATA,
        WITH_DATA
    }

    private final Means means;
    private final Site site;
    private final Plan plan;
    /** What the plan was made from, where that is still at hand: it spares a second look at all. */
    private final Optional<Survey.Result> before;

    private final String command;
    private final Consumer<Event> listener;
    private final Stop stop;

    Run(Means means, Site site, Planned planned, String command, Consumer<Event> listener, Stop stop) {
        this.means = means;
        this.site = site;
        this.plan = planned.plan();
        this.before = planned.survey();
        this.command = command;
        this.listener = listener;
        this.stop = stop;
    }

    Applied run(int parallelism, Removal removal, Closing closing) {
        List<Diagnostic> refusals =
                plan.notes().stream().filter(Diagnostic::isError).toList();
        if (!refusals.isEmpty()) {
            return new Applied.Refused(refusals);
        }
        Instant start = means.clock().instant();
        String id = RunDirectory.id(start, command, means.random().nextInt());
        LockOwner owner = new LockOwner(id, means.by(), means.pid(), Place.here(), command, start, Optional.empty());
        Lost lost = new Lost();
        return switch (SiteLock.take(seenHosts(), site.names().lock(), owner, lost::tell)) {
            case SiteLock.Outcome.Held held -> new Applied.Locked(Locks.held(site.name(), held));
            case SiteLock.Outcome.Failed failed -> new Applied.Refused(List.of(failed.why()));
            case SiteLock.Outcome.Unreachable gone -> new Applied.Unreachable(gone.why());
            case SiteLock.Outcome.Taken taken -> {
                try (SiteLock lock = taken.lock();
                        RunDirectory directory = RunDirectory.open(means.state(), site.name(), id)) {
                    lost.listen(directory);
                    yield locked(lock, directory, id, parallelism, removal, closing);
                }
            }
        };
    }

    private List<Writer> seenHosts() {
        return site.hosts()
                .filter(h -> plan.saw(h.name()))
                .map(h -> means.hosts().writer(h.name()))
                .toList();
    }

    private Applied locked(
            SiteLock lock, RunDirectory directory, String id, int parallelism, Removal removal, Closing closing) {
        Survey.Result survey = before.map(b -> SiteSurvey.again(means, site, b, plan.actions()))
                .orElseGet(() -> SiteSurvey.look(means, site));
        Fingerprint fingerprint = new Fingerprint(survey.knowledge().secret(Names.SITE_KEY));
        List<Diagnostic> moved = Staleness.of(plan, survey, fingerprint);
        if (!moved.isEmpty()) {
            return new Applied.Stale(moved);
        }
        directory.keep("plan.json", Json.pretty(plan));
        say(
                directory,
                new Event.RunStarted(
                        now(),
                        id,
                        site.name(),
                        command,
                        means.by(),
                        plan.actions().size()));
        say(directory, new Event.LockTaken(now(), lock.hosts()));
        plan.unreachable().forEach(u -> say(directory, new Event.HostUnseen(now(), u.host(), u.why())));
        survey.knowledge().makeMissing(Planner.toBeMade(site, survey), means.random());
        ShellActuator actuator = new ShellActuator(
                means.hosts(),
                means.handlers(),
                SiteSurvey.observer(means, site),
                site.names(),
                removal == Removal.WITH_DATA);
        Map<String, Manifest> before = manifests(survey);
        Map<String, Manifest> touched = new Executor(
                        actuator,
                        survey.knowledge(),
                        fingerprint,
                        means.clock(),
                        event -> say(directory, event),
                        stop,
                        means.by() + " " + id)
                .run(plan, before, parallelism);
        Report report = directory.report();
        close(
                survey,
                touched,
                removal != Removal.NONE ? List.<Wish>of() : survey.wishes(),
                report,
                actuator,
                closing,
                directory);
        say(directory, new Event.RunEnded(now(), id));
        Report whole = directory.report();
        return new Applied.Ran(whole, directory.path(), Exits.of(whole, plan, stop));
    }

    private void close(
            Survey.Result survey,
            Map<String, Manifest> touched,
            Collection<Wish> wishes,
            Report report,
            ShellActuator actuator,
            Closing closing,
            RunDirectory directory) {
        boolean applied = plan.whole() && report.complete();
        List<Thread> threads = new ArrayList<>();
        Queue<Diagnostic> troubles = new ConcurrentLinkedQueue<>();
        Ledger.after(plan, survey, touched, report, wishes).forEach((host, after) -> {
            threads.add(Thread.ofVirtual()
                    .name("close " + host)
                    .start(() -> closing.close(means.hosts().writer(host), actuator, after, applied)
                            .ifPresent(troubles::add)));
        });
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                troubles.add(Locks.interrupted());
                break;
            }
        }
        troubles.stream()
                .sorted(Comparator.comparing(Diagnostic::summary))
                .forEach(why -> say(directory, new Event.Note(now(), why)));
    }

    static Map<String, Manifest> manifests(Survey.Result survey) {
        Map<String, Manifest> manifests = new TreeMap<>();
        survey.observation().seen().forEach(s -> s.manifest().ifPresent(m -> manifests.put(s.host(), m)));
        return manifests;
    }

    private void say(RunDirectory directory, Event event) {
        directory.append(event);
        listener.accept(event);
        directory.trouble().ifPresent(trouble -> say(directory, new Event.Note(now(), trouble)));
    }

    private Instant now() {
        return means.clock().instant();
    }

    /** What to do when the lock is lost while the run goes on: start nothing more, and say why. */
    private final class Lost {
        private Optional<RunDirectory> directory = Optional.empty();

        synchronized void listen(RunDirectory open) {
            directory = Optional.of(open);
        }

        synchronized void tell(String host, String why) {
            stop.ask();
            directory.ifPresent(d -> say(d, new Event.LockLost(now(), host, why)));
        }
    }
}
