package io.resctl.component.supervision;

import static io.resctl.component.supervision.GuardRing.GUARD;
import static io.resctl.component.supervision.GuardRing.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Guards that really ask each other. Milan (a1, a2) is home; b1 is Turin. */
@Tag("docker")
class GuardDockerTest {
    private static final String WEB_RUNS = "systemctl is-active -q resctl-acme-live@web-1.service";
    private static final String WEB_STARTS =
            "grep -c 'start --attach resctl-acme-web-1' /run/fake-docker/calls || true";

    private static GuardRing ring;

    @BeforeAll
    static void start() {
        ring = GuardRing.start();
    }

    @AfterAll
    static void stop() {
        if (ring != null) {
            ring.close();
        }
    }

    @BeforeEach
    void milanIsLive() {
        ring.reset(ring.lease(1, "milan"));
    }

    @Test
    void alliesOpenTheLiveZoneAndItsPrimary() {
        ring.up("a1", "a2", "b1");
        ring.await("a1", "open");
        ring.await("a2", "open");
        ring.await("b1", "standby");
        ring.until("a1", WEB_RUNS);
        ring.until("a1", "[ $(cat /srv/read_only) = 0 ]");
        assertThat(ring.sh("a2", "cat /srv/read_only"))
                .as("only the first server is opened")
                .isEqualTo("1");
        assertThat(ring.sh("b1", WEB_STARTS)).isEqualTo("0");
    }

    @Test
    void whoHearsNobodyStaysClosedUntilAnAdministratorVouches() {
        ring.up("a1");
        ring.until("a1", "grep -q 'no answer yet from a2, b1' /run/motd.d/resctl-acme");
        assertThat(ring.verdict("a1")).isEqualTo("asking");
        assertThat(ring.exec("a1", GUARD + " may live web-1").exit()).isEqualTo(1);
        assertThat(ring.exec("a1", GUARD + " may always db").exit()).isZero();
        ring.sh("a1", "systemctl start resctl-acme-live@web-1.service; ! " + WEB_RUNS);
        assertThat(ring.sh("a1", WEB_STARTS)).isEqualTo("0");
        ring.sh("a1", GUARD + " vouch");
        ring.await("a1", "open");
        ring.until("a1", WEB_RUNS);
        assertThat(ring.exec("a1", "ls /run/motd.d/resctl-acme").exit()).isNotZero();
    }

    @Test
    void hostsOfOneZoneDoNotOpenEachOther() {
        ring.up("a1", "a2");
        ring.until("a1", "[ \"$(" + GUARD + " verdict | grep -c 'no answer yet from b1$')\" = 1 ]");
        ring.sh("a1", "sleep 10");
        assertThat(ring.verdict("a1")).isEqualTo("asking");
        assertThat(ring.verdict("a2")).isEqualTo("asking");
    }

    @Test
    void whoServesGoesOnServingWhenItIsCutOff() {
        ring.up("a1", "a2", "b1");
        ring.await("a1", "open");
        ring.silence("a2", "b1");
        ring.until("a1", "journalctl -t resctl-guard -o cat -n 3 | grep -q 'cut off'");
        assertThat(ring.verdict("a1")).isEqualTo("open");
        ring.sh("a1", "systemctl restart resctl-guard@acme.service; sleep 3");
        assertThat(ring.verdict("a1")).isEqualTo("open");
        ring.sh("a1", WEB_RUNS);
    }

    @Test
    void aHigherEpochWithoutTheSitesSignatureIsIgnored() {
        ring.write("b1", LEASE, ring.forged(9, "turin"), "0644");
        ring.write("a2", LEASE, ring.lease(1, "milan").replace("\"epoch\": 1", "\"epoch\": 8"), "0644");
        // Their guards would put it right at once, so first only what answers for them.
        ring.sh("a2", "systemctl start resctl-acme-guard.socket");
        ring.sh("b1", "systemctl start resctl-acme-guard.socket");
        ring.up("a1");
        ring.until("a1", "journalctl -t resctl-guard -o cat | grep -q 'lease of b1 (epoch 9, turin) is not signed'");
        ring.until("a1", "journalctl -t resctl-guard -o cat | grep -q 'lease of a2 (epoch 8, milan) is not signed'");
        assertThat(ring.verdict("a1")).isEqualTo("asking");
        ring.up("a2", "b1");
        // They lose what they had and take over the genuine one; then they agree.
        ring.await("a1", "open");
        ring.await("b1", "standby");
        assertThat(ring.sh("b1", "cat " + LEASE))
                .isEqualTo(ring.lease(1, "milan").strip());
        assertThat(ring.sh("a2", "cat " + LEASE))
                .isEqualTo(ring.lease(1, "milan").strip());
    }

