package io.resctl.scenario;

import static io.resctl.scenario.LabSite.HOSTS;
import static io.resctl.scenario.LabSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The life of one site in one lab, in order: from bare hosts under SIGKILLs to a running site, through drift and loss, to hosts as they were.
 */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class MainJobTest {
    private static final Pattern COUNTED = Pattern.compile("\"visits\"\\s*:\\s*(\\d+)");
    private static final Pattern REPLICA = Pattern.compile("\"container\"\\s*:\\s*\"([^\"]+)\"");

    private LabSite site;
    private final Map<String, String> before = new TreeMap<>();

    @BeforeAll
    void bringUp() {
        site = LabSite.up("test-job", 18180);
        HOSTS.forEach(host -> before.put(host, HostListing.of(site, host)));
    }

    @AfterAll
    void takeDown() {
        if (site != null) {
            site.close();
        }
    }

    /** Point 4: each apply is killed one action later than the one before, then five at random; what remains converges. */
    @Test
    @Order(1)
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
        assertConverged();
    }

    /** Point 1: visits are counted through gateway, web and database; both web hosts take turns; the standby holds the same rows. */
    @Test
    @Order(2)
    void thePageCountsAndTheStandbyHoldsTheSameRows() {
        await("the page answers", Duration.ofSeconds(20), site::serves);
        int first = number(site.get("/json").body());
        Set<String> replicas = new TreeSet<>();
        for (int i = 0; i < 10; i++) {
            replicas.add(word(site.get("/json").body()));
        }
        assertThat(number(site.get("/json").body())).isEqualTo(first + 11);
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
    @Order(3)
    void anotherApplyChangesNothing() {
        assertConverged();
    }

    /** Point 2, second half: one container and one gateway change, and no request is lost. */
    @Test
    @Order(4)
    void oneReplicaMoreLosesNoRequest() {
        site.edit("replicas: 2", "replicas: 3");
        Tool.Result plan = site.resctl("plan", "--detailed-exitcode").exits(2);
        assertThat(changes(plan.out())).containsExactly("+ service web-3", "~ gateway haproxy");
        try (Load load = new Load(site.page("/json"), 40)) {
            pause(2);
            site.resctl("apply", "--yes").exits(0);
            pause(3);
            load.stop();
            pause(2);
            System.out.println("scaling: " + load.sent() + " requests, failures " + load.failuresByKind());
            assertThat(load.failures()).isEmpty();
            assertThat(load.sent()).isGreaterThan(100);
        }
        site.edit("replicas: 3", "replicas: 2");
        site.resctl("apply", "--yes").exits(0);
        assertConverged();
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
        assertConverged();
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
        assertConverged();
    }

    /** Point 8. */
    @Test
    @Order(10)
    void theSecretIsNowhere() {
        String plain = LabSite.SECRET;
        List<String> forms = List.of(
                plain,
                Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)),
                URLEncoder.encode(plain, StandardCharsets.UTF_8));
        Tool.Result json = site.resctl("plan", "-o", "json").exits(0);
        for (String form : forms) {
            assertThat(json.out()).doesNotContain(form);
            String here = LabSite.sh("grep -rlF -- " + quote(form) + " '" + site.state + "' || true")
                    .out();
            assertThat(here.strip()).as("the operator's files").isEmpty();
            for (String host : HOSTS) {
                // The form itself reaches grep by a file that grep does not search: its own arguments are a process
                // list's too.
                site.on(host, "umask 077; printf '%s\n' " + quote(form) + " >/root/form");
                String files =
                        "grep -rlF -f /root/form /etc/resctl /var/lib/resctl /etc/systemd /run/resctl* /var/log 2>/dev/null || true";
                assertThat(site.on(host, files)
                                .lines()
                                .filter(f -> !f.matches("/etc/resctl/acme/(.*[./])?secrets/.*"))
                                .toList())
                        .as(host)
                        .isEmpty();
                String talk =
                        "{ docker ps -aq | xargs -r docker inspect; ps axeww; journalctl -q --no-pager; cat /etc/resctl/acme/*/*.yml; } | grep -F -f /root/form || true";
                assertThat(site.on(host, talk))
                        .as(host + ": inspect, processes, journal, compose text")
                        .isEmpty();
                site.on(host, "rm /root/form");
            }
        }
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Point 10. */
    @Test
    @Order(11)
    void aNeighbourReachesOnlyThePublicPorts() {
        Neighbour neighbour = new Neighbour(site);
        try (neighbour) {
            assertThat(neighbour.openPorts("a1")).containsExactlyInAnyOrder(22, 80);
            assertThat(neighbour.openPorts("a3")).containsExactlyInAnyOrder(22);
        }
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
        assertConverged();
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
        assertConverged();
    }

    /** Point 11: while a1 is without power, Turin is given a later epoch; a1's engine is asked for all that it did since it is back. */
    @Test
    @Order(14)
    void aHostThatReturnsToAZoneThatLostTheSiteStartsNoLiveRole() {
        String started =
                "docker events --since 0m --until 0s --filter event=start --filter event=create --format '{{.Actor.Attributes.name}}'";
        for (int i = 0; i < Bars.times(5); i++) {
            int epoch = 2 + 2 * i;
            LabSite.sh("docker kill " + site.container("a1"));
            List.of("b1", "b2").forEach(host -> lease(host, epoch, "turin"));
            LabSite.sh("docker start " + site.container("a1"));
            awaitVerdict("a1", "fenced");
            awaitVerdict("a2", "fenced");
            pause(5);
            String boot = site.on("a1", "date -d \"$(uptime -s)\" +%s");
            assertThat(site.on("a1", started.replace("--since 0m", "--since " + boot))
                            .lines())
                    .as("what a1 started since it is back")
                    .contains("resctl-acme-db")
                    .isSubsetOf("resctl-acme-db", "resctl-acme-ambassador");
            assertThat(site.sql("a1", "SELECT @@read_only")).isEqualTo("1");
            assertThat(site.on("a1", "cat /run/motd.d/resctl-acme")).contains("FENCED", "turin is live");

            HOSTS.forEach(host -> lease(host, epoch + 1, "milan"));
            await("Milan serves again", Duration.ofSeconds(60), site::serves);
        }
        site.resctl("apply", "--yes").exits(0);
        assertConverged();
    }

    /** What a later runbook will do, by hand: a lease with the site's own signature. */
    private void lease(String host, int epoch, String live) {
        site.on(host, """
                set -e
                cd /var/lib/resctl/acme
                printf 'resctl-lease\nacme\n%1$d\n%2$s\n%3$s\n2026-01-02T03:04:05Z\nanna@desk\n' >/run/payload
                signature=$(openssl pkeyutl -sign -inkey /etc/resctl/acme/secrets/site-key -rawin -in /run/payload | base64 -w 0)
                printf '{\n  "epoch": %1$d,\n  "live": "%2$s",\n  "primary": "%3$s",\n  "since": "2026-01-02T03:04:05Z",\n  "by": "anna@desk",\n  "signature": "%%s"\n}\n' \
                    "$signature" >/run/lease.json
                rm /run/payload
                cp /run/lease.json .lease.new && mv -T .lease.new lease.json
                rm /run/lease.json
                """.formatted(epoch, live, live.equals("milan") ? "a1" : "b1"));
    }

    private void awaitVerdict(String host, String word) {
        await(
                host + " is " + word,
                Duration.ofSeconds(60),
                () -> site.shellOn(host, "/etc/resctl/acme/guard/guard verdict | grep -q '^verdict " + word + "'")
                                .exit()
                        == 0);
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
    @Order(15)
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
    @Order(16)
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
        assertConverged();
    }

    /** Point 9. */
    @Test
    @Order(20)
    void destroyLeavesTheHostsAsTheyWere() {
        site.resctl("destroy", "--data", "--site", "acme", "--yes").exits(0);
        for (String host : HOSTS) {
            assertThat(HostListing.differences(before.getOrDefault(host, ""), HostListing.of(site, host)))
                    .as(host)
                    .isEmpty();
        }
    }

    private void assertConverged() {
        Tool.Result plan = site.resctl("plan", "--detailed-exitcode").exits(0);
        assertThat(plan.out()).contains("No changes");
        Tool.Result apply = site.resctl("apply", "--yes").exits(0);
        assertThat(apply.out()).contains("No changes");
    }

    /** The lines of a plan that name a change: sign, component, subject. */
    private static List<String> changes(String plan) {
        Matcher lines = Pattern.compile("(?m)^\\s{0,4}([+~-]) (\\S+) (\\S+)").matcher(plan);
        return lines.results()
                .map(m -> m.group(1) + " " + m.group(2) + " " + m.group(3))
                .distinct()
                .toList();
    }

    private static int number(String json) {
        Matcher matcher = COUNTED.matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static String word(String json) {
        Matcher matcher = REPLICA.matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        return matcher.group(1);
    }

    private static void pause(int seconds) {
        try {
            Thread.sleep(Duration.ofSeconds(seconds));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
