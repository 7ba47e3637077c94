package io.resctl.scenario;

import static io.resctl.scenario.LabSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Backups of a whole site: made on the replica, copied to the other zone, restored to a second, tried, and put in the database's place. */
@Tag("lab")
@Order(3)
@ExtendWith(JobLab.Door.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BackupLabTest {
    private static final String ROWS =
            "SELECT COUNT(*), COALESCE(SUM(CRC32(CONCAT(id, what, at))), 0) FROM ledger.entries";
    private final JobLab lab;
    private LabSite site;
    /** When the first backup was there. */
    private Instant made = Instant.EPOCH;

    BackupLabTest(JobLab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void bringUp() {
        site = lab.applied();
        site.edit(
                "services:\n  web:",
                "backup:\n  every: 1h\n  logs: 5s\n  keep: {hourly: 24, daily: 30}\n  to: turin\n\nservices:\n  web:");
        site.resctl("apply", "--yes").exits(0);
        site.sql(
                "a1",
                "CREATE DATABASE ledger; CREATE TABLE ledger.entries (id INT AUTO_INCREMENT PRIMARY KEY, what TEXT, at TIMESTAMP(6) DEFAULT NOW(6))");
        heartbeat("NOW(6)");
        write(20);
    }

    @Test
    @Order(1)
    void aReplicaMakesThemAndTheOtherZoneHasTheCopy() {
        Tool.Result now = site.resctl("backup", "now").exits(0);
        made = Instant.now();
        System.out.println(
                "backup now: " + now.took().toMillis() + " ms: " + now.out().strip());
        assertThat(now.out()).contains(" on a2.");
        write(5);
        site.resctl("backup", "now").exits(0);
        Tool.Result list = site.resctl("backup", "list").exits(0);
        System.out.println(list.out());
        assertThat(list.out())
                .contains("a2 (milan), made here, ")
                .contains("b1 (turin), copy, ")
                .contains("incremental")
                .doesNotContain("a1 (milan)");
        assertThat(site.resctl("plan", "--detailed-exitcode").exits(0).out()).contains("No changes");
        assertThat(site.shellOn(
                                "b2",
                                "timeout 5 bash -c 'exec 3<>/dev/tcp/" + vpn("a2")
                                        + "/7400 && echo list >&3 && cat <&3'")
                        .out())
                .as("who has no token")
                .isBlank();
        assertThat(site.resctl("backup", "verify").exits(0).out()).contains("Good: restored on b1");
    }

    /** The power goes while a backup is made: it is not taken for one, and the next one is made. */
    @Test
    @Order(2)
    void aHostThatDiesInABackupLeavesNoHalfOne() {
        site.sql(
                "a1",
                "CREATE TABLE ledger.bulk (x LONGBLOB); INSERT INTO ledger.bulk SELECT RANDOM_BYTES(1024) FROM (SELECT 1 FROM mysql.help_relation LIMIT 1000) r");
        String before = kept("a2");
        CompletableFuture<Tool.Result> now =
                CompletableFuture.supplyAsync(() -> site.resctl("backup", "now", "--full"));
        await(
                "it has begun",
                Duration.ofMinutes(1),
                () -> !site.on("a2", "find /srv/resctl/acme/backup/made -name '.making-*'")
                        .isEmpty());
        site.tool.run("lab", "fault", "kill", "a2", "--name", site.lab).exits(0);
        assertThat(now.join().exit()).isNotZero();
        site.tool.run("lab", "fault", "start", "a2", "--name", site.lab).exits(0);
        assertThat(kept("a2")).isEqualTo(before);
        await(
                "its server replicates again",
                Duration.ofMinutes(2),
                () -> site.shellOn(
                                        "a2",
                                        "docker exec -u mysql resctl-acme-db mariadb -u mysql -e 'SHOW SLAVE STATUS\\G' | grep -q 'Slave_SQL_Running: Yes'")
                                .exit()
                        == 0);
        site.resctl("backup", "now", "--full").exits(0);
        assertThat(kept("a2")).isNotEqualTo(before);
        assertThat(site.on("a2", "find /srv/resctl/acme/backup/made -name '.making-*'"))
                .isEmpty();
    }

    /** Point 4. */
    @Test
    @Order(3)
    void oneSecondBeforeADropEveryRowOfThatSecondIsThere() {
        await(
                "a backup is older than clocks may differ",
                Duration.ofSeconds(90),
                () -> Instant.now().isAfter(made.plusSeconds(63)));
        write(40);
        Instant second = second(site.sql("a1", "SET time_zone = '+00:00'; SELECT MAX(at) FROM ledger.entries"));
        String all = site.sql("a1", ROWS);
        await("the second is over", Duration.ofSeconds(5), () -> Instant.now().isAfter(second.plusSeconds(2)));
        site.sql("a1", "DROP TABLE ledger.entries");
        Tool.Result restored = site.resctl("restore", "--to", second.toString()).exits(0);
        System.out.println("restore: " + restored.took().toMillis() + " ms\n" + restored.out());
        assertThat(restoredRows("b1")).isEqualTo(all);
        assertThat(restored.out()).contains("the site was not touched");
        assertThat(site.resctl("restore", "--to", "latest").exits(1).err())
                .contains("an earlier restore is still there");
        site.resctl("restore", "--remove").exits(0);
        Tool.Result elsewhere = site.resctl("restore", "--to", second.toString(), "--into", "a1")
                .exits(0);
        assertThat(elsewhere.out()).contains("Restored on a1");
        assertThat(restoredRows("a1")).isEqualTo(all);
        site.resctl("restore", "--remove").exits(0);

        site.resctl("restore", "--to", second.toString(), "--replace", "other").exits(64);
        Tool.Result replaced = site.resctl("restore", "--to", second.toString(), "--replace", "acme")
                .exits(0);
        System.out.println("replace: " + replaced.took().toMillis() + " ms\n" + replaced.out());
        site.resctl("apply", "--yes").exits(0);
        for (String host : new String[] {"a1", "a2", "b1"}) {
            await(
                    host + " has the rows",
                    Duration.ofSeconds(30),
                    () -> site.sql(host, ROWS).equals(all));
        }
        write(1);
        await(
                "replicas follow",
                Duration.ofSeconds(20),
                () -> site.sql("b1", ROWS).equals(site.sql("a1", ROWS)));
        assertThat(site.resctl("plan", "--detailed-exitcode").exits(0).out()).contains("No changes");
        assertThat(site.resctl("backup", "now").exits(0).out()).contains("-full");
    }

    /** The drill of a stale backup fails. */
    @Test
    @Order(4)
    void aBackupTwoMonthsOldIsNoGood() {
        site.resctl("backup", "now").exits(0);
        site.resctl("backup", "verify").exits(0);
        // Where the site's own heartbeat beats, it stands still for as long.
        site.sql("a1", "SET GLOBAL event_scheduler = OFF; UPDATE resctl.heartbeat SET at = at - INTERVAL 61 DAY");
        site.resctl("backup", "now").exits(0);
        Tool.Result stale = site.resctl("backup", "verify").exits(8);
        System.out.println(stale.err());
        assertThat(stale.err()).contains("is not what it should be");
        assertThat(site.resctl("backup", "list").exits(8).out()).contains("NOT GOOD");
        site.sql("a1", "SET GLOBAL event_scheduler = ON");
        heartbeat("NOW(6)");
        site.resctl("backup", "now").exits(0);
        site.resctl("backup", "verify").exits(0);
        site.resctl("backup", "list").exits(0);
    }

    /** The site's own heartbeat writes it too, but for where it was stopped. */
    private void heartbeat(String at) {
        site.sql(
                "a1",
                "SET time_zone = '+00:00'; REPLACE INTO resctl.heartbeat (server_id, host, at) VALUES (@@server_id, 'a1', "
                        + at + ")");
    }

    private void write(int rows) {
        site.sql("a1", "INSERT INTO ledger.entries (what) VALUES (UUID()); DO SLEEP(0.05); ".repeat(rows));
        heartbeat("NOW(6)");
    }

    private String kept(String host) {
        return site.on(host, "ls -d /srv/resctl/acme/backup/made/*/0*");
    }

    private String restoredRows(String host) {
        return site.on(host, "docker exec -u mysql resctl-acme-restore mariadb -u mysql -N -B -e \"" + ROWS + "\"");
    }

    private String vpn(String host) {
        return site.on(host, "ip -4 -o addr show wg-acme | awk '{print $4}' | cut -d/ -f 1");
    }

    private static Instant second(String timestamp) {
        return LocalDateTime.parse(timestamp, DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS"))
                .toInstant(ZoneOffset.UTC)
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }
}
