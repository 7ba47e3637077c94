package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.exec.Stop;
import io.resctl.journal.Event;
import io.resctl.journal.LockOwner;
import io.resctl.journal.Place;
import io.resctl.journal.RunDirectory;
import io.resctl.journal.SiteLock;
import io.resctl.model.Lease;
import io.resctl.model.Site;
import io.resctl.observe.Knowledge;
import io.resctl.runbook.Preview;
import io.resctl.runbook.Runbook;
import io.resctl.runbook.StepReport;
import io.resctl.runbook.Walk;
import io.resctl.runbook.database.Failover;
import io.resctl.runbook.database.Findings;
import io.resctl.runbook.database.Gap;
import io.resctl.runbook.database.Look;
import io.resctl.runbook.database.Move;
import io.resctl.runbook.database.MoveKind;
import io.resctl.runbook.database.PlannedMove;
import io.resctl.runbook.database.Server;
import io.resctl.runbook.database.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Moves the right to write to another database server: looks, refuses or locks, walks through the runbook, unlocks. */
public final class MoveDatabase {
    private final Means means;
    private final Site site;
    private final MoveKind kind;
    private final Knowledge knowledge;
    private final Look look;
    private Instant begun = Instant.EPOCH;

    public MoveDatabase(Means means, Site site, MoveKind kind) {
        this.means = means;
        this.site = site;
        this.kind = kind;
        this.knowledge = new Knowledge(means.secrets());
        this.look = new Look(site, SiteSurvey.observer(means, site), means.hosts()::reader, knowledge);
    }

    /** What it would do and why not. It is handed only readers. */
    public Moved preview() {
        return switch (considered(look(hosts -> {}))) {
            case Considered.No no -> no.answer();
            case Considered.Yes yes -> new Moved.Previewed(yes.preview());
        };
    }

    /**
     * Does it, if nothing speaks against it.
     *
     * @param listener is handed every event as it happens
     * @param stop before the point of no return it takes all back
     */
    public Moved run(Consumer<Event> listener, Stop stop) {
        begun = now();
        String id = RunDirectory.id(begun, kind.verb(), means.random().nextInt());
        LockOwner owner =
                new LockOwner(id, means.by(), means.pid(), Place.here(), kind.verb(), begun, Optional.empty());
        EarlyLock early = new EarlyLock(hosts -> SiteLock.take(
                hosts.stream().map(means.hosts()::writer).toList(),
                site.names().lock(),
                owner,
                (host, why) -> stop.ask()));
        Tier first;
        try {
            first = look(early::begin);
            if (considered(first) instanceof Considered.No no) {
                early.giveUp();
                return no.answer();
            }
        } catch (RuntimeException e) {
            early.giveUp();
            throw e;
        }
        List<String> hosts = first.servers().keySet().stream()
                .filter(first.reached()::contains)
                .toList();
        return switch (early.on(hosts)) {
            case SiteLock.Outcome.Held held -> new Moved.Locked(Locks.held(site.name(), held));
            case SiteLock.Outcome.Failed failed -> new Moved.Refused(List.of(failed.why()));
            case SiteLock.Outcome.Unreachable gone -> new Moved.Unreachable(gone.why());
            case SiteLock.Outcome.Taken taken -> {
                try (SiteLock lock = taken.lock()) {
                    yield locked(lock, planned() ? look.planned() : first, id, listener, stop);
                }
            }
        };
    }

    private Tier look(Consumer<List<String>> answering) {
        return planned() ? look.planned() : look.unplanned(answering);
    }

    /** An unplanned move looks once: the look before the lock is a second old, each second counts, and hosts refuse a lease that another run outdated. */
    private boolean planned() {
        return kind instanceof PlannedMove;
    }

    private Moved locked(SiteLock lock, Tier tier, String id, Consumer<Event> listener, Stop stop) {
        return switch (considered(tier)) {
            case Considered.No no -> no.answer();
            case Considered.Yes yes
            when yes.preview().refused() -> new Moved.Refused(yes.preview().reasons());
            case Considered.Yes yes -> {
                try (RunDirectory directory = RunDirectory.open(means.state(), site.name(), id)) {
                    yield walk(yes, tier, lock, directory, id, listener, stop);
                }
            }
        };
    }