    @Test
    void aHigherEpochOfTheOtherZoneFencesAndAPowerCutDoesNotLiftIt() {
        ring.up("a1", "a2", "b1");
        ring.await("a1", "open");
        ring.until("a1", WEB_RUNS + " && [ $(cat /srv/read_only) = 0 ]");
        ring.write("b1", LEASE, ring.lease(2, "turin"), "0644");
        ring.await("b1", "open");
        ring.await("a1", "fenced");
        ring.until("a1", "[ $(cat /srv/read_only) = 1 ] && ! " + WEB_RUNS);
        assertThat(ring.sh("a1", "cat /run/motd.d/resctl-acme")).contains("FENCED", "turin is live", "resctl apply");
        assertThat(ring.sh("a1", "cat " + LEASE))
                .isEqualTo(ring.lease(2, "turin").strip());

        ring.powerCut("a1");
        ring.await("a1", "fenced");
        ring.sh("a1", "systemctl start resctl-acme-live@web-1.service; ! " + WEB_RUNS);
        assertThat(ring.sh("a1", WEB_STARTS)).isEqualTo("0");
        ring.silence("a2", "b1");
        ring.powerCut("a1");
        ring.await("a1", "fenced");
        assertThat(ring.sh("a1", WEB_STARTS)).isEqualTo("0");
    }

    @Test
    void aDatabaseThatDoesNotAnswerWhenItIsFencedIsClosedAsSoonAsItDoes() {
        ring.up("a1", "a2", "b1");
        ring.until("a1", WEB_RUNS + " && [ $(cat /srv/read_only) = 0 ]");
        ring.sh("a1", "touch /srv/silent");
        ring.write("b1", LEASE, ring.lease(2, "turin"), "0644");
        ring.await("a1", "fenced");
        ring.until("a1", "! " + WEB_RUNS);
        ring.until("a1", "journalctl -t resctl-guard -o cat | grep -q 'the database does not answer'");
        ring.sh("a1", "rm /srv/silent");
        ring.until("a1", "[ $(cat /srv/read_only) = 1 ]");
    }

    @Test
    void aDatabaseThatSaysItInWordsIsClosedToo() {
        ring.sh("a1", "touch /srv/words");
        ring.up("a1", "a2", "b1");
        ring.until("a1", "[ $(cat /srv/read_only) = 0 ]");
        ring.write("b1", LEASE, ring.lease(2, "turin"), "0644");
        ring.await("a1", "fenced");
        ring.until("a1", "[ $(cat /srv/read_only) = 1 ]");
    }

    @Test
    void aStopThatOvertakesItsStartLeavesNothingRunning() {
        ring.sh("a1", "touch /srv/slow_start");
        ring.up("a1", "a2", "b1");
        ring.await("a1", "open");
        ring.until("a1", "[ $(" + WEB_STARTS + ") = 1 ]");
        ring.sh("a1", "timeout 15 systemctl stop resctl-acme-live@web-1.service; sleep 3");
        assertThat(ring.exec("a1", "ls /run/fake-docker/resctl-acme-web-1.running")
                        .exit())
                .as("the container runs, without its unit")
                .isNotZero();
    }

    @Test
    void aPowerCutWhileTheOtherZoneTakesOverStartsNothing() {
        ring.up("a1", "a2", "b1");
        ring.await("a1", "open");
        ring.silence("a1", "a2");
        ring.write("b1", LEASE, ring.lease(2, "turin"), "0644");
        ring.powerCut("a1");
        ring.await("a1", "fenced");
        assertThat(ring.sh("a1", WEB_STARTS)).isEqualTo("0");
    }

