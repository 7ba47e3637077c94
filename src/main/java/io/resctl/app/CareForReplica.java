package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.exec.Stop;
import io.resctl.host.Writer;
import io.resctl.journal.Event;
import io.resctl.journal.LockOwner;
import io.resctl.journal.Place;
import io.resctl.journal.RunDirectory;
import io.resctl.journal.SiteLock;
import io.resctl.model.Site;
import io.resctl.observe.Knowledge;
import io.resctl.runbook.Preview;
import io.resctl.runbook.Runbook;
import io.resctl.runbook.StepReport;
import io.resctl.runbook.Walk;
import io.resctl.runbook.database.Findings;
import io.resctl.runbook.database.Look;
import io.resctl.runbook.database.Tier;
import io.resctl.runbook.replica.Care;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Rebuilds or rescues one replica: looks, refuses or locks, looks again, walks through the runbook, unlocks. */
public final class CareForReplica {
    private final Means means;
    private final Site site;
    private final Care care;
    private final Look look;

    public CareForReplica(Means means, Site site, Care care) {
        this.means = means;
        this.site = site;
        this.care = care;
        this.look =
                new Look(site, SiteSurvey.observer(means, site), means.hosts()::reader, new Knowledge(means.secrets()));
    }

    /** What it would do and why not. It is handed only readers. */
    public Cared preview() {
        Tier tier = look.unplanned();
        return unfit(tier).orElseGet(() -> {
            Runbook<Tier> runbook = care.runbook(tier);
            return new Cared.Previewed(Preview.of(runbook, tier, Findings.of(tier), warnings(tier, runbook)));
        });
    }

    /**
     * Does it, if nothing speaks against it.
     *
     * @param listener is handed every event as it happens
     * @param stop before the point of no return it takes all back
     */
    public Cared run(Consumer<Event> listener, Stop stop) {
        Tier first = look.unplanned();
        Optional<Cared> unfit = unfit(first);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        Instant start = means.clock().instant();
        String id = RunDirectory.id(
                start, care.verb().replace(' ', '-'), means.random().nextInt());
        LockOwner owner =
                new LockOwner(id, means.by(), means.pid(), Place.here(), care.verb(), start, Optional.empty());
        List<Writer> hosts = first.servers().keySet().stream()
                .filter(first.reached()::contains)
                .map(means.hosts()::writer)
                .toList();
        return switch (SiteLock.take(hosts, site.names().lock(), owner, (host, why) -> stop.ask())) {
            case SiteLock.Outcome.Held held -> new Cared.Locked(Locks.held(site.name(), held));
            case SiteLock.Outcome.Failed failed -> new Cared.Refused(List.of(failed.why()));
            case SiteLock.Outcome.Unreachable gone -> new Cared.Unreachable(gone.why());
            case SiteLock.Outcome.Taken taken -> {
                try (SiteLock lock = taken.lock()) {
                    yield locked(lock, id, start, listener, stop);
                }
            }
        };
    }

    private Cared locked(SiteLock lock, String id, Instant start, Consumer<Event> listener, Stop stop) {
        Tier tier = look.unplanned();
        Optional<Cared> unfit = unfit(tier);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        if (!lock.hosts().contains(care.host())) {
            return new Cared.Refused(List.of(Diagnostic.error(
                    "lock.part",
                    care.host() + " answered only after the site's lock was taken on the other hosts",
                    "run the same command again")));
        }
        Runbook<Tier> runbook = care.runbook(tier);
        try (RunDirectory directory = RunDirectory.open(means.state(), site.name(), id)) {
            Consumer<Event> events = event -> {
                directory.append(event);
                listener.accept(event);
            };
            int steps = runbook.steps().size();
            events.accept(new Event.RunStarted(start, id, site.name(), care.verb(), means.by(), steps));
            events.accept(new Event.LockTaken(now(), lock.hosts()));
            warnings(tier, runbook).forEach(note -> events.accept(new Event.Note(now(), note)));
            Walk.Ending ending = new Walk<Tier>(means.hosts()::writer, lock::only, means.clock(), events, stop)
                    .through(runbook, tier);
            events.accept(new Event.RunEnded(now(), id));
            StepReport report = StepReport.of(directory.events());
            return new Cared.Ran(
                    ending, report, care.outcome(report), Duration.between(start, now()), directory.path());
        }
    }

    private Optional<Cared> unfit(Tier tier) {
        List<Diagnostic> reasons = care.refusals(tier);
        return reasons.stream().anyMatch(Diagnostic::isError)
                ? Optional.of(new Cared.Refused(reasons))
                : care.already(tier).map(Cared.Needless::new);
    }

    private List<Diagnostic> warnings(Tier tier, Runbook<Tier> runbook) {
        List<Diagnostic> reasons = new ArrayList<>(care.refusals(tier));
        runbook.steps().forEach(step -> reasons.addAll(step.ready(tier)));
        return List.copyOf(reasons);
    }

    private Instant now() {
        return means.clock().instant();
    }
}
