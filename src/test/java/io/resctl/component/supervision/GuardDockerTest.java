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

/** Guards that really ask each other. Milan (a1, a2) is home; b1 is Turin. */
@Tag("docker")
class GuardDockerTest {
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