    @Test
    void aPowerCutWhileTheOwnZoneIsLiveHealsByItself() {
        ring.up("a1", "a2", "b1");
        ring.await("a1", "open");
        ring.powerCut("a1");
        ring.await("a1", "open");
        ring.until("a1", WEB_RUNS);
    }

    @Test
    void equalEpochsOfDifferentZonesCloseBoth() {
        ring.up("a1", "a2", "b1");
        ring.await("a1", "open");
        ring.until("a1", WEB_RUNS + " && [ $(cat /srv/read_only) = 0 ]");
        ring.silence("b1");
        ring.write("b1", LEASE, ring.lease(2, "turin"), "0644");
        ring.silence("a1", "a2");
        ring.write("a1", LEASE, ring.lease(2, "milan"), "0644");
        ring.up("a1", "b1");
        ring.await("a1", "conflict");
        ring.await("b1", "conflict");
        ring.until("a1", "[ $(cat /srv/read_only) = 1 ] && ! " + WEB_RUNS);
        assertThat(ring.sh("a1", "cat /run/motd.d/resctl-acme")).contains("CONFLICT", "b1 says turin", "remove");
    }

    @Test
    void theLeaseSaysWhichServerOfTheZoneIsOpened() {
        ring.reset(ring.lease(1, "milan", "a2"));
        ring.up("a1", "a2", "b1");
        ring.until("a2", "[ $(cat /srv/read_only) = 0 ]");
        ring.sh("a1", "sleep 7");
        assertThat(ring.sh("a1", "cat /srv/read_only")).isEqualTo("1");
    }

    @Test
    void aLeaseWithAnotherPrimaryMovesTheWritesAndNothingElse() {
        ring.up("a1", "a2", "b1");
        ring.until("a1", WEB_RUNS + " && [ $(cat /srv/read_only) = 0 ]");
        ring.write("a2", LEASE, ring.lease(2, "milan", "a2"), "0644");
        ring.until("a1", "[ $(cat /srv/read_only) = 1 ]");
        ring.until("a2", "[ $(cat /srv/read_only) = 0 ]");
        ring.until("b1", "grep -q '\"epoch\": 2' " + LEASE);
        ring.await("b1", "standby");
        assertThat(ring.verdict("a1")).isEqualTo("open");
        assertThat(ring.sh("a1", WEB_STARTS)).as("the web server went on").isEqualTo("1");
        ring.powerCut("a1");
        ring.await("a1", "open");
        ring.until("a1", WEB_RUNS);
        ring.sh("a1", "sleep 7");
        assertThat(ring.sh("a1", "cat /srv/read_only"))
                .as("it is no primary any more")
                .isEqualTo("1");
    }

    @Test
    void aPrimaryIsNotOpenedBesideAnotherThatTakesWrites() {
        ring.sh("a2", "echo 0 >/srv/read_only; touch /srv/stays_open");
        ring.up("a1", "a2", "b1");
        ring.until("a1", "journalctl -t resctl-guard -o cat | grep -q 'not opened: a2 takes writes'");
        assertThat(ring.sh("a1", "cat /srv/read_only")).isEqualTo("1");
        ring.sh("a2", "rm /srv/stays_open");
        ring.until("a2", "[ $(cat /srv/read_only) = 1 ]");
        ring.until("a1", "[ $(cat /srv/read_only) = 0 ]");
    }

    /** What an administrator does by hand is left alone until somebody asks for it. */
    @Test
    void whatWasUndoneByHandIsDoneAgainWhenTheGuardIsTold() {
        ring.up("a1", "a2", "b1");
        ring.until("a1", "[ $(cat /srv/read_only) = 0 ]");
        ring.sh("a1", "sleep 3; echo 1 >/srv/read_only; sleep 8");
        assertThat(ring.sh("a1", "cat /srv/read_only")).isEqualTo("1");
        ring.sh("a1", GUARD + " tend");
        ring.until("a1", "[ $(cat /srv/read_only) = 0 ]");
    }

