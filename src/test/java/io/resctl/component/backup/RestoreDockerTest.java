package io.resctl.component.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.backup.KeptLog;
import io.resctl.backup.RestorePlan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The program that hosts get, on a real server: what is restored, when it counts as restored, and how it takes the place of what was there. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestoreDockerTest {
    private BackupRig rig;

    @BeforeAll
    void start() {
        rig = BackupRig.withServer("a1");
    }

    @BeforeEach
    void begin() {
        rig.neverBackedUp();
    }

    @AfterAll
    void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    /** Point 4 of the issue: every row of the second before, and the table itself. */
    @Test
    void restoresToOneSecondBeforeADrop() {
        rig.sql("USE shop; INSERT INTO visits (what) SELECT seq FROM seq_1_to_1000");
        rig.backup("make", "full").ok();
        rig.sql("INSERT INTO shop.visits (what) VALUES ('between')");
        rig.backup("make", "incremental").ok();
        Instant before = Instant.now();
        // Clocks may differ by a minute, so a backup is taken only where it is older than that: here the full one alone
        // would do.
        rig.sql("SET @n = 0; " + "INSERT INTO shop.visits (what) VALUES ('after'); DO SLEEP(0.11); ".repeat(30));
        rig.sql("FLUSH BINARY LOGS; " + "INSERT INTO shop.visits (what) VALUES ('later'); DO SLEEP(0.07); ".repeat(20));
        Instant second = Instant.parse(
                rig.sql("SET time_zone = '+00:00'; SELECT DATE_FORMAT(MAX(at), '%Y-%m-%dT%TZ') FROM shop.visits"));
        String rows = "SELECT COUNT(*), MAX(id), COALESCE(SUM(CRC32(CONCAT(id, what, at))), 0) FROM shop.visits";
        String all = rig.sql(rows);
        rig.sql("DO SLEEP(1.1); DROP TABLE shop.visits");
        String after = rig.sql("SELECT @@gtid_binlog_pos");
        rig.backup("archive").ok();

        RestorePlan plan = newest(
                rig.way("latest"),
                "--stop-datetime="
                        + second.plusSeconds(1).toString().replace('T', ' ').replace("Z", ""));
        assertThat(plan.chain()).hasSize(2);
        BackupRig.Said said = rig.restore("restore", plan, 0).ok();
        assertThat(rig.restored(rows)).isEqualTo(all);
        assertThat(said.out()).contains("ok yes\n").doesNotContain("reached " + after);
        assertThat(rig.sh("docker inspect -f '{{.HostConfig.NetworkMode}}' resctl-" + rig.id + "-restore")
                        .out()
                        .strip())
                .isEqualTo("none");
        assertThat(rig.restored("SELECT @@event_scheduler")).isEqualTo("OFF");
        assertThat(rig.restore("restore", plan, 0).err()).contains("an earlier restore is still there");
        rig.backup("remove", "restore").ok();

        // By the transaction before the drop; and with all, the table is gone.
        String[] gtid = after.split("-");
        String last = gtid[0] + "-" + gtid[1] + "-" + (Long.parseLong(gtid[2]) - 1);
        assertThat(rig.restore("restore", rig.way(last), 0).ok().out()).contains("reached " + last + "\n");
        assertThat(rig.restored(rows)).isEqualTo(all);
        rig.backup("remove", "restore").ok();
        assertThat(rig.restore("restore", rig.way("latest"), 0).ok().out()).contains("reached " + after + "\n");
        assertThat(rig.restored("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'shop'"))
                .isEqualTo("0");
        assertThat(before).isBefore(Instant.now());
    }

    /** A backup that can be restored and is two months old is no good, however young its files are. */
    @Test
    void aStaleBackupFailsItsTrial() {
        rig.heartbeat("UTC_TIMESTAMP(6) - INTERVAL 61 DAY");
        rig.backup("make").ok();
        rig.backup("archive").ok();
        assertThat(rig.restore("verify", rig.way("latest"), 7200).ok().out())
                .contains("\nok no\n", "which is more than the 7200 s that are allowed");
        assertThat(rig.inventory().verified())
                .hasValueSatisfying(v -> assertThat(v.ok()).isFalse());

        rig.heartbeat("UTC_TIMESTAMP(6)");
        rig.backup("archive").ok();
        assertThat(rig.restore("verify", rig.way("latest"), 7200).ok().out()).contains("\nok yes\n");
        assertThat(rig.inventory().verified())
                .hasValueSatisfying(v -> assertThat(v.ok()).isTrue());
        assertThat(rig.sh("ls srv/restore; docker ps -a --format '{{.Names}}' | grep " + rig.id + "-verify")
                        .out())
                .isBlank();

        rig.sql("DROP TABLE resctl.heartbeat");
        rig.backup("archive").ok();
        assertThat(rig.restore("verify", rig.way("latest"), 7200).ok().out()).contains("\nok no\n", "no heartbeat");
    }

    /** A piece of the archive is lost: what comes before it is restored, as the plan says. */
    @Test
    void aGapEndsARestoreAndDoesNotPreventIt() {
        rig.backup("make").ok();
        for (String what : List.of("before", "lost", "after")) {
            rig.sql("INSERT INTO shop.visits (what) VALUES ('" + what + "')");
            rig.backup("archive").ok();
        }
        String middle = "$(ls -d srv/backup/made/*/log/binlog.000001/0* | tail -n 2 | head -n 1)";
        String from =
                rig.sh("basename " + middle + " | cut -d_ -f 1").ok().out().strip();
        rig.sh("rm " + middle).ok();
        RestorePlan plan = rig.way("latest");
        assertThat(plan.notes()).singleElement().asString().contains("gap", "nothing after it is restored");
        BackupRig.Said said = rig.restore("restore", plan, 0).ok();
        assertThat(rig.restored("SELECT what FROM shop.visits")).isEqualTo("before");
        assertThat(said.err()).contains("a gap", "nothing after it is restored");
        rig.backup("remove", "restore").ok();

        // A gap that others are to be replayed after is none that a plan knows of: nothing is restored over it.
        rig.sql("FLUSH BINARY LOGS; INSERT INTO shop.visits (what) VALUES ('in the next file')");
        rig.backup("archive").ok();
        // The server had what was lacking still.
        rig.sh("rm srv/backup/made/*/log/binlog.000001/" + from + "_*").ok();
        List<KeptLog> logs = rig.inventory().logs();
        RestorePlan over = new RestorePlan(plan.host(), plan.chain(), logs, plan.start(), Optional.empty(), List.of());
        assertThat(logs).hasSize(2);
        assertThat(rig.restore("restore", over, 0).err()).contains("has a gap", "lacks the bytes from");
    }

    /** What {@code resctl restore --replace} has a primary do; the last part is what it has a replica do. */
    @Test
    void whatIsRestoredTakesThePlaceAndNothingIsDeleted() {
        rig.append(
                "common.sh",
                "systemctl() { case $1 in stop) docker stop -t 60 $container ;; start) docker start $container ;; esac >/dev/null; }");
        rig.sql("INSERT INTO shop.visits (what) VALUES ('in the backup')");
        rig.backup("make").ok();
        rig.sql("INSERT INTO shop.visits (what) VALUES ('in the log')");
        String position = rig.sql("SELECT @@gtid_binlog_pos");
        rig.backup("archive").ok();
        rig.sql("INSERT INTO shop.visits (what) VALUES ('too late')");
        String rows = "SELECT GROUP_CONCAT(what ORDER BY id) FROM shop.visits";

        assertThat(rig.backup("put").err()).contains("no restored data are in");
        assertThat(rig.sql(rows)).as("it goes on").isEqualTo("in the backup,in the log,too late");

        rig.restore("replace", rig.way("latest"), 0).ok();
        assertThat(rig.sql(rows)).as("still").isEqualTo("in the backup,in the log,too late");
        BackupRig.Said put = rig.backup("put").ok();
        rig.awaitServer();
        assertThat(rig.sql(rows)).isEqualTo("in the backup,in the log");
        assertThat(put.out()).contains("replaced " + position + "\n");
        String before = put.out()
                .lines()
                .filter(l -> l.startsWith("aside "))
                .findFirst()
                .orElseThrow()
                .substring("aside ".length());
        assertThat(rig.sh("ls '" + before + "/shop/visits.ibd'").exit())
                .as("what was there")
                .isZero();
        assertThat(rig.sh("ls srv/restore; docker ps -a --format '{{.Names}}' | grep " + rig.id + "-replace")
                        .out())
                .isBlank();
        // Numbers of the history that was left are not given again.
        rig.sql("INSERT INTO shop.visits (what) VALUES ('afterwards')");
        assertThat(sequence(rig.sql("SELECT @@gtid_binlog_pos"))).isGreaterThan(sequence(position) + 1_000_000);
        rig.backup("make").ok();
        assertThat(rig.kinds()).as("other data, another chain").containsExactly("full", "full");

        String aside = rig.backup("aside").ok().out().strip().substring("aside ".length());
        assertThat(rig.sh("docker inspect -f '{{.State.Running}}' " + rig.container())
                        .out()
                        .strip())
                .isEqualTo("false");
        assertThat(rig.sh("ls srv/mariadb/data").exit()).isNotZero();
        // As whoever wants it back is told to do.
        rig.sh("mv -T '" + aside + "' srv/mariadb/data && docker start " + rig.container())
                .ok();
        rig.awaitServer();
        assertThat(rig.sql(rows)).isEqualTo("in the backup,in the log,afterwards");
    }

    private static long sequence(String position) {
        return Long.parseLong(position.substring(position.lastIndexOf('-') + 1));
    }

    private static RestorePlan newest(RestorePlan plan, String stop) {
        return new RestorePlan(plan.host(), plan.chain(), plan.logs(), plan.start(), Optional.of(stop), plan.notes());
    }
}
