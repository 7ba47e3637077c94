package io.resctl.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.backup.Inventory;
import io.resctl.diag.Diagnostic;
import io.resctl.model.Sites;
import io.resctl.testing.Golden;
import io.resctl.view.BackupReport;
import io.resctl.view.BackupView;
import io.resctl.view.Screen;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ListBackupsTest {
    private static final String A2 = "host a2 milan 2026-11-24T13:00:00Z\nturn a2\nkeeper b1\ndisk 100 1000\n";
    private static final String B1 = "host b1 turin 2026-11-24T13:00:00Z\nturn a2\nkeeper b1\ndisk 100 1000\n";

    @Test
    void allIsWell() {
        assertThat(notes(A2 + backup("made", "12:10:00", "12:09:59"), B1 + backup("copy", "12:10:00", "12:09:59")))
                .isEmpty();
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThat(notes(A2 + backup("made", "08:00:00", "07:59:59"), B1))
                .containsExactly("backup.overdue", "backup.overdue");
        assertThat(notes(A2 + backup("made", "12:10:00", "08:00:00"), B1 + backup("copy", "12:10:00", "12:09:59")))
                .containsExactly("backup.stale");
        assertThat(notes(B1 + backup("copy", "12:10:00", "12:09:59"))).containsExactly("backup.nobody");
        String wrong = """
                frozen copy x has 1 bytes
                backup copy nonsense
                log copy a2-0123456789abcdef binlog.000001 100 gap 20261124T120000Z 20261124T120000Z -
                verified {"at":"2026-11-24T12:00:00Z","host":"b1","ok":"no","why":"old","reached":"0-1-2","heartbeat":""}
                """;
        assertThat(notes(
                        A2 + backup("made", "12:10:00", "12:09:59"),
                        B1 + backup("copy", "12:10:00", "12:09:59") + wrong))
                .containsExactly("backup.frozen", "backup.damaged", "backup.gap", "backup.failed-verify");
    }

    @Test
    void whatAPersonReads() {
        BackupSight sight = sight(
                A2 + backup("made", "12:10:00", "12:09:59")
                        + "log made a2-0123456789abcdef binlog.000003 5000 open 20261124T101000Z 20261124T125900Z 0-1-400\n",
                B1 + backup("copy", "08:10:00", "08:09:59")
                        + "verified {\"at\":\"2026-11-24T12:00:00Z\",\"host\":\"b1\",\"ok\":\"yes\",\"why\":\"\",\"reached\":\"0-1-2\",\"heartbeat\":\"2026-11-24T11:59:58Z\"}\n");
        BackupReport report = new BackupReport(
                "acme",
                List.copyOf(sight.inventories().values()),
                List.of(),
                ListBackups.notes(Sites.backedUp().backup().orElseThrow(), sight));
        Golden.check("view/backups.txt", BackupView.list(report, Screen.PLAIN));
    }

    private static List<String> notes(String... said) {
        return ListBackups.notes(Sites.backedUp().backup().orElseThrow(), sight(said)).stream()
                .map(Diagnostic::code)
                .toList();
    }

    private static BackupSight sight(String... said) {
        SortedMap<String, Inventory> inventories = new TreeMap<>();
        for (String text : said) {
            Inventory inventory = Inventory.parse(text).orElseThrow();
            inventories.put(inventory.host(), inventory);
        }
        return new BackupSight(inventories, new TreeMap<>());
    }

    private static String backup(String store, String ended, String heartbeat) {
        return ("backup %s a2-0123456789abcdef - {\"line\":\"a2-0123456789abcdef\",\"name\":\"000001-20261124T%sZ-full\",\"base\":\"\","
                        + "\"started\":\"2026-11-24T%sZ\",\"ended\":\"2026-11-24T%sZ\",\"startGtid\":\"0-1-1\",\"endGtid\":\"0-1-300\","
                        + "\"logFile\":\"binlog.000003\",\"logPosition\":\"400\",\"heartbeat\":\"2026-11-24T%sZ\",\"encrypted\":\"no\",\"bytes\":\"73400320\"}\n")
                .formatted(store, ended.replace(":", ""), ended, ended, heartbeat);
    }
}
