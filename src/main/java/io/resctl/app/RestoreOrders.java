package io.resctl.app;

import io.resctl.backup.RestorePlan;
import io.resctl.diag.Diagnostic;
import io.resctl.host.Script;
import io.resctl.model.Site;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Has a host lay out what a plan says, fetching first what another host keeps. */
final class RestoreOrders {
    private static final Script FETCH = Script.of("""
            export BACKUPS="$backups" LOGS="$logs"
            "$program" fetch "$from"
            """);

    /** The key reaches the program by a file in memory, which the program removes. */
    private static final Script RESTORE = Script.of("""
            run="/run/resctl-backup-$site"
            umask 077
            mkdir -p -- "$run"
            trap 'rm -rf -- "$run"' EXIT
            if [ -n "$key" ]; then printf '%s\\n' "$key" >"$run/key"; fi
            unset key
            export WHICH="$which" BACKUPS="$backups" LOGS="$logs" START="$start" STOP="$stop" LIMIT="$limit"
            "$program" restore
            """);

    private final Means means;
    private final Site site;
    private final Consumer<String> progress;

    RestoreOrders(Means means, Site site, Consumer<String> progress) {
        this.means = means;
        this.site = site;
        this.progress = progress;
    }

    /**
     * Restores.
     *
     * @param which as the host's program calls it
     * @param limit how old the newest data may be, for {@code verify}
     */
    BackupOutcome restore(RestorePlan plan, String into, String which, Duration limit) {
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
        if (!into.equals(plan.host())) {
            progress.accept("fetching from " + plan.host());
            BackupOutcome fetched = tell(into, of(FETCH, plan, into).with("from", plan.host()));
            if (!(fetched instanceof BackupOutcome.Done)) {
                return fetched;
            }
        }
        BackupOutcome outcome = tell(
                into,
                of(RESTORE, plan, into)
                        .with("site", site.name())
                        .with("which", which)
                        .with("start", plan.start())
                        .with("stop", plan.stop().orElse(""))
                        .with("limit", Long.toString(limit.toSeconds()))
                        .with("key", key.get()));
        return outcome instanceof BackupOutcome.Done done
                ? new BackupOutcome.Done(done.host(), done.said(), plan.notes())
                : outcome;
    }

    private Script of(Script script, RestorePlan plan, String into) {
        return script.with("program", site.names().backupProgram())
                .with("backups", plan.backups(into))
                .with("logs", plan.logFiles(into));
    }

    private BackupOutcome tell(String host, Script order) {
        return BackupOrders.tell(means.hosts().writer(host), order, progress);
    }
}
