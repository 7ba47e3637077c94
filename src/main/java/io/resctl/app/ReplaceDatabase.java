package io.resctl.app;

import io.resctl.backup.Target;
import io.resctl.diag.Diagnostic;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import io.resctl.journal.Event;
import io.resctl.journal.LockOwner;
import io.resctl.journal.Place;
import io.resctl.journal.RunDirectory;
import io.resctl.journal.SiteLock;
import io.resctl.model.Host;
import io.resctl.model.Lease;
import io.resctl.model.Site;
import io.resctl.observe.Sight;
import io.resctl.observe.Survey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts a moment in the place of the site's database. All servers' data are moved aside, none deleted: the primary gets what was restored, the others are
 * seeded from it by the next apply.
 */
public final class ReplaceDatabase {
    private static final Script ASIDE = Script.of("""
            "$program" aside
            """);

    private static final Script PUT = Script.of("""
            "$program" put
            """);

    private final Means means;

    public ReplaceDatabase(Means means) {
        this.means = means;
    }

    public BackupOutcome replace(Site site, Target target, Consumer<String> progress) {
        Survey.Result survey = SiteSurvey.look(means, site);
        Optional<Diagnostic> refusal = refusal(site, survey);
        if (refusal.isPresent()) {
            return new BackupOutcome.Failed(ExitCode.REFUSED, refusal.get());
        }
        Instant start = means.clock().instant();
        String id = RunDirectory.id(start, "restore", means.random().nextInt());
        LockOwner owner = new LockOwner(id, means.by(), means.pid(), Place.here(), "restore", start, Optional.empty());
        List<Writer> hosts = survey.observation()
                .seen()
                .map(Sight.Seen::host)
                .map(means.hosts()::writer)
                .toList();
        return switch (SiteLock.take(hosts, site.names().lock(), owner, (host, why) -> progress.accept(why))) {
            case SiteLock.Outcome.Held held -> new BackupOutcome.Failed(ExitCode.LOCKED, Locks.held(site.name(), held));
            case SiteLock.Outcome.Failed failed -> new BackupOutcome.Failed(ExitCode.REFUSED, failed.why());
            case SiteLock.Outcome.Unreachable gone -> new BackupOutcome.Failed(ExitCode.UNREACHABLE, gone.why());
            case SiteLock.Outcome.Taken taken -> {
                try (SiteLock lock = taken.lock();
                        RunDirectory journal = RunDirectory.open(means.state(), site.name(), id)) {
                    journal.append(new Event.RunStarted(start, id, site.name(), "restore --replace", means.by(), 0));
                    journal.append(new Event.LockTaken(start, lock.hosts()));
                    BackupOutcome outcome = locked(site, survey.lease().orElseThrow(), target, line -> {
                        journal.append(
                                new Event.Note(means.clock().instant(), Diagnostic.warning("restore.step", line, "")));
                        progress.accept(line);
                    });
                    journal.append(new Event.RunEnded(means.clock().instant(), id));
                    yield outcome;
                }
            }
        };
    }

    /** Why nothing may be replaced now. */
    private static Optional<Diagnostic> refusal(Site site, Survey.Result survey) {
        Optional<Diagnostic> finding =
                survey.findings().stream().filter(Diagnostic::isError).findFirst();
        if (finding.isPresent()) {
            return finding;
        }
        if (survey.lease().isEmpty()) {
            return Optional.of(Diagnostic.error(
                    "lease.none",
                    "No host has a lease, so nobody can say which server the primary is. Nothing was changed.",
                    "Apply the descriptor first: `resctl apply`."));
        }
        if (!survey.effective().equals(survey.lease().get())) {
            // Else the restored data would be put on the server that is the primary no longer.
            return Optional.of(Diagnostic.error(
                    "lease.stale",
                    survey.effective().primary()
                            + " was made the primary, and the lease does not say so yet. Nothing was changed.",
                    "Apply the descriptor first: `resctl apply`."));
        }
        return servers(site, survey.lease().get())
                .filter(h -> survey.observation().seen().noneMatch(s -> s.host().equals(h.name())))
                .findFirst()
                .map(h -> Diagnostic.error(
                        "restore.silent",
                        h.name()
                                + " does not answer. Its server would come back with data that are newer than what is restored. Nothing was changed.",
                        "Bring " + h.name() + " back, or take it out of `database.mariadb.hosts` and apply."));
    }

    private static java.util.stream.Stream<Host> servers(Site site, Lease lease) {
        return BackupSight.hosts(site).stream().filter(h -> site.runsDatabase(h, lease.live()));
    }

    private BackupOutcome locked(Site site, Lease lease, Target target, Consumer<String> progress) {
        String primary = site.primary(lease).orElseThrow().name();
        RestoreSite.Search search = new RestoreSite(means).search(site, target, Optional.of(primary));
        if (search instanceof RestoreSite.Search.None none) {
            return new BackupOutcome.Failed(none.exit(), none.why());
        }
        progress.accept("restoring on " + primary + ", beside the site");
        BackupOutcome restored = new RestoreOrders(means, site, progress)
                .restore(((RestoreSite.Search.Way) search).plan(), primary, "replace", Duration.ZERO);
        if (!(restored instanceof BackupOutcome.Done done)) {
            return restored;
        }
        if ("no".equals(done.said().get("ok"))) {
            return new BackupOutcome.Failed(
                    ExitCode.FAILED,
                    Diagnostic.error(
                            "restore.damaged",
                            "What was restored on " + primary + " is not whole: "
                                    + done.said().getOrDefault("why", "") + ". The database was not replaced.",
                            "Try an earlier moment; `resctl restore` without --replace lays it out to be looked at."));
        }
        List<String> notes = new ArrayList<>(done.notes());
        for (Host replica :
                servers(site, lease).filter(h -> !h.name().equals(primary)).toList()) {
            progress.accept("stopping the server of " + replica.name() + " and moving its data aside");
            BackupOutcome aside = tell(site, replica.name(), ASIDE, progress);
            if (!(aside instanceof BackupOutcome.Done moved)) {
                return broken(aside, replica.name());
            }
            note(moved, notes);
        }
        progress.accept("putting the restored data in the place of those of " + primary);
        BackupOutcome put = tell(site, primary, PUT, progress);
        if (!(put instanceof BackupOutcome.Done replaced)) {
            return broken(put, primary);
        }
        note(replaced, notes);
        notes.add("Now `resctl apply`: it seeds the other servers from " + primary
                + ". What was there before stays until you remove it.");
        return new BackupOutcome.Done(primary, done.said(), List.copyOf(notes));
    }

    private static void note(BackupOutcome.Done done, List<String> notes) {
        Optional.ofNullable(done.said().get("aside"))
                .ifPresent(path -> notes.add("What " + done.host() + " had before is in " + path + "."));
    }

    private BackupOutcome tell(Site site, String host, Script order, Consumer<String> progress) {
        return BackupOrders.tell(
                means.hosts().writer(host), order.with("program", site.names().backupProgram()), progress);
    }

    /** Said with the way back. */
    private static BackupOutcome broken(BackupOutcome outcome, String host) {
        return outcome instanceof BackupOutcome.Failed failed
                ? new BackupOutcome.Failed(
                        failed.exit(),
                        Diagnostic.error(
                                "restore.broken",
                                failed.why().summary() + " The database was not replaced on " + host
                                        + "; servers whose data were moved aside before are stopped.",
                                "Run the same command again. To go back instead: on each stopped host move DATA.before-TIME back to its name"
                                        + " (`ls /srv/resctl/*/mariadb`), then `resctl apply`."))
                : outcome;
    }
}
