package io.resctl.app;

import io.resctl.backup.Inventory;
import io.resctl.backup.KeptBackup;
import io.resctl.backup.KeptLog;
import io.resctl.backup.Store;
import io.resctl.diag.Diagnostic;
import io.resctl.model.Backup;
import io.resctl.model.Site;
import io.resctl.view.BackupReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Says what backups there are, and whether they are what the descriptor promises. */
public final class ListBackups {
    /** A look is taken every five minutes, and a backup takes its time. */
    private static final Duration SLACK = Duration.ofMinutes(30);

    private final Means means;

    public ListBackups(Means means) {
        this.means = means;
    }

    public BackupReport list(Site site) {
        BackupSight sight = BackupSight.of(means, site);
        return new BackupReport(
                site.name(),
                List.copyOf(sight.inventories().values()),
                List.copyOf(sight.unseen().values()),
                notes(site.backup().orElseThrow(), sight));
    }

    static List<Diagnostic> notes(Backup backup, BackupSight sight) {
        List<Diagnostic> notes = new ArrayList<>();
        if (sight.maker().isEmpty() && !sight.inventories().isEmpty()) {
            notes.add(Diagnostic.error(
                    "backup.nobody",
                    "No host that answers makes backups now: it would be the turn of "
                            + sight.inventories().values().iterator().next().turn() + ".",
                    "See how that host is: `resctl status`."));
        }
        sight.maker().ifPresent(maker -> overdue(backup, maker, Store.MADE, "made", notes));
        sight.keeper().ifPresent(keeper -> overdue(backup, keeper, Store.COPY, "copied", notes));
        for (Inventory inventory : sight.inventories().values()) {
            inventory
                    .frozen()
                    .forEach(why -> notes.add(Diagnostic.error(
                            "backup.frozen",
                            "On " + inventory.host() + " nothing is removed any more: " + why,
                            "Look at the newest backup first: `resctl backup verify --host " + inventory.host()
                                    + "`.")));
            inventory
                    .damaged()
                    .forEach(what -> notes.add(Diagnostic.error(
                            "backup.damaged",
                            "On " + inventory.host() + " there is something that cannot be read: " + what + ".",
                            "It is left as it is, and never restored. See how the disk is.")));
            inventory.logs().stream()
                    .filter(log -> log.state() == KeptLog.State.GAP)
                    .forEach(
                            log -> notes.add(
                                    Diagnostic.error(
                                            "backup.gap",
                                            "On " + inventory.host() + " the archive of the binary log has a gap in "
                                                    + log.line() + " " + log.file() + ".",
                                            "What was written in it can be restored from another host's archive only. Begin anew: `resctl backup now --full`.")));
            inventory
                    .verified()
                    .filter(v -> !v.ok())
                    .ifPresent(v -> notes.add(Diagnostic.error(
                            "backup.failed-verify",
                            "The last backup that was restored to try it, on " + inventory.host() + ", was no good: "
                                    + v.why() + ".",
                            "Mend that, then try again: `resctl backup verify --host " + inventory.host() + "`.")));
        }
        return List.copyOf(notes);
    }

    private static void overdue(Backup backup, Inventory inventory, Store store, String done, List<Diagnostic> notes) {
        Optional<Instant> newest = inventory.backups().stream()
                .filter(b -> b.store() == store)
                .map(KeptBackup::started)
                .max(Comparator.naturalOrder());
        Duration most = backup.every().multipliedBy(2).plus(SLACK);
        inventory.backups().stream()
                .filter(b -> b.store() == store)
                .max(Comparator.comparing(KeptBackup::started))
                .filter(b ->
                        b.heartbeat().map(h -> h.plus(most).isBefore(b.ended())).orElse(false))
                .ifPresent(b -> notes.add(Diagnostic.error(
                        "backup.stale",
                        "The newest backup that was " + done + " on " + inventory.host() + " holds data of "
                                + b.heartbeat().orElseThrow() + ": the server it is of had stood still.",
                        "See why that server does not follow: `resctl status`.")));
        if (newest.isEmpty() || newest.get().plus(most).isBefore(inventory.now())) {
            notes.add(Diagnostic.error(
                    "backup.overdue",
                    newest.map(n -> "The newest backup that was " + done + " on " + inventory.host() + " is of " + n
                                    + ".")
                            .orElse("No backup was " + done + " on " + inventory.host() + " yet."),
                    "Make one and see what is said: `resctl backup now`. What was said before: `journalctl -u 'resctl-*-backup-*'` on "
                            + inventory.host() + "."));
        }
    }
}