    private Moved walk(
            Considered.Yes yes,
            Tier tier,
            SiteLock lock,
            RunDirectory directory,
            String id,
            Consumer<Event> listener,
            Stop stop) {
        Consumer<Event> events = event -> {
            directory.append(event);
            listener.accept(event);
        };
        Instant start = now();
        int steps = yes.runbook().steps().size();
        events.accept(new Event.RunStarted(start, id, site.name(), kind.verb(), means.by(), steps));
        events.accept(new Event.LockTaken(now(), lock.hosts()));
        yes.preview().reasons().forEach(note -> events.accept(new Event.Note(now(), note)));
        Walk.Ending ending = new Walk<Tier>(means.hosts()::writer, lock::only, means.clock(), events, stop)
                .through(yes.runbook(), tier);
        events.accept(new Event.RunEnded(now(), id));
        StepReport report = StepReport.of(directory.events());
        List<String> silent = tier.silent()
                .map(Server.Silent::host)
                .filter(h -> !kind.expectsSilence(h, yes.move()))
                .toList();
        return new Moved.Ran(
                kind.verb(),
                yes.move().former(),
                yes.move().next(),
                ending,
                report,
                writer(ending, report, yes.move()),
                between(report, Gap.OPENED),
                between(report, Gap.ROUTED),
                Duration.between(start, now()),
                silent,
                directory.path(),
                exit(ending, report, silent));
    }

    private static Optional<String> writer(Walk.Ending ending, StepReport report, Move move) {
        return switch (ending) {
            case DONE -> Optional.of(move.next());
            case UNDONE, STOPPED -> Optional.of(move.former());
            case HALF_UNDONE -> Optional.empty();
            case UNFINISHED -> report.done("open") ? Optional.of(move.next()) : Optional.empty();
        };
    }

    /** From the freeze; where nothing was frozen, from the command. */
    private Optional<Duration> between(StepReport report, String end) {
        Instant from = report.measured(Gap.CLOSED).map(Instant::parse).orElse(begun);
        return report.measured(end).map(to -> Duration.between(from, Instant.parse(to)));
    }

    private static ExitCode exit(Walk.Ending ending, StepReport report, List<String> silent) {
        List<ExitCode> fitting = new ArrayList<>();
        if (ending == Walk.Ending.UNDONE
                && report.failure().map(Failover::refuses).orElse(false)) {
            fitting.add(ExitCode.REFUSED);
        }
        fitting.add(
                switch (ending) {
                    case DONE -> ExitCode.OK;
                    case UNDONE, HALF_UNDONE -> ExitCode.FAILED;
                    case STOPPED -> ExitCode.INTERRUPTED;
                    case UNFINISHED -> ExitCode.PARTLY;
                });
        if (!silent.isEmpty()) {
            fitting.add(ExitCode.UNREACHABLE);
        }
        return ExitCode.of(fitting);
    }

    /** Whether there is something to walk through. */
    private sealed interface Considered {
        record No(Moved answer) implements Considered {}

        record Yes(Move move, Runbook<Tier> runbook, Preview preview) implements Considered {}
    }

    private Considered considered(Tier tier) {
        List<Diagnostic> reasons = new ArrayList<>(kind.refusals(tier));
        Optional<Lease> lease = tier.lease();
        if (reasons.stream().anyMatch(Diagnostic::isError) || lease.isEmpty()) {
            return new Considered.No(new Moved.Refused(reasons));
        }
        Optional<String> already = kind.already(tier);
        if (already.isPresent()) {
            return new Considered.No(new Moved.Already(already.get()));
        }
        Move move = kind.move(tier, lease.get(), now(), means.by(), knowledge);
        Runbook<Tier> runbook = kind.runbook(move, tier);
        runbook.steps().stream()
                .dropWhile(step -> kind.resumes() && step.done(tier))
                .forEach(step -> reasons.addAll(step.ready(tier)));
        reasons.addAll(kind.reasons(move, tier));
        return new Considered.Yes(move, runbook, Preview.of(runbook, tier, Findings.of(tier), reasons));
    }

    private Instant now() {
        return means.clock().instant();
    }
}
