package io.resctl.component.supervision;

import static io.resctl.component.supervision.GuardRing.GUARD;
import static io.resctl.component.supervision.GuardRing.LEASE;
import static io.resctl.component.supervision.GuardRing.WEB_RUNS;
import static io.resctl.component.supervision.GuardRing.WEB_STARTS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Guards that really ask each other, and the database servers that they open and close. Milan (a1, a2) is home; b1 is Turin. */
@Tag("docker")
class GuardedServersDockerTest {
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
}
