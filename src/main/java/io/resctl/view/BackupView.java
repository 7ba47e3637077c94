package io.resctl.view;

import io.resctl.backup.Inventory;
import io.resctl.backup.KeptBackup;
import io.resctl.backup.Store;
import io.resctl.diag.Diagnostic;
import io.resctl.view.Table.Cell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What backups there are, and what came of making, trying or restoring one. */
public final class BackupView {
    private BackupView() {}

    public static String list(BackupReport report, Screen screen) {
        List<String> out = new ArrayList<>();
        out.add("Backups of site " + screen.bold(report.site()));
        for (Inventory inventory : report.inventories()) {
            for (Store store : Store.values()) {
                out.addAll(store(inventory, store, screen));
            }
            inventory
                    .verified()
                    .ifPresent(v -> out.add("  Last tried " + Words.time(v.at()) + ": "
                            + (v.ok() ? screen.green("good") : screen.red("NOT GOOD")) + ", "
                            + v.heartbeat().map(h -> "data up to " + second(h)).orElse("age of its data unknown")));
            inventory
                    .restore()
                    .ifPresent(
                            r -> out.add("  A restore stands in " + r + ": `resctl restore --remove` takes it away."));
        }
        out.add("");
        report.unseen().forEach(note -> out.addAll(Notes.lines(note, screen)));
        report.notes().forEach(note -> out.addAll(Notes.lines(note, screen)));
        if (report.notes().stream().noneMatch(Diagnostic::isError)
                && report.unseen().isEmpty()) {
            out.add(screen.green("All is as the descriptor promises."));
        }
        return String.join("\n", out) + "\n";
    }

    private static List<String> store(Inventory inventory, Store store, Screen screen) {
        List<KeptBackup> kept = inventory.backups().stream()
                .filter(b -> b.store() == store)
                .sorted(Comparator.comparing(KeptBackup::started).reversed())
                .toList();
        if (kept.isEmpty()) {
            return List.of();
        }
        List<String> out = new ArrayList<>();
        out.add("");
        out.add(screen.bold(inventory.host()) + " (" + inventory.zone() + "), "
                + (store == Store.MADE ? "made here" : "copy") + ", "
                + Words.count(kept.size(), "backup", "backups"));
        Table table = new Table();
        table.row("BACKUP", "KIND", "OF", "SIZE", "POSITION");
        for (KeptBackup b : kept) {
            table.row(
                    Cell.plain(b.line() + "/" + b.name()),
                    Cell.plain(b.full() ? "full" : "incremental"),
                    Cell.plain(second(b.ended())),
                    Cell.plain(size(b.bytes())),
                    Cell.plain(Words.oneLine(b.endGtid())));
        }
        out.addAll(table.lines("  "));
        reach(inventory, store)
                .ifPresent(reach -> out.add("  The binary log is archived up to " + second(reach) + ", "
                        + Words.elapsed(Duration.between(reach, inventory.now()).abs()) + " ago."));
        return out;
    }

    private static Optional<Instant> reach(Inventory inventory, Store store) {
        return inventory.logs().stream()
                .filter(l -> l.store() == store)
                .flatMap(l -> l.last().stream())
                .max(Comparator.naturalOrder());
    }

    /**
     * What came of it.
     *
     * @param said what the host's program told, by word
     */
    public static String done(String verb, String host, Map<String, String> said, List<String> notes, Screen screen) {
        List<String> out = new ArrayList<>();
        switch (verb) {
            case "made" -> out.add(screen.green("Made") + " " + said.getOrDefault("made", "") + " on " + host + ".");
            case "verified" ->
                out.add(screen.green("Good") + ": restored on " + host + " in " + said.getOrDefault("seconds", "?")
                        + " s, up to " + said.getOrDefault("reached", "?") + "; its newest data are "
                        + said.getOrDefault("age", "?") + " s old.");
            case "replaced" ->
                out.add(screen.green("Replaced") + ": the primary " + host + " has the database as restored up to "
                        + said.getOrDefault("reached", "?") + ".");
            default -> out.addAll(restored(host, said, screen));
        }
        notes.forEach(note -> out.add(screen.yellow("Note") + ": " + note));
        return String.join("\n", out) + "\n";
    }

    private static List<String> restored(String host, Map<String, String> said, Screen screen) {
        String container = said.getOrDefault("container", "");
        List<String> out = new ArrayList<>();
        out.add(screen.green("Restored") + " on " + host + " in " + said.getOrDefault("seconds", "?") + " s, up to "
                + said.getOrDefault("reached", "?") + ", newest heartbeat " + said.getOrDefault("heartbeat", "-")
                + ".");
        if ("no".equals(said.get("ok"))) {
            out.add(screen.red("Not whole") + ": " + said.getOrDefault("why", ""));
        }
        out.add("It has no network; the site was not touched. On " + host + ":");
        out.add("  look     docker exec -it -u mysql " + container + " mariadb -u mysql");
        out.add("  dump     docker exec -u mysql " + container + " mariadb-dump -u mysql DATABASE TABLE > FILE");
        out.add("  data     " + said.getOrDefault("folder", ""));
        out.add("When you are done: resctl restore --remove");
        return out;
    }

    private static String second(Instant instant) {
        return instant.toString().replace('T', ' ').replace("Z", " UTC");
    }

    private static String size(long bytes) {
        return bytes < 10 << 20 ? (bytes >> 10) + " kB" : (bytes >> 20) + " MB";
    }
}
