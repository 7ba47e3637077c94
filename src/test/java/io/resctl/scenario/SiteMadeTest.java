package io.resctl.scenario;

import static io.resctl.scenario.LabSite.await;
import static io.resctl.scenario.Plans.assertConverged;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** From bare hosts, under SIGKILLs and under watch, to a running site. */
@Tag("lab")
@Order(1)
@ExtendWith(JobLab.Door.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SiteMadeTest {
    /** What is put where the watch must find it. */
    private static final String CANARY = "canary-" + Long.toString(System.nanoTime(), 36);

    private final JobLab lab;
    private LabSite site;
    private ProcessWatch watch;
    private ExecLog execs;

    SiteMadeTest(JobLab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void bringUp() {
        site = lab.bare();
        execs = ExecLog.start(site);
        watch = ProcessWatch.start(
                site,
                Stream.concat(SecretSearch.FORMS.stream(), Stream.of(CANARY)).toList());
    }

    @AfterAll
    void endWatch() {
        if (watch != null) {
            watch.close();
            execs.close();
        }
    }

    /** Point 8: a plan that makes all of it names the secret, and does not hold it. */
    @Test
    @Order(1)
    void thePlanOfTheWholeSiteHoldsNoSecret() {
        assertThat(site.resctl(
                                "plan",
                                "-o",
                                "json",
                                "--out",
                                site.state.resolve("site.plan").toString())
                        .exits(0)
                        .out())
                .contains("shop-db")
                .doesNotContain(SecretSearch.FORMS);
        assertThat(site.state.resolve("site.plan"))
                .content()
                .contains("shop-db")
                .doesNotContain(SecretSearch.FORMS);
    }

    /** Point 4: each apply is killed one action later than the one before, then five at random; what remains converges. */
    @Test
    @Order(2)
    void appliesThatAreKilledConverge() {
        long seed = Long.getLong("resctl.seed", System.nanoTime());
        System.out.println("kills: seed " + seed + " (repeat with -Dresctl.seed=" + seed + ")");
        Random random = new Random(seed);
        List<Integer> kills = new ArrayList<>();
        for (int i = 1; i <= Bars.times(10); i++) {
            kills.add(i);
        }
        for (int i = 0; i < Bars.times(5); i++) {
            kills.add(5 + random.nextInt(60));
        }
        for (int kill : kills) {
            AtomicInteger done = new AtomicInteger();
            Tool.Result result = site.tool.watch(
                    line -> line.contains(" done ") && done.incrementAndGet() >= kill,
                    site.arguments("apply", "--yes"));
            System.out.println("killed after " + done.get() + " actions: exit " + result.exit());
        }
        Tool.Result last = site.resctl("apply", "--yes").exits(0);
        System.out.println("the apply after the kills took " + last.took().toMillis() + " ms");
        assertConverged(site);
    }

    /** Point 8, while databases, accounts and secrets were made: the watch saw no secret, and sees what is planted for it. */
    @Test
    @Order(3)
    void noProcessHeldASecretMeanwhile() {
        plantCanaries();
        ProcessWatch.Seen seen = watch.stop();
        List<ProcessWatch.Find> canaries = seen.of(CANARY);
        System.out.println("watch: " + seen.looks() + " looks in " + seen.millis() + " ms, " + canaries.size()
                + " finds of the canary; a1 ran " + execs.count("a1") + " commands in containers");
        for (String form : SecretSearch.FORMS) {
            assertThat(seen.of(form)).isEmpty();
        }
        assertThat(execs.holding(SecretSearch.FORMS)).isEmpty();

        assertThat(seen.looks() * 1000L / seen.millis()).as("looks a second").isGreaterThan(5);
        assertThat(canaries)
                .extracting(find -> find.place() + " " + find.kind())
                .contains("operator arguments", "a1 arguments", "a1 environment");
        assertThat(execs.holding(List.of(CANARY))).containsOnlyKeys("a1");
        assertThat(execs.holding(List.of(CANARY)).get("a1")).hasSize(10);
        SecretSearch.assertNowhere(site);
    }

    /** As short-lived as what resctl itself runs: commands of the database's container, and of the operator. */
    private void plantCanaries() {
        for (int i = 0; i < 10; i++) {
            site.on("a1", "docker exec resctl-acme-db sh -c 'exit 0' " + CANARY);
            site.on("a1", "WORD=" + CANARY + " bash -c 'sleep 0.1; exit 0'");
            LabSite.sh("bash -c 'sleep 0.1; exit 0' " + CANARY);
        }
    }

    /** Point 1: visits are counted through gateway, web and database; both web hosts take turns; the standby holds the same rows. */
    @Test
    @Order(4)
    void thePageCountsAndTheStandbyHoldsTheSameRows() {
        await("the page answers", Duration.ofSeconds(20), site::serves);
        int first = Visits.one(site).number();
        Set<String> replicas = new TreeSet<>();
        for (int i = 0; i < 10; i++) {
            replicas.add(Visits.one(site).replica());
        }
        assertThat(Visits.one(site).number()).isEqualTo(first + 11);
        assertThat(replicas).hasSize(2);
        String rows = "SELECT COUNT(*), MAX(id) FROM shop.visits";
        await(
                "the standby has the rows",
                Duration.ofSeconds(10),
                () -> site.sql("a1", rows).equals(site.sql("b1", rows)));
        assertThat(site.sql("b1", "SELECT @@read_only")).isEqualTo("1");
    }

    /** Point 2, first half. */
    @Test
    @Order(5)
    void anotherApplyChangesNothing() {
        assertConverged(site);
    }

    /** Point 10. */
    @Test
    @Order(6)
    void aNeighbourReachesOnlyThePublicPorts() {
        try (Neighbour neighbour = new Neighbour(site)) {
            assertThat(neighbour.openPorts("a1")).containsExactlyInAnyOrder(22, 80);
            assertThat(neighbour.openPorts("a3")).containsExactlyInAnyOrder(22);
        }
    }
}
