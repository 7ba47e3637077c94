package io.resctl.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestoresTest {
    private static final String LINE = "a2-0123456789abcdef";
    private static final String OLD = "a1-fedcba9876543210";
    private static final String FULL = backup(LINE, "000001-20261124T100000Z-full", "", "10:00:20", "0-1-100", 3, 700);
    private static final String FIRST = backup(
            LINE, "000002-20261124T110000Z-incremental", "000001-20261124T100000Z-full", "11:00:05", "0-1-200", 4, 900);
    private static final String SECOND = backup(
            LINE,
            "000003-20261124T120000Z-incremental",
            "000002-20261124T110000Z-incremental",
            "12:00:05",
            "0-1-300",
            4,
            5000);
    private static final String LOGS =
            log(LINE, 3, 9000, "closed", "10:30:00", "0-1-150") + log(LINE, 4, 8000, "open", "12:30:00", "0-1-350");

    @Test
    void aTimeIsReachedFromTheNewestBackupBeforeIt() {
        RestorePlan plan = way("2026-11-24T11:30:00Z", FULL + FIRST + SECOND + LOGS);
        assertThat(plan.backups("a2"))
                .containsExactly(
                        "made " + LINE + "/000001-20261124T100000Z-full",
                        "made " + LINE + "/000002-20261124T110000Z-incremental");
        assertThat(plan.logFiles("a2")).containsExactly("made " + LINE + "/log/binlog.000004");
        assertThat(plan.start()).isEqualTo("900");
        assertThat(plan.stop()).contains("--stop-datetime=2026-11-24 11:30:01");
        assertThat(plan.notes()).isEmpty();
    }

    /** A backup that ended within a minute of the moment may hold more than the moment: clocks differ. */
    @Test
    void clocksMayDiffer() {
        assertThat(way("2026-11-24T11:00:50Z", FULL + FIRST + LOGS).chain()).hasSize(1);
        assertThat(way("2026-11-24T11:01:05Z", FULL + FIRST + LOGS).chain()).hasSize(2);
    }

    @Test
    void aTransactionIsReachedByItsPosition() {
        RestorePlan plan = way("0-7-250", FULL + FIRST + SECOND + LOGS);
        assertThat(plan.chain()).hasSize(2);
        assertThat(plan.stop()).contains("--stop-position=0-7-250");
        RestorePlan exactly = way("0-1-300", FULL + FIRST + SECOND + LOGS);
        assertThat(exactly.chain()).hasSize(3);
        assertThat(exactly.logs()).as("it ends there by itself").isEmpty();
        assertThat(exactly.stop()).isEmpty();
    }

    @Test
    void latestGoesAsFarAsTheArchive() {
        RestorePlan plan = way("latest", FULL + FIRST + SECOND + LOGS);
        assertThat(plan.chain()).hasSize(3);
        assertThat(plan.stop()).isEmpty();
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void aChainThatLacksALinkIsNotTaken() {
        RestorePlan plan = way("latest", FULL + SECOND + LOGS);
        assertThat(plan.chain()).hasSize(1);
        assertThat(plan.logFiles("a2")).hasSize(2);
    }

    @Test
    void whatIsTooFarBackIsRefused() {
        assertThat(none("2026-11-24T09:00:00Z", FULL + LOGS)).isEqualTo("restore.too-old");
        assertThat(none("0-1-50", FULL + LOGS)).isEqualTo("restore.too-old");
        assertThat(none("2026-11-24T14:00:00Z", FULL + LOGS)).isEqualTo("restore.future");
        assertThat(none("latest", LOGS)).isEqualTo("backup.none");
    }

    @Test
    void aGapInTheLogEndsTheWayAndIsSaid() {
        String gap =
                log(LINE, 3, 9000, "gap", "10:30:00", "0-1-150") + log(LINE, 4, 8000, "open", "12:30:00", "0-1-350");
        RestorePlan plan = way("2026-11-24T12:00:00Z", FULL + gap);
        assertThat(plan.logFiles("a2")).containsExactly("made " + LINE + "/log/binlog.000003");
        assertThat(plan.notes()).singleElement().asString().contains("gap");
        String lacking =
                log(LINE, 3, 9000, "closed", "10:30:00", "0-1-150") + log(LINE, 5, 8000, "open", "12:30:00", "0-1-350");
        assertThat(way("2026-11-24T12:00:00Z", FULL + lacking).notes())
                .singleElement()
                .asString()
                .contains("2026-11-24T10:30:00Z");
    }

    /** The turn went from a1 to a2 between the backup and the moment: a2's archive holds the same transactions. */
    @Test
    void anotherServersArchiveGoesOn() {
        String before = backup(OLD, "000009-20261124T093000Z-full", "", "09:30:30", "0-1-80", 7, 400)
                + log(OLD, 7, 600, "open", "09:50:00", "0-1-90");
        RestorePlan plan = way(
                "2026-11-24T09:58:00Z",
                before
                        + FULL
                        + log(LINE, 1, 50, "closed", "09:55:00", "0-1-85")
                        + log(LINE, 2, 800, "closed", "09:59:00", "0-1-99")
                        + LOGS);
        assertThat(plan.backups("a2")).containsExactly("made " + OLD + "/000009-20261124T093000Z-full");
        assertThat(plan.start()).isEqualTo("0-1-80");
        assertThat(plan.logFiles("a2")).first().isEqualTo("made " + LINE + "/log/binlog.000001");
        RestorePlan own = way("2026-11-24T09:45:00Z", before + FULL + LOGS);
        assertThat(own.start()).as("its own archive is enough").isEqualTo("400");
    }

    @Test
    void whatIsDamagedIsToldAndNotTaken() {
        Inventory inventory =
                inventory(FULL + "backup made " + LINE + " - {\"name\": \"x\"}\nlog made " + LINE + " binlog.1 x\n");
        assertThat(inventory.backups()).hasSize(1);
        assertThat(inventory.damaged()).hasSize(2);
    }

    private static RestorePlan way(String target, String kept) {
        Restores.Found found =
                Restores.way(inventory(kept), Target.parse(target).orElseThrow());
        assertThat(found).isInstanceOf(Restores.Found.Way.class);
        return ((Restores.Found.Way) found).plan();
    }

    private static String none(String target, String kept) {
        Restores.Found found =
                Restores.way(inventory(kept), Target.parse(target).orElseThrow());
        assertThat(found).isInstanceOf(Restores.Found.None.class);
        return ((Restores.Found.None) found).why().code();
    }

    private static Inventory inventory(String kept) {
        Optional<Inventory> inventory =
                Inventory.parse("host a2 milan 2026-11-24T13:00:00Z\nturn a2\nkeeper b1\ndisk 100 1000\n" + kept);
        return inventory.orElseThrow();
    }

    private static String backup(
            String line, String name, String base, String ended, String gtid, int log, int position) {
        return ("backup made %s - {\"line\":\"%s\",\"name\":\"%s\",\"base\":\"%s\",\"started\":\"2026-11-24T%sZ\",\"ended\":\"2026-11-24T%sZ\","
                        + "\"startGtid\":\"\",\"endGtid\":\"%s\",\"logFile\":\"binlog.%06d\",\"logPosition\":\"%d\",\"heartbeat\":\"\",\"encrypted\":\"no\",\"bytes\":\"1\"}\n")
                .formatted(line, line, name, base, ended, ended, gtid, log, position);
    }

    private static String log(String line, int number, int bytes, String state, String last, String gtid) {
        String stamp = "20261124T" + last.replace(":", "") + "Z";
        return "log made %s binlog.%06d %d %s %s %s %s\n".formatted(line, number, bytes, state, stamp, stamp, gtid);
    }

    @Test
    void momentsAreSpelt() {
        for (String good : List.of(
                "latest",
                "0-1-5",
                "2026-11-24T11:00:05Z",
                "2026-11-24 11:00:05",
                "2026-11-24 11:00:05 UTC",
                "2026-11-24T12:00:05+01:00")) {
            assertThat(Target.parse(good)).as(good).isPresent();
        }
        assertThat(Target.parse("2026-11-24T12:00:05+01:00")).isEqualTo(Target.parse("2026-11-24 11:00:05"));
        for (String bad :
                List.of("", "yesterday", "0-1", "2026-11-24", "2026-11-24T11:00:05.5Z", "2026-13-24T11:00:05Z")) {
            assertThat(Target.parse(bad)).as(bad).isEmpty();
        }
    }
}
