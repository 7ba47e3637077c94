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
    private static final Script ARCHIVE = Script.of("""
            "$program" archive
            """);

    private static final Script REMOVE = Script.of("""
            "$program" remove restore
            """);

    /** For the copy to get what the log archive has just got; after that what it has is what there is. */
    private static final Duration CONTINUE = Duration.ofMinutes(10);

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
        return switch (search(site, target, into)) {
            case Search.Way way ->
                new RestoreOrders(means, site, progress)
                        .restore(way.plan(), into.orElse(way.plan().host()), "restore", Duration.ZERO);
            case Search.None none -> new BackupOutcome.Failed(none.exit(), none.why());
        };
    }

    /**
     * Restores the latest backup and the log after it, looks at it, and takes it away again.
     *
     * @param on the host whose backups are tried, on itself
     * @param limit how old the newest data may be
     */
    public BackupOutcome verify(Site site, Optional<String> on, Duration limit, Consumer<String> progress) {
        return switch (search(site, new Target.Latest(), on)) {
            case Search.Way way
            when on.isEmpty() || on.get().equals(way.plan().host()) ->
                verified(new RestoreOrders(means, site, progress)
                        .restore(way.plan(), way.plan().host(), "verify", limit));
            case Search.Way way ->
                new BackupOutcome.Unfit(
                        on.orElseThrow(),
                        Diagnostic.error(
                                "backup.none",
                                on.orElseThrow() + " keeps no backup that can be restored.",
                                way.plan().host() + " does: `resctl backup list`."));
            case Search.None none
            when none.exit() == ExitCode.FAILED -> new BackupOutcome.Unfit(on.orElse(""), none.why());
            case Search.None none -> new BackupOutcome.Failed(none.exit(), none.why());
        };
    }

    /** Takes a restore away that was left to be looked at. */
    public BackupOutcome remove(Site site, String host) {
        return BackupOrders.tell(
                means.hosts().writer(host), REMOVE.with("program", site.names().backupProgram()), line -> {});
    }

    /** What came of looking for the way to a moment. */
    sealed interface Search {
        record Way(RestorePlan plan) implements Search {}

        record None(ExitCode exit, Diagnostic why) implements Search {}
    }

    /** On the host itself if it has the way; else on one that it can fetch from. */
    Search search(Site site, Target target, Optional<String> into) {
        // What was written a moment ago shall be there too. Where it cannot be had, the rest can.
        BackupSight.of(means, site)
                .maker()
                .ifPresent(maker -> BackupOrders.tell(
                        means.hosts().writer(maker.host()),
                        ARCHIVE.with("program", site.names().backupProgram()),
                        line -> {}));
        BackupSight.of(means, site).keeper().ifPresent(keeper -> {
            means.hosts()
                    .writer(keeper.host())
                    .tell(MakeBackup.FETCH.with("program", site.names().backupProgram()), CONTINUE, line -> {});
        });
        BackupSight sight = BackupSight.of(means, site);
        Optional<Diagnostic> silent =
                into.flatMap(h -> Optional.ofNullable(sight.unseen().get(h)));
        if (silent.isPresent()) {
            return new Search.None(ExitCode.UNREACHABLE, silent.get());
        }
        List<Diagnostic> not = new ArrayList<>();
        for (Inventory inventory : candidates(sight, into)) {
            switch (Restores.way(inventory, target)) {
                case Restores.Found.Way way
                when into.isEmpty()
                        || into.get().equals(inventory.host())
                        || way.plan().fetchable() -> {
                    return new Search.Way(way.plan());
                }
                case Restores.Found.Way _ -> {}
                case Restores.Found.None none -> not.add(none.why());
            }
        }
        return new Search.None(
                not.isEmpty() && !sight.unseen().isEmpty() ? ExitCode.UNREACHABLE : ExitCode.FAILED,
                not.stream()
                        .findFirst()
                        .or(() -> sight.unseen().values().stream().findFirst())
                        .orElseGet(() -> Diagnostic.error(
                                "backup.none", "No database host keeps a backup.", "Make one: `resctl backup now`.")));
    }

    /** The copy first: there it is tried what is left when the live zone is gone, and no server of the site is slowed down. */
    private static List<Inventory> candidates(BackupSight sight, Optional<String> into) {
        List<Inventory> ordered = new ArrayList<>();
        into.flatMap(h -> Optional.ofNullable(sight.inventories().get(h))).ifPresent(ordered::add);
        sight.keeper().filter(i -> !ordered.contains(i)).ifPresent(ordered::add);
        sight.maker().filter(i -> !ordered.contains(i)).ifPresent(ordered::add);
        sight.inventories().values().stream().filter(i -> !ordered.contains(i)).forEach(ordered::add);
        return List.copyOf(ordered);
    }

    private static BackupOutcome verified(BackupOutcome outcome) {
        return switch (outcome) {
            case BackupOutcome.Done done
            when "no".equals(done.said().get("ok")) ->
                new BackupOutcome.Unfit(
                        done.host(), unfit(done.host(), done.said().getOrDefault("why", "")));
            case BackupOutcome.Failed failed
            when failed.exit() == ExitCode.FAILED -> new BackupOutcome.Unfit("", failed.why());
            case BackupOutcome.Done _, BackupOutcome.Unfit _, BackupOutcome.Failed _ -> outcome;
        };
    }

    private static Diagnostic unfit(String host, String why) {
        return Diagnostic.error(
                "backup.unfit",
                "The newest backup on " + host + " was restored and is not what it should be: " + why + ".",
                "Make a new one from a server that is in step, then try that: `resctl status`, `resctl backup now --full`, `resctl backup verify`.");
    }
}