    @Test
    void aReplicaFollowsOnlyThePrimaryThatTheLeaseNames() {
        ring.reset(ring.lease(1, "milan", "a2"));
        ring.sh(
                "a1",
                "printf '%%s\\n' 'Master_Host: %s' 'Master_Port: 3306' 'Slave_IO_Running: No' 'Slave_SQL_Running: No' >/srv/slave"
                        .formatted(ring.address("b1")));
        ring.up("a1", "a2", "b1");
        ring.until("a1", "journalctl -t resctl-guard -o cat | grep -q 'not the primary of the live zone'");
        assertThat(ring.sh("a1", "cat /srv/slave")).contains("Slave_SQL_Running: No");
    }

    @Test
    void equalEpochsWithDifferentPrimariesCloseBoth() {
        ring.up("a1", "a2", "b1");
        ring.until("a1", "[ $(cat /srv/read_only) = 0 ]");
        ring.silence("a1", "a2", "b1");
        ring.write("a1", LEASE, ring.lease(2, "milan", "a1"), "0644");
        ring.write("a2", LEASE, ring.lease(2, "milan", "a2"), "0644");
        ring.up("a1", "a2");
        ring.await("a1", "conflict");
        ring.await("a2", "conflict");
        ring.until("a1", "[ $(cat /srv/read_only) = 1 ]");
    }

    @Test
    void aCrashHealsAndAStopByHandStays() {
        ring.up("a1", "a2", "b1");
        ring.until("a1", WEB_RUNS);
        ring.sh("a1", "kill -9 $(cat /run/fake-docker/resctl-acme-web-1.running)");
        ring.until("a1", "[ $(" + WEB_STARTS + ") = 2 ] && " + WEB_RUNS);
        ring.sh("a1", "systemctl stop resctl-acme-live@web-1.service; sleep 8; ! " + WEB_RUNS);
        ring.sh("a1", "systemctl restart resctl-guard@acme.service; sleep 4; ! " + WEB_RUNS);
        ring.sh("a1", "systemctl is-failed -q resctl-acme-live@web-1.service && exit 1 || true");
    }

    @Test
    void aPrimaryIsOpenedOnceForEachStart() {
        ring.up("a1", "a2", "b1");
        ring.until("a1", "[ $(cat /srv/read_only) = 0 ]");
        ring.sh("a1", "echo 1 >/srv/read_only; sleep 7");
        assertThat(ring.sh("a1", "cat /srv/read_only")).as("closed by hand").isEqualTo("1");
        ring.sh("a1", "kill -9 $(cat /run/fake-docker/resctl-acme-db.running)");
        ring.until("a1", "[ $(cat /srv/read_only) = 0 ]");
    }

    @Test
    void aPrimaryThatIsBehindIsNotOpened() {
        ring.sh("b1", "echo 0-1-11,1-7-3 >/srv/position");
        ring.up("a1", "a2", "b1");
        ring.until(
                "a1",
                "journalctl -t resctl-guard -o cat | grep -q 'not opened: b1 has transactions that are not here'");
        assertThat(ring.sh("a1", "cat /srv/read_only")).isEqualTo("1");
        ring.sh("a1", "echo 1-7-3,0-1-11 >/srv/position");
        ring.until("a1", "[ $(cat /srv/read_only) = 0 ]");
    }

    @Test
    void aReplicaStartsWhenItsPrimaryAnswersAndItsRelayLogsAreCopied() {
        ring.sh("a2", """
                mkdir -p /srv/mysql; echo received >/srv/mysql/relay-bin.000002; echo ./relay-bin.000002 >/srv/mysql/relay-bin.index
                printf '%%s\\n' 'Master_Host: %s' 'Master_Port: 3306' 'Slave_IO_Running: No' 'Slave_SQL_Running: No' >/srv/slave
                """.formatted(ring.address("a1")));
        ring.up("a1", "a2", "b1");
        ring.until("a2", "journalctl -t resctl-guard -o cat | grep -q 'primary .* does not answer'");
        ring.sh("a1", "systemd-run -q --unit answers-3306 socat TCP-LISTEN:3306,fork,reuseaddr EXEC:true");
        ring.until("a2", "grep -q 'Slave_SQL_Running: Yes' /srv/slave");
        assertThat(ring.sh("a2", "cat /srv/resctl/acme/relay-copies/*/relay-bin.000002"))
                .isEqualTo("received");
        ring.sh("a2", "sed -i 's/Running: Yes/Running: No/' /srv/slave; sleep 8");
        assertThat(ring.sh("a2", "cat /srv/slave")).as("stopped by hand").doesNotContain("Running: Yes");
        ring.sh("a1", "systemctl stop answers-3306");
    }

