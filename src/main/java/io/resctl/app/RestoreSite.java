package io.resctl.app;

import io.resctl.backup.Inventory;
import io.resctl.backup.RestorePlan;
import io.resctl.backup.Restores;
import io.resctl.backup.Target;
import io.resctl.diag.Diagnostic;
import io.resctl.host.Script;
import io.resctl.model.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Restores beside the site: a server without network on one host, on a folder of its own. The site itself is not touched. */
public final class RestoreSite {
    private static final String RESTORE = """
            run="/run/resctl-backup-$site"
            umask 077
            mkdir -p -- "$run"
            trap 'rm -rf -- "$run"' EXIT
            if [ -n "$key" ]; then printf '%s\\n' "$key" >"$run/key"; fi
            unset key
            export WHICH="$which" BACKUPS="$backups" LOGS="$logs" START="$start" STOP="$stop" LIMIT="$limit"
            "$program" restore
            """;

    private static final Script ARCHIVE = Script.of("""
            "$program" archive
            """);

    private static final Script REMOVE = Script.of("""
            "$program" remove restore
            """);

    private final Means means;

    public RestoreSite(Means means) {
        this.means = means;
    }

    /**
     * Lays out a moment.
     *
     * @param into the host; empty: the one that keeps the copy or makes the backups, whichever has the way there
     */
    public BackupOutcome restore(Site site, Target target, Optional<String> into, Consumer<String> progress) {
        return run(site, target, into, "restore", Duration.ZERO, progress);
    }

    /**
     * Restores the latest backup and the log after it, looks at it, and takes it away again.
     *
     * @param limit how old the newest data may be
     */
    public BackupOutcome verify(Site site, Optional<String> on, Duration limit, Consumer<String> progress) {
        return run(site, new Target.Latest(), on, "verify", limit, progress);
    }

    /** Takes a restore away that was left to be looked at. */
    public BackupOutcome remove(Site site, String host) {
        return BackupOrders.tell(
                means.hosts().writer(host), REMOVE.with("program", site.names().backupProgram()), line -> {});
    }

    private BackupOutcome run(
            Site site, Target target, Optional<String> host, String which, Duration limit, Consumer<String> progress) {
        BackupSight sight = BackupSight.of(means, site);
        // What was written a moment ago shall be there too. Where it cannot be had, the rest can.
        sight.maker()
                .ifPresent(maker -> BackupOrders.tell(
                        means.hosts().writer(maker.host()),
                        ARCHIVE.with("program", site.names().backupProgram()),
                        line -> {}));
        BackupSight now = BackupSight.of(means, site);
        List<Diagnostic> not = new ArrayList<>();
        for (Inventory inventory : candidates(now, host)) {
            switch (Restores.way(inventory, target)) {
                case Restores.Found.Way way -> {
                    return carryOut(site, way.plan(), which, limit, progress);
                }
                case Restores.Found.None none -> not.add(none.why());
            }
        }
        Diagnostic why = not.stream()
                .findFirst()
                .or(() -> host.flatMap(h -> Optional.ofNullable(now.unseen().get(h))))
                .or(() -> now.unseen().values().stream().findFirst())
                .orElseGet(() -> Diagnostic.error(
                        "backup.none", "No database host keeps a backup.", "Make one: `resctl backup now`."));
        return which.equals("verify") && !not.isEmpty()
                ? new BackupOutcome.Unfit(host.orElse(""), why)
                : new BackupOutcome.Failed(
                        not.isEmpty() && !now.unseen().isEmpty() ? ExitCode.UNREACHABLE : ExitCode.FAILED, why);
    }

    /** The copy first: there it is tried what is left when the live zone is gone, and no server of the site is slowed down. */
    private static List<Inventory> candidates(BackupSight sight, Optional<String> host) {
        List<Inventory> ordered = new ArrayList<>();
        sight.keeper().ifPresent(ordered::add);
        sight.maker().ifPresent(ordered::add);
        sight.inventories().values().stream().filter(i -> !ordered.contains(i)).forEach(ordered::add);
        return ordered.stream()
                .filter(i -> host.isEmpty() || host.get().equals(i.host()))
                .toList();
    }

    private BackupOutcome carryOut(
            Site site, RestorePlan plan, String which, Duration limit, Consumer<String> progress) {
        Optional<String> key = plan.encrypted()
                ? site.backup()
                        .flatMap(b -> b.encryption())
                        .flatMap(e -> means.secrets().apply(e.keySecret()))
                : Optional.of("");
        if (key.isEmpty()) {
            return new BackupOutcome.Failed(
                    ExitCode.FAILED,
                    Diagnostic.error(
                            "backup.key",
                            "The backups are encrypted, and their private key cannot be had.",
                            "`backup.encrypt.key` names the secret that holds it. Nothing was changed."));
        }
        Script order = Script.of(RESTORE)
                .with("program", site.names().backupProgram())
                .with("site", site.name())
                .with("which", which)
                .with("backups", plan.backups())
                .with("logs", plan.logFiles())
                .with("start", plan.start())
                .with("stop", plan.stop().orElse(""))
                .with("limit", Long.toString(limit.toSeconds()))
                .with("key", key.get());
        BackupOutcome outcome = BackupOrders.tell(means.hosts().writer(plan.host()), order, progress);
        if (outcome instanceof BackupOutcome.Done done) {
            return "no".equals(done.said().get("ok")) && which.equals("verify")
                    ? new BackupOutcome.Unfit(
                            plan.host(), unfit(plan.host(), done.said().getOrDefault("why", "")))
                    : new BackupOutcome.Done(done.host(), done.said(), plan.notes());
        }
        return which.equals("verify")
                        && outcome instanceof BackupOutcome.Failed failed
                        && failed.exit() == ExitCode.FAILED
                ? new BackupOutcome.Unfit(plan.host(), failed.why())
                : outcome;
    }

    private static Diagnostic unfit(String host, String why) {
        return Diagnostic.error(
                "backup.unfit",
                "The newest backup on " + host + " was restored and is not what it should be: " + why + ".",
                "Make a new one from a server that is in step, then try that: `resctl status`, `resctl backup now --full`, `resctl backup verify`.");
    }
}
