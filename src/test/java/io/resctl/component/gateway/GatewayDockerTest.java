package io.resctl.component.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.model.Balance;
import io.resctl.model.Gateway;
import io.resctl.model.Route;
import io.resctl.model.Site;
import io.resctl.testing.Docker;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real HAProxy, with the configuration that a host gets. */
@Tag("docker")
class GatewayDockerTest {
    @TempDir
    Path temp;

    private GatewayRig rig;

    @BeforeEach
    void build() throws IOException {
        rig = new GatewayRig(temp, false);
    }

    @AfterEach
    void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    @Test
    void everyApprovedConfigurationIsValid() throws IOException {
        Path pem = Path.of("src/test/resources/haproxy/test.pem");
        for (String group : List.of("gateway", "ambassador")) {
            try (var files = Files.list(Path.of("src/test/resources/golden", group))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".cfg")).toList()) {
                    Path place = Files.createDirectories(rig.folder.resolve(file.getFileName()));
                    Files.copy(file, place.resolve("haproxy.cfg"));
                    Files.createDirectories(place.resolve("tls"));
                    Files.copy(pem, place.resolve("tls/site.pem"));
                    assertThat(check(place)).as(file.toString()).isEmpty();
                }
            }
        }
    }

    @Test
    void routesMayHoldWhateverAPathAndAHostCanHold() throws IOException {
        List<String> odd =
                List.of("/a b", "/it's", "/\"q\"", "/$HOME", "/${X}", "/%[src]", "/#x", "/\\", "/-i", "/{ }", "/ä");
        List<Route> routes = new ArrayList<>();
        odd.forEach(path -> routes.add(new Route(Optional.of("x" + path.substring(1) + ".example"), path, "web")));
        Site site = GatewayComponentTest.with(new Gateway(
                GatewayRig.IMAGE, List.of("a1"), Balance.ROUNDROBIN, new TreeMap<>(), Optional.empty(), routes));
        String text = new GatewayConfig(site, site.gateway().orElseThrow()).text(site.host("a1"), true);
        Files.writeString(rig.folder.resolve("haproxy.cfg"), text);
        assertThat(check(rig.folder)).isEmpty();
    }

    /** Names of services are people's to choose, so none of ours may be one. */
    @Test
    void servicesMayHaveTheNamesOfPartsOfTheConfiguration() throws IOException {
        String text = Files.readString(Path.of("src/test/resources/golden/gateway/haproxy.cfg"));
        List<String> ours = text.lines()
                .filter(l -> l.startsWith("frontend ") || l.startsWith("backend "))
                .map(l -> l.split(" ")[1])
                .filter(name -> name.matches("[a-z]([a-z0-9-]{0,29}[a-z0-9])?"))
                .toList();
        assertThat(ours).contains("public", "statistics");
        for (String name : ours) {
            Files.writeString(rig.folder.resolve("haproxy.cfg"), text.replaceAll("\\bweb\\b", name));
            assertThat(check(rig.folder)).as("a service called %s", name).isEmpty();
        }
    }

    /** The third server listens at once but is not ready for a while: it must get nothing before its first good check. */
    @Test
    void oneMoreReplicaUnderLoadLosesNothing() throws Exception {
        rig.start(2);
        Load load = new Load();
        GatewayRig.App third = rig.app(3, false);
        rig.configure(3);
        assertThat(rig.reload().exit()).as("reload").isZero();
        Thread.sleep(2500);
        assertThat(third.served.get()).as("requests before it was ready").isZero();
        third.ready.set(true);
        GatewayRig.await(() -> third.served.get() > 0);

        rig.configure(2);
        assertThat(rig.reload().exit()).as("reload").isZero();
        Thread.sleep(1000);
        third.server.stop(0);
        Thread.sleep(500);
        load.stop();
        assertThat(load.failures).isEmpty();
        assertThat(load.done.get()).isGreaterThan(50);
    }

    /** A server whose process is gone: what was not sent to it is sent to the other. */
    @Test
    void aReplicaThatDiesLosesNothingThatWasNotSent() throws Exception {
        rig.start(2);
        Load load = new Load();
        Thread.sleep(500);
        rig.apps.getLast().server.stop(0);
        Thread.sleep(3000);
        load.stop();
        // Each of the two clients may have sent one just then: that is not sent a second time, since it may have been
        // done.
        assertThat(load.failures).hasSizeLessThanOrEqualTo(2).allMatch("status 502"::equals);
    }

    /** What HAProxy finds wrong. */
    private static String check(Path place) {
        Docker.Said said = Docker.run(
                "run",
                "--rm",
                "--user",
                "0:0",
                "--network",
                "none",
                "-v",
                place + ":/usr/local/etc/haproxy:ro",
                GatewayRig.IMAGE,
                "haproxy",
                "-c",
                "-q",
                "-f",
                "/usr/local/etc/haproxy/haproxy.cfg");
        return said.exit() == 0 ? "" : said.err() + said.out();
    }

    /** Steady requests from two clients. */
    private final class Load {
        private final AtomicBoolean on = new AtomicBoolean(true);
        private final AtomicInteger done = new AtomicInteger();
        private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads =
                List.of(Thread.startVirtualThread(this::go), Thread.startVirtualThread(this::go));

        private void go() {
            try (HttpClient client = HttpClient.newHttpClient()) {
                while (on.get()) {
                    one(client);
                    Thread.sleep(20);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void one(HttpClient client) throws InterruptedException {
            try {
                int status = client.send(rig.request(), HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                done.incrementAndGet();
                if (status != 200) {
                    failures.add("status " + status);
                }
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }

        void stop() throws InterruptedException {
            on.set(false);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }
}
