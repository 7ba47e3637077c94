package io.resctl.scenario;

import static io.resctl.scenario.LabSite.await;
import static io.resctl.scenario.Plans.assertConverged;
import static io.resctl.scenario.Plans.changes;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** A running site is changed, and mended where somebody else changed it. */
@Tag("lab")
@Order(2)
@ExtendWith(JobLab.Door.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SiteChangedTest {
    private final JobLab lab;
    private LabSite site;

    SiteChangedTest(JobLab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void bringUp() {
        site = lab.applied();
    }

    /** Point 2, second half: one container and one gateway change, and no request is lost. */
    @Test
    @Order(4)
    void oneReplicaMoreLosesNoRequest() {
        site.edit("replicas: 2", "replicas: 3");
        Tool.Result plan = site.resctl("plan", "--detailed-exitcode").exits(2);
        assertThat(changes(plan.out())).containsExactly("+ service web-3", "~ gateway haproxy");
        try (Load load = new Load(site.page("/json"), 40)) {
            LabSite.pause(2);
            site.resctl("apply", "--yes").exits(0);
            LabSite.pause(3);
            load.stop();
            LabSite.pause(2);
            System.out.println("scaling: " + load.sent() + " requests, failures " + load.failuresByKind());
            assertThat(load.failures()).isEmpty();
            assertThat(load.sent()).isGreaterThan(100);
        }
        site.edit("replicas: 3", "replicas: 2");
        site.resctl("apply", "--yes").exits(0);
        assertConverged(site);
    }

    /** Point 3. */
    @Test
    @Order(5)
    void anEditedFileIsSeenAndMendedAlone() {
        drift("a1", "echo '# by hand' >> /etc/resctl/acme/gateway/haproxy.cfg", "~ gateway haproxy");
    }

    @Test
    @Order(6)
    void aRemovedContainerIsSeenAndMendedAlone() {
        drift("a2", "docker rm -f resctl-acme-web-2", "+ service web-2");
    }

    @Test
    @Order(7)
    void aDroppedVpnPeerIsSeenAndMendedAlone() {
        drift("a3", "wg set wg-acme peer $(wg show wg-acme peers | head -1) remove", "~ wireguard vpn");
    }

    @Test
    @Order(8)
    void aDatabaseMadeWritableIsSeenAndMendedAlone() {
        drift("b1", "docker exec -u mysql resctl-acme-db mariadb -u mysql -e 'SET GLOBAL read_only=0'", "~ mariadb db");
        assertThat(site.sql("b1", "SELECT @@read_only")).isEqualTo("1");
    }

    private void drift(String host, String harm, String... expected) {
        site.on(host, harm);
        assertThat(changes(site.resctl("plan", "--detailed-exitcode").exits(2).out()))
                .containsExactly(expected);
        Tool.Result apply = site.resctl("apply", "--yes").exits(0);
        assertThat(changes(apply.out())).as("apply shows the same changes").containsAll(List.of(expected));
        assertConverged(site);
    }

    /** Point 6. */
    @Test
    @Order(9)
    void ofTwoAppliesTheSecondSaysWhoHoldsTheLock() {
        site.edit("replicas: 2", "replicas: 4");
        CompletableFuture<Tool.Result> first = CompletableFuture.supplyAsync(() -> site.resctl("apply", "--yes"));
        await(
                "the first holds the lock",
                Duration.ofSeconds(60),
                () -> site.shellOn("a1", "test -d /var/lib/resctl/acme/lock").exit() == 0);
        Tool.Result second = site.resctl("apply", "--yes").exits(6);
        assertThat(second.err() + second.out())
                .contains("lock")
                .contains("since")
                .contains("resctl unlock");
        first.join().exits(0);
        site.edit("replicas: 4", "replicas: 2");
        AtomicInteger done = new AtomicInteger();
        site.tool.watch(
                line -> line.contains(" done ") && done.incrementAndGet() >= 1, site.arguments("apply", "--yes"));
        await(
                "the dead owner's lock gives way",
                Duration.ofSeconds(40),
                () -> site.resctl("apply", "--yes").exit() == 0);
        assertConverged(site);
    }

    /** Point 8. */
    @Test
    @Order(10)
    void theSecretIsNowhere() {
        SecretSearch.assertNowhere(site);
    }
}
