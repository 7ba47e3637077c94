package io.resctl.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.plan.Action;
import io.resctl.plan.Verb;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.DatabaseHeartbeat;
import io.resctl.resource.Resource;
import io.resctl.testing.Golden;
import io.resctl.view.DoctorView;
import io.resctl.view.Examination;
import io.resctl.view.Finding;
import io.resctl.view.Screen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facts in, findings out. Every row is the healthy site with one thing changed; the rows without a finding are what is near to one. */
class DoctorSiteTest {
    @Test
    void aHealthySiteHasNoFinding() {
        Examination found = HealthySite.make().examination();
        assertThat(found.findings()).isEmpty();
        assertThat(found.sound()).isTrue();
        Golden.check("view/doctor-well.txt", DoctorView.human(found, Screen.PLAIN));
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}: {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            a1 | (healthy)                       | (unhealthy)                  | server.silent
            a1 | db Up 3 hours (healthy)         | db Exited (137)              | server.stopped
            b1 | container resctl-acme-db        | container resctl-acme-other  | server.absent
            a1 | db Up 3 hours (healthy)         | db Up 3 hours                | -
            a1 | read_only: OFF                  | read_only: ON                | writable.none
            a1 | read_only: OFF                  | read_only: 0                 | -
            b1 | read_only: ON                   | read_only: OFF               | writable.wrong
            b1 | read_only: ON                   | read_only: NO_LOCK           | -
            b1 | IO_Running: Yes                 | IO_Running: Connecting       | replica.stopped
            b1 | SQL_Running: Yes                | SQL_Running: No              | replica.stopped
            b1 | Master_Host: 10.90.220.50       | Master_Host: 10.90.154.190   | replica.astray
            b1 | sql Master_Host: 10.90.220.50   | sql None: 1                  | replica.alone
            b1 | heartbeat: 56370 1795521600     | heartbeat: 56370 1795521500  | replica.late
            b1 | heartbeat: 56370 1795521600     | heartbeat: 56370 1795521542  | -
            a1 | heartbeat: 56370 1795521600     | heartbeat: 56370 1795521580  | heartbeat.silent
            a1 | heartbeat: 56370 1795521600     | heartbeat: 56370 1795521592  | -
            a1 | sql heartbeat:                  | sql none:                    | heartbeat.silent
            a2 | binlog_state: 0-56370-500       | binlog_state: 0-56370-500,0-39614-501 | replica.errant
            a2 | binlog_state: 0-56370-500       | binlog_state: 0-56370-502    | -
            a2 | strict: 1                       | strict: 0                    | gtid.lax
            a1 | sync_binlog: 1                  | sync_binlog: 0               | durability.lax
            a1 | innodb_flush_log_at_trx_commit: 1 | innodb_flush_log_at_trx_commit: 2 | durability.lax
            a1 | sync_relay_log: 1               | sync_relay_log: 10000        | durability.lax
            a1 | file_read_only: ON              | file_read_only: OFF          | start.open
            a1 | sql file_read_only: ON          | sql none: ON                 | start.open
            a1 | sql file_read_only: ON          | sql file_read_only: OFF\\nsql file_read_only: ON | -
            a1 | sql file_read_only: ON          | sql file_read_only: ON\\nsql file_read_only: OFF | start.open
            b1 | file_skip_start: ON             | file_skip_start: OFF         | start.open
            b1 | domain_id: 0                    | domain_id: 3                 | server.identity
            b1 | server_id: 27404                | server_id: 5                 | server.identity
            b1 | scheduler: ON                   | scheduler: OFF               | events.off
            b1 | version: 11.8.9                 | version: 11.8.3              | version.skew
            b1 | version: 11.8.9-MariaDB-log     | version: 11.8.9-MariaDB      | -
            a1 | semi_clients: 1                 | semi_clients: 0              | semisync.unprotected
            a1 | semi_waiting: ON                | semi_waiting: OFF            | semisync.unprotected
            a1 | semi_master: 1                  | semi_master: 0               | semisync.off
            b1 | semi_acknowledging: ON          | semi_acknowledging: OFF      | semisync.silent
            a2 | semi_acknowledging: OFF         | semi_acknowledging: ON       | semisync.wrong
            a1 | sql value: 0                    | sql value: 2                 | semisync.gave-up
            a3 | disk 50000000000                | disk 9000000000              | disk.low
            a3 | disk 50000000000                | disk 4000000000              | disk.full
            a3 | disk 50000000000                | disk 11000000000             | -
            a3 | disk 50000000000 100000000000   | disk 1000000000 2000000000   | disk.low
            a1 | copies 1000000                  | copies 9000000000            | relay.copies
            a1 | copies 1000000                  | copies 4000000000            | -
            a3 | guard open                      | guard fenced                 | guard.closed
            a3 | guard                           | none                         | guard.closed
            b2 | clock 1795521600                | clock 1795521602             | clock.skew
            b2 | clock 1795521600                | clock 1795521500             | clock.skew
            b2 | clock 1795521600                | clock 1795521601             | -
            a1 | 20261124T113000Z                | 20261123T113000Z             | -
            b1 | "ok":"yes","why":""             | "ok":"no","why":"its newest data are of 2026-09-20" | backup.bad
            b1 | "at":"2026-11-20                | "at":"2026-10-01             | backup.untried
            b1 | verified                        | none                         | backup.untried
            """)
    void findings(String host, String from, String to, String code) {
        List<String> found =
                HealthySite.make().edit(host, from, to.replace("\\n", "\n")).codes();
        if (code == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).contains(code);
        }
    }

    @Test
    void aBackupIsMissingTooOldOrOlderThanTheLogs() {
        String made = "made 000017-20261124T113000Z-incremental";
        String copy = "copy 000017-20261124T113000Z-incremental";
        assertThat(HealthySite.make()
                        .edit("a1", made, "x y")
                        .edit("b1", copy, "x y")
                        .codes())
                .contains("backup.none")
                .doesNotContain("backup.untried");
        assertThat(HealthySite.make()
                        .edit("a1", made, "made 000017-20261123T093000Z-full")
                        .codes())
                .containsExactly("backup.old");
        assertThat(HealthySite.make()
                        .edit("a1", made, "made 000017-20261116T093000Z-full")
                        .codes())
                .containsExactly("backup.old", "logs.short");
    }

    /** A replica's events are off as they should be. */
    @Test
    void eventsThatABrokenOffSwitchoverLeftOff() {
        String off = """
                sql event: {"schema":"shop","name":"tidy it","definer":"shop@%","status":"SLAVESIDE_DISABLED","charset":"latin1","collation":"latin1_swedish_ci"}
                sql strict: 1""";
        assertThat(HealthySite.make().edit("a2", "sql strict: 1", off).codes()).isEmpty();
        assertThat(HealthySite.make()
                        .edit("a1", "sql strict: 1", off.replace("SLAVESIDE_DISABLED", "DISABLED"))
                        .codes())
                .isEmpty();
        assertThat(HealthySite.make()
                        .edit("a1", "sql strict: 1", off)
                        .examination()
                        .findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo("event.left-off");
                    assertThat(f.what()).contains("shop.tidy it", "a1");
                    assertThat(f.toString())
                            .contains(
                                    "SET SESSION sql_log_bin = 0",
                                    "ALTER DEFINER = `shop`@`%` EVENT `shop`.`tidy it` ENABLE",
                                    "character_set_client = latin1");
                });
    }

    @Test
    void aHostThatIsSilentIsUnseenAndNothingIsConcluded() {
        Examination found = HealthySite.make().silent("b1").examination();
        assertThat(found.findings()).extracting(Finding::code).containsExactly("host.unseen");
        assertThat(found.unseen()).containsExactly("b1");
    }

    @Test
    void leasesThatContradictEachOtherAreAConflict() {
        Examination found =
                HealthySite.make().edit("b2", "primary a1", "primary a2").examination();
        assertThat(found.conflicts()).extracting(Diagnostic::code).containsExactly("lease.conflict");
        assertThat(found.sound()).isFalse();
    }

    @Test
    void whatAnApplyWouldChangeOfAccountsAndTheHeartbeat() {
        assertThat(HealthySite.make()
                        .planned(
                                action(new DatabaseAccount(
                                        "c", "/d", "shop", "10.90.0.1", Optional.empty(), List.of())),
                                action(new DatabaseHeartbeat("c", "/d")))
                        .codes())
                .containsExactly("account.rights", "heartbeat.drift");
        assertThat(HealthySite.make()
                        .refused(Diagnostic.error("lease.unreadable", "The lease is damaged", "look at it"))
                        .codes())
                .containsExactly("lease.unreadable");
        assertThat(HealthySite.make().withoutPlan().codes()).containsExactly("plan.missing");
    }

    @ParameterizedTest
    @CsvSource({
        "2028-06-10,mariadb.lifetime",
        "2028-03-20,mariadb.lifetime",
        "2028-01-10,",
        "2029-04-02,mariadb.lifetime haproxy.lifetime"
    })
    void whatIsNotMaintainedAnyMore(String day, String code) {
        HealthySite site = HealthySite.make().at(Instant.parse(day + "T00:00:00Z"));
        List<String> codes =
                site.codes().stream().filter(c -> c.endsWith(".lifetime")).toList();
        assertThat(codes).isEqualTo(code == null ? List.of() : List.of(code.split(" ")));
    }

    @Test
    void everyFindingSaysWhatWhyAndWhatMends() {
        HealthySite ill = HealthySite.make()
                .edit("a1", "semi_clients: 1", "semi_clients: 0")
                .edit("b1", "SQL_Running: Yes", "SQL_Running: No")
                .edit(
                        "b1",
                        "Last_SQL_Error:",
                        "Last_SQL_Error: Could not execute Write_rows_v1 event on table shop.t; Duplicate entry '7'")
                .edit("b1", "semi_acknowledging: ON", "semi_acknowledging: OFF")
                .edit("a2", "binlog_state: 0-56370-500", "binlog_state: 0-56370-500,0-39614-501")
                .edit("a3", "disk 50000000000", "disk 4000000000")
                .edit("b2", "clock 1795521600", "clock 1795521612")
                .edit("b1", "verified", "none");
        Examination found = ill.examination();
        assertThat(found.findings()).allSatisfy(f -> {
            assertThat(f.what()).matches("(?s)[A-Za-z].*\\.");
            assertThat(f.why()).matches("(?s)[A-Z].*\\.");
            assertThat(f.mend()).isNotEmpty();
        });
        Golden.check("view/doctor-ill.txt", DoctorView.human(found, Screen.PLAIN));
    }

    @Test
    void aClockIsJudgedOnlyByWhatIsSure() {
        assertThat(new HostClock(Duration.ofSeconds(-3), Duration.ofSeconds(3))
                        .aheadOf(new HostClock(Duration.ofSeconds(-1), Duration.ofSeconds(1))))
                .isZero();
        assertThat(new HostClock(Duration.ofSeconds(5), Duration.ofSeconds(7))
                        .aheadOf(new HostClock(Duration.ofSeconds(-1), Duration.ofSeconds(1))))
                .isEqualTo(Duration.ofSeconds(4));
    }

    private static Action action(Resource resource) {
        return new Action("a1/" + resource.ref(), "a1", Verb.CHANGE, resource, "", List.of(), "mariadb", "x", "x");
    }
}