    /** Asked by resctl in the moment before it stops something. */
    @Test
    void aReplicaThatHoldsWhatIsNowhereElseMayNotBeStopped() {
        ring.sh("a2", """
                printf '%%s\\n' 'Master_Host: %s' 'Master_Port: 3306' 'Slave_IO_Running: Connecting' 'Gtid_IO_Pos: 0-1-9' 'applied: 0-1-4' >/srv/slave
                """.formatted(ring.address("a1")));
        GuardRing.Reply no = ring.exec("a2", GUARD + " may stop db");
        assertThat(no.exit()).isEqualTo(1);
        assertThat(no.out()).contains("received transactions up to 0-1-9 and applied them up to 0-1-4");
        ring.sh("a2", GUARD + " may stop web-1");
        ring.sh("a1", "systemd-run -q --unit greets-3306 socat TCP-LISTEN:3306,fork,reuseaddr EXEC:'echo hello'");
        ring.sh("a2", "for i in $(seq 50); do " + GUARD + " may stop db && exit 0; sleep 0.2; done; exit 1");
        ring.sh("a1", "systemctl stop greets-3306");
        ring.sh("a2", "sed -i 's/applied: .*/applied: 0-1-9/' /srv/slave; " + GUARD + " may stop db");
    }

    /** As a disk that is not mounted: the image would fill an empty folder with an empty database. */
    @Test
    void aServerWhoseDataIsGoneIsNotStarted() {
        String data = "/srv/resctl/acme/mariadb/data";
        String started = "grep -c 'start --attach resctl-acme-db' /run/fake-docker/calls 2>/dev/null || true";
        ring.sh("a1", "systemctl stop resctl-acme@db.service; mv " + data + " /srv/elsewhere; mkdir " + data);
        try {
            ring.sh("a1", ": >/run/fake-docker/calls; systemctl start resctl-acme@db.service; sleep 2");
            ring.powerCut("a1");
            ring.until("a1", "systemctl is-active -q resctl-guard@acme.service");
            assertThat(ring.sh("a1", "systemctl is-active resctl-acme@db.service || true"))
                    .isEqualTo("inactive");
            assertThat(ring.sh("a1", started)).isIn("", "0");
            assertThat(ring.sh("a1", "journalctl -o cat -u resctl-acme@db.service"))
                    .contains("db may not run here now: there is no database in " + data);
        } finally {
            ring.sh("a1", "rm -r " + data + "; mv /srv/elsewhere " + data);
        }
        ring.sh("a1", "systemctl start resctl-acme@db.service; systemctl is-active -q resctl-acme@db.service");
    }

    @Test
    void rolesWithOddNamesAreRefused() {
        ring.up("a1", "a2", "b1");
        ring.await("a1", "open");
        for (String role : new String[] {"web-1", "a", "a-b-c", "0"}) {
            assertThat(ring.exec("a1", GUARD + " may live " + role).exit())
                    .as(role)
                    .isZero();
        }
        for (String role : new String[] {"''", "-a", "a-", "../db", "'a b'", "'$(id)'", "A", "a%20", "é"}) {
            assertThat(ring.exec("a1", GUARD + " may live " + role).exit())
                    .as(role)
                    .isEqualTo(1);
            assertThat(ring.exec("a1", GUARD + " may always " + role).exit())
                    .as(role)
                    .isEqualTo(1);
        }
        assertThat(ring.exec("a1", GUARD + " may sometimes web-1").exit()).isEqualTo(1);
    }
}
