package io.resctl.scenario;

import static io.resctl.scenario.LabSite.HOSTS;
import static io.resctl.scenario.LabSite.await;
import static io.resctl.scenario.Plans.assertConverged;
import static io.resctl.scenario.Plans.changes;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** A running site loses hosts, its zone, its data; and in the end it goes, and leaves the hosts as they were. */
@Tag("lab")
@Order(6)
@ExtendWith(JobLab.Door.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SiteHarmedTest {
    private final JobLab lab;
    private LabSite site;

    SiteHarmedTest(JobLab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void bringUp() {
        site = lab.applied();
    }

    /** The last of the classes that need the example site: what runs after it needs no such lab. */
    @AfterAll
    void takeDown() {
        lab.close();
    }

    /** Point 5. */
    @Test
    @Order(12)
    void withAHostDownTheRestIsApplied() {
        LabSite.sh("docker kill " + site.container("a3"));
        try {
            site.edit("replicas: 2", "replicas: 4");
            Tool.Result apply = site.resctl("apply", "--yes").exits(5);
            assertThat(apply.out() + apply.err()).contains("a3");
            assertThat(changes(apply.out())).noneMatch(c -> c.startsWith("-"));
            assertThat(site.on("a1", "docker ps --format '{{.Names}}'")).contains("resctl-acme-web-4");
        } finally {
            LabSite.sh("docker start " + site.container("a3"));
            site.edit("replicas: 4", "replicas: 2");
        }
        await(
                "a3 answers again",
                Duration.ofSeconds(60),
                () -> site.resctl("plan").exit() == 0);
        await(
                "the rest is applied",
                Duration.ofSeconds(60),
                () -> site.resctl("apply", "--yes").exit() == 0);
        assertConverged(site);
    }

    /** Point 11. */
    @Test
    @Order(13)
    void aHostThatReturnsServesOnlyWhileItsZoneIsLive() {
        restart("a1");
        await("a1 serves again by itself", Duration.ofSeconds(90), site::serves);
        await(
                "its database is open again",
                Duration.ofSeconds(30),
                () -> site.sql("a1", "SELECT @@read_only").equals("0"));
        assertConverged(site);
    }

    /** Point 11: while a1 is without power, Turin is given a later epoch; a1's engine is asked for all that it did since it is back. */
    @Test
    @Order(14)
    void aHostThatReturnsToAZoneThatLostTheSiteStartsNoLiveRole() {
        String started =
                "docker events --since 0m --until 0s --filter event=start --filter event=create --format '{{.Actor.Attributes.name}}'";
        for (int i = 0; i < Bars.times(5); i++) {
            int epoch = Leases.epoch(site, "a1") + 1;
            LabSite.sh("docker kill " + site.container("a1"));
            List.of("b1", "b2").forEach(host -> Leases.write(site, host, epoch, "turin"));
            LabSite.sh("docker start " + site.container("a1"));
            Leases.awaitVerdict(site, "a1", "fenced");
            Leases.awaitVerdict(site, "a2", "fenced");
            LabSite.pause(5);
            String boot = site.on("a1", "date -d \"$(uptime -s)\" +%s");
            assertThat(site.on("a1", started.replace("--since 0m", "--since " + boot))
                            .lines())
                    .as("what a1 started since it is back")
                    .contains("resctl-acme-db")
                    .isSubsetOf("resctl-acme-db", "resctl-acme-ambassador");
            assertThat(site.sql("a1", "SELECT @@read_only")).isEqualTo("1");
            assertThat(site.on("a1", "cat /run/motd.d/resctl-acme")).contains("FENCED", "turin is live");

            HOSTS.forEach(host -> Leases.write(site, host, epoch + 1, "milan"));
            await("Milan serves again", Duration.ofSeconds(60), site::serves);
        }
        site.resctl("apply", "--yes").exits(0);
        assertConverged(site);
    }

    /** Issue 3, point 7: the zone lost the site, and then its former primary crashes. */
    @Test
    @Order(15)
    void aDemotedZoneWhosePrimaryIsKilledOpensNobody() {
        int epoch = Leases.epoch(site, "a1") + 1;
        HOSTS.forEach(host -> Leases.write(site, host, epoch, "turin"));
        Leases.awaitVerdict(site, "a1", "fenced");
        await("a1 is closed", Duration.ofSeconds(30), () -> readOnly("a1"));
        site.on("a1", "docker kill resctl-acme-db");
        staysClosed(Duration.ofSeconds(15));
        HOSTS.forEach(host -> Leases.write(site, host, epoch + 1, "milan"));
        await("Milan serves again", Duration.ofSeconds(60), site::serves);
    }

    /** Issue 3, point 7: the whole zone starts cold, its leases are gone, and the other zone, which has one, cannot be asked. */
    @Test
    @Order(16)
    void aColdZoneWithoutALeaseOpensNobody() {
        List<String> zone = List.of("a1", "a2", "a3");
        site.tool.run("lab", "fault", "cut", "milan", "--name", site.lab).exits(0);
        zone.forEach(host -> site.on(host, "rm /var/lib/resctl/acme/lease.json; sync"));
        zone.forEach(host -> LabSite.sh("docker kill " + site.container(host)));
        zone.forEach(host -> LabSite.sh("docker start " + site.container(host)));
        for (String host : List.of("a1", "a2")) {
            await(
                    "the server of " + host + " answers",
                    Duration.ofSeconds(90),
                    () -> site.shellOn(host, "docker exec -u mysql resctl-acme-db mariadb -u mysql -e 'SELECT 1'")
                                    .exit()
                            == 0);
        }
        staysClosed(Duration.ofSeconds(15));
        site.tool.run("lab", "fault", "mend", "milan", "--name", site.lab).exits(0);
        // The other zone's hosts still have it, and their word is enough.
        await("Milan serves again", Duration.ofMinutes(2), site::serves);
        site.resctl("apply", "--yes").exits(0);
        assertConverged(site);
    }

    private boolean readOnly(String host) {
        LabSite.Shell said = site.shellOn(
                host, "docker exec -u mysql resctl-acme-db mariadb -u mysql -N -B -e 'SELECT @@read_only'");
        return said.exit() != 0 || said.out().strip().equals("1");
    }

    private void staysClosed(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            for (String host : List.of("a1", "a2")) {
                assertThat(readOnly(host)).as(host + " is closed").isTrue();
            }
            LabSite.pause(1);
        }
        for (String host : List.of("a1", "a2")) {
            assertThat(site.sql(host, "SELECT @@read_only")).isEqualTo("1");
        }
    }

    private void restart(String host) {
        LabSite.sh("docker kill " + site.container(host));
        LabSite.sh("docker start " + site.container(host));
        await(
                host + " is back",
                Duration.ofSeconds(60),
                () -> site.shellOn(host, "docker info").exit() == 0);
    }

    /** What a zone needs when it is fenced while it starts: no container may outlive a stop that came before it ran. */
    @Test
    @Order(17)
    void aStopThatOvertakesItsStartLeavesNoContainerRunning() {
        String race = """
                for i in 1 2 3 4 5 6; do
                    for role in gateway web-1; do
                        unit=resctl-acme-live@$role.service
                        systemctl start --no-block $unit
                        sleep 0.$((RANDOM % 10))
                        timeout 60 systemctl stop $unit || echo "stop of $role hangs"
                        if [ "$(docker inspect -f '{{.State.Running}}' resctl-acme-$role)" = true ]; then echo "$role runs"; fi
                    done
                done
                systemctl start resctl-acme-live@web-1.service resctl-acme-live@gateway.service
                """;
        assertThat(site.on("a1", race)).isEmpty();
        await("a1 serves again", Duration.ofSeconds(60), site::serves);
    }

    /** Never an empty primary beside living data, whoever tries: the unit after a crash, an administrator's hand, or apply. */
    @Test
    @Order(18)
    void aPrimaryThatLostItsDataIsNotMadeAnew() {
        String data = "/srv/resctl/acme/mariadb/data";
        String rows = site.sql("a1", "SELECT COUNT(*) FROM shop.visits");
        site.on("a1", "mv " + data + " /srv/resctl/acme/mariadb/elsewhere; docker kill resctl-acme-db");
        site.on("a1", "install -d -m 0750 -o 999 -g 999 " + data + "; docker start --attach resctl-acme-db || true");
        for (String verb : List.of("plan", "apply")) {
            Tool.Result refused = verb.equals("plan") ? site.resctl(verb) : site.resctl(verb, "--yes");
            assertThat(refused.exits(9).out())
                    .contains("the primary a1 has lost its database", "a2 (at 0-", "b1 (at 0-");
        }
        assertThat(site.on("a1", "systemctl is-active resctl-acme@db || true")).isEqualTo("inactive");
        site.on("a1", "rm -r " + data + "; mv /srv/resctl/acme/mariadb/elsewhere " + data);
        site.resctl("apply", "--yes").exits(0);
        assertThat(site.sql("a1", "SELECT COUNT(*) FROM shop.visits")).isEqualTo(rows);
        assertConverged(site);
    }

    /** Point 9. */
    @Test
    @Order(20)
    void destroyLeavesTheHostsAsTheyWere() {
        site.resctl("destroy", "--data", "--site", "acme", "--yes").exits(0);
        for (String host : HOSTS) {
            assertThat(HostListing.differences(lab.before(host), HostListing.of(site, host)))
                    .as(host)
                    .isEmpty();
        }
    }
}
