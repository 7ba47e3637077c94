package io.resctl.exec;

import io.resctl.diag.Diagnostic;
import io.resctl.journal.Event;
import io.resctl.observe.Asked;
import io.resctl.observe.Knowledge;
import io.resctl.observe.Manifest;
import io.resctl.plan.Action;
import io.resctl.plan.Fingerprint;
import io.resctl.plan.Plan;
import io.resctl.resource.Difference;
import io.resctl.resource.Observed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Does what a plan says, and decides nothing. Each host has a lane of its own, on a virtual thread, in which one action runs at a time; lanes run side by
 * side. An action begins when all that it comes after has succeeded and its resource is still as the plan found it.
 */
public final class Executor {
    private final Actuator actuator;
    private final Knowledge knowledge;
    private final Fingerprint fingerprint;
    private final InstantSource clock;
    private final Consumer<Event> events;
    private final Stop stop;
    private final String auditor;

    /**
     * For one run.
     *
     * @param events is handed every event, from one thread at a time
     * @param auditor who and which run, as audit lines begin
     */
    public Executor(
            Actuator actuator,
            Knowledge knowledge,
            Fingerprint fingerprint,
            InstantSource clock,
            Consumer<Event> events,
            Stop stop,
            String auditor) {
        this.actuator = actuator;
        this.knowledge = knowledge;
        this.fingerprint = fingerprint;
        this.clock = clock;
        this.events = events;
        this.stop = stop;
        this.auditor = auditor;
    }

    /**
     * Runs all actions that can run.
     *
     * @param manifests of the hosts before the run
     * @param parallelism hosts that act at the same time, at most
     * @return the manifests of the hosts that were touched, as they now lie there
     */
    public Map<String, Manifest> run(Plan plan, Map<String, Manifest> manifests, int parallelism) {
        Progress progress = new Progress(plan.actions(), stop, clock, this::emit);
        Semaphore places = new Semaphore(parallelism, true);
        Map<String, Manifest> touched = new TreeMap<>();
        List<Thread> lanes = progress.hosts().stream()
                .map(host -> Thread.ofVirtual().name("lane " + host).start(() -> {
                    Manifest before = manifests.get(host);
                    Manifest intent = Ledger.intent(
                            before == null ? Manifest.none(plan.site()) : before, progress.actionsOf(host));
                    lane(host, intent, progress, places);
                    synchronized (touched) {
                        touched.put(host, intent);
                    }
                }))
                .toList();
        for (Thread lane : lanes) {
            try {
                lane.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stop.ask();
            }
        }
        return touched;
    }

    private void lane(String host, Manifest intent, Progress progress, Semaphore places) {
        boolean intended = false;
        for (Optional<Action> next = progress.next(host); next.isPresent(); next = progress.next(host)) {
            places.acquireUninterruptibly();
            try {
                if (!intended) {
                    Optional<Diagnostic> trouble = actuator.keep(host, intent);
                    if (trouble.isPresent()) {
                        progress.lose(host, next.get(), trouble.get(), event(next.get(), trouble.get(), Duration.ZERO));
                        continue;
                    }
                    intended = true;
                }
                try {
                    one(next.get(), progress);
                } catch (RuntimeException e) {
                    // Lanes that wait for this action must hear that it will not come.
                    progress.fail(next.get(), event(next.get(), defect(next.get(), e), Duration.ZERO));
                }
            } finally {
                places.release();
            }
        }
    }

    private Event event(Action action, Diagnostic why, Duration took) {
        return new Event.ActionFailed(clock.instant(), action.id(), why, took);
    }

    private void one(Action action, Progress progress) {
        Instant start = clock.instant();
        emit(new Event.ActionStarted(
                start,
                action.id(),
                action.host(),
                action.component(),
                action.subject(),
                action.verb().name(),
                action.resource().ref().toString()));
        if (!action.expect().equals(Fingerprint.ANYTHING)) {
            switch (actuator.ask(action.host(), action.resource())) {
                case Asked.Unreachable lost -> {
                    progress.lose(action.host(), action, lost.why(), event(action, lost.why(), since(start)));
                    return;
                }
                case Asked.Answer answer -> {
                    answer.facts().forEach((key, value) -> knowledge.learnFact(action.host(), key, value));
                    if (fingerprint.moved(action, answer.observed())) {
                        if (answer.observed() instanceof Observed.Unknown unknown) {
                            progress.fail(action, event(action, unseen(action, unknown), since(start)));
                        } else {
                            progress.settle(action, moved(action, answer.observed(), start));
                        }
                        return;
                    }
                }
            }
        }
        act(action, start, progress);
    }

    private void act(Action action, Instant start, Progress progress) {
        Actuator.Outcome outcome = actuator.act(
                action,
                knowledge,
                line(action),
                text -> emit(new Event.ActionProgress(clock.instant(), action.id(), text)));
        switch (outcome) {
            case Actuator.Outcome.Done done -> {
                done.facts().forEach((host, facts) -> facts.forEach((k, v) -> knowledge.learnFact(host, k, v)));
                done.notes().forEach(note -> emit(new Event.Note(clock.instant(), note)));
                progress.succeed(action, new Event.ActionSucceeded(clock.instant(), action.id(), since(start)));
            }
            case Actuator.Outcome.Failed failed -> {
                progress.fail(action, event(action, failed.why(), since(start)));
            }
            case Actuator.Outcome.Lost lost ->
                progress.lose(lost.host(), action, lost.why(), event(action, lost.why(), since(start)));
        }
    }

    /** It is not as the plan found it: stale, unless it is as wished by now, by another action of this run or by itself. */
    private Event moved(Action action, Observed observed, Instant start) {
        return asWished(action, observed)
                ? new Event.ActionSucceeded(clock.instant(), action.id(), since(start))
                : new Event.ActionStale(clock.instant(), action.id(), stale(action));
    }

    private boolean asWished(Action action, Observed observed) {
        return switch (action.verb()) {
            case CREATE, CHANGE ->
                action.resource().wants().values().stream()
                                .allMatch(content -> content.holes(knowledge).isEmpty())
                        && Difference.of(action.resource(), observed, knowledge, hole -> false)
                                instanceof Difference.None;
            case DELETE -> observed instanceof Observed.Absent;
        };
    }

    private static Diagnostic defect(Action action, RuntimeException e) {
        return Diagnostic.error(
                "action.defect",
                action.resource().ref() + " on " + action.host() + " was not done, because of a defect of resctl ("
                        + e.getClass().getSimpleName() + ")",
                "Please report it with the journal of this run.");
    }

    private static Diagnostic unseen(Action action, Observed.Unknown unknown) {
        return Diagnostic.error(
                "action.unseen",
                action.resource().ref() + " on " + action.host()
                        + " cannot be seen any more, so nothing was done to it: " + unknown.reason(),
                "See whether Docker and the database run there, then run the command again.");
    }

    private Diagnostic stale(Action action) {
        return Diagnostic.error(
                "plan.stale",
                action.resource().ref() + " on " + action.host()
                        + " is no longer as it was when the plan was made; nothing was done to it",
                "Somebody or something else changed it. Run `resctl plan` to see how it is now.");
    }

    private String line(Action action) {
        return clock.instant() + " " + auditor + " " + action.verb().name() + " "
                + action.resource().ref();
    }

    private Duration since(Instant start) {
        return Duration.between(start, clock.instant());
    }

    private void emit(Event event) {
        synchronized (events) {
            events.accept(event);
        }
    }
}
