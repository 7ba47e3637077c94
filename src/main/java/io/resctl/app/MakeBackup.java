package io.resctl.app;

import io.resctl.backup.Inventory;
import io.resctl.diag.Diagnostic;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.model.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Has a backup made now, on the host whose turn it is, and the copy continued. */
public final class MakeBackup {
    private static final Duration PULL = Duration.ofHours(12);

    private static final Script MAKE = Script.of("""
            "$program" make "$kind" || exit
            "$program" archive || echo archive failed
            """);

    /** Continues the copy. */
    static final Script FETCH = Script.of("""
            "$program" pull
            """);

    private final Means means;

    public MakeBackup(Means means) {
        this.means = means;
    }

    public BackupOutcome make(Site site, boolean full, Consumer<String> progress) {
        BackupSight sight = BackupSight.of(means, site);
        Optional<Inventory> maker = sight.maker();
        if (maker.isEmpty()) {
            return new BackupOutcome.Failed(
                    sight.inventories().isEmpty() ? ExitCode.UNREACHABLE : ExitCode.FAILED,
                    sight.unseen().values().stream()
                            .findFirst()
                            .orElseGet(() -> Diagnostic.error(
                                    "backup.nobody",
                                    "No database host says that the backups are its task.",
                                    "See which zone is live: `resctl status`.")));
        }
        String program = site.names().backupProgram();
        BackupOutcome made = BackupOrders.tell(
                means.hosts().writer(maker.get().host()),
                MAKE.with("program", program).with("kind", full ? "full" : "incremental"),
                progress);
        return made instanceof BackupOutcome.Done done ? fetched(site, sight, done, progress) : made;
    }

    /** The backup is made, whatever becomes of the copy. */
    private BackupOutcome fetched(Site site, BackupSight sight, BackupOutcome.Done done, Consumer<String> progress) {
        List<String> notes = new ArrayList<>();
        if (done.said().containsKey("archive")) {
            notes.add(
                    "The binary log could not be archived now; it is tried again there by itself. See `resctl backup list`.");
        }
        sight.keeper().ifPresent(keeper -> {
            progress.accept("the copy on " + keeper.host() + " is continued");
            Reply reply = means.hosts()
                    .writer(keeper.host())
                    .tell(FETCH.with("program", site.names().backupProgram()), PULL, progress);
            if (!(reply instanceof Reply.Answer answer && answer.ok())) {
                notes.add("The copy on " + keeper.host()
                        + " could not be continued now; it is tried again there by itself. See `resctl backup list`.");
            }
        });
        return new BackupOutcome.Done(done.host(), done.said(), List.copyOf(notes));
    }
}
