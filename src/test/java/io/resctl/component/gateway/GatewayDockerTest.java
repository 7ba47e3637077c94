package io.resctl.component.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.resctl.model.Balance;
import io.resctl.model.Gateway;
import io.resctl.model.Host;
import io.resctl.model.Route;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.model.Zone;
import io.resctl.render.Templates;
import io.resctl.testing.Docker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real HAProxy, with the configuration and the reload script that a host gets. */
@Tag("docker")
class GatewayDockerTest {
    private static final String IMAGE = "haproxy:3.0";

    @TempDir
    Path folder;

    private final String container =
            "resctl-test-gateway-" + ProcessHandle.current().pid();
    private final List<App> apps = new ArrayList<>();
    private int front;
    private int statistics;

    @BeforeEach
    void needsTheImage() throws IOException {
        Docker.needsImage(IMAGE);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        front = free();
        statistics = free();
    }

    @AfterEach
    void stop() {
        Docker.run("rm", "-f", container);
        apps.forEach(app -> app.server.stop(0));
    }

    @Test
    void everyApprovedConfigurationIsValid() throws IOException {
        Path pem = Path.of("src/test/resources/haproxy/test.pem");
        for (String group : List.of("gateway", "ambassador")) {
            try (var files = Files.list(Path.of("src/test/resources/golden", group))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".cfg")).toList()) {
                    Path place = Files.createDirectories(folder.resolve(file.getFileName()));
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
        Site site = GatewayComponentTest.with(
                new Gateway(IMAGE, List.of("a1"), Balance.ROUNDROBIN, new TreeMap<>(), Optional.empty(), routes));
        String text = new GatewayConfig(site, site.gateway().orElseThrow()).text(site.host("a1"), true);
        Files.writeString(folder.resolve("haproxy.cfg"), text);
        assertThat(check(folder)).isEmpty();
    }

    /** The third server listens at once but is not ready for a while: it must get nothing before its first good check. */
    @Test
    void oneMoreReplicaUnderLoadLosesNothing() throws Exception {
        start(2);
        Load load = new Load();
        App third = app(3, false);
        configure(3);
        assertThat(reload().exit()).as("reload").isZero();
        Thread.sleep(2500);
        assertThat(third.served.get()).as("requests before it was ready").isZero();
        third.ready.set(true);
        await(() -> third.served.get() > 0);

        configure(2);
        assertThat(reload().exit()).as("reload").isZero();
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
        start(2);
        Load load = new Load();
        Thread.sleep(500);
        apps.getLast().server.stop(0);
        Thread.sleep(3000);
        load.stop();
        assertThat(load.failures).isEmpty();
    }

    @Test
    void aConfigurationThatIsRefusedIsPutAwayAndThePreviousOneServesOn() throws Exception {
        start(2);
        String before = Files.readString(folder.resolve("haproxy.cfg"));
        Files.writeString(folder.resolve("haproxy.cfg"), before + "\nbackend broken\n    balance nonsense\n");
        Docker.Said said = reload();
        assertThat(said.exit()).isNotZero();
        assertThat(said.err())
                .contains("HAProxy refuses the new configuration", "balance only supports", "is back in its place");
        assertThat(folder.resolve("haproxy.cfg")).hasContent(before);
        assertThat(get()).isEqualTo(200);
    }

    /** Valid, but another process holds the port: only the start of the new worker tells. */
    @Test
    void aConfigurationThatDoesNotTakeIsPutAwayToo() throws Exception {
        start(2);
        String before = Files.readString(folder.resolve("haproxy.cfg"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Files.writeString(
                    folder.resolve("haproxy.cfg"),
                    before + "\nfrontend taken\n    bind 127.0.0.1:" + taken.getLocalPort()
                            + "\n    default_backend web\n");
            Docker.Said said = reload();
            assertThat(said.exit()).isNotZero();
            assertThat(said.err()).contains("no worker came up");
        }
        assertThat(folder.resolve("haproxy.cfg")).hasContent(before);
        assertThat(get()).isEqualTo(200);
        configure(2);
        assertThat(reload().exit()).isZero();
        assertThat(get()).isEqualTo(200);
    }

    private void start(int replicas) throws Exception {
        for (int n = 1; n <= replicas; n++) {
            app(n, true);
        }
        configure(replicas);
        Files.writeString(folder.resolve("reload.sh"), script());
        Docker.must(
                "run",
                "-d",
                "--name",
                container,
                "--user",
                "0:0",
                "--network",
                "host",
                "-v",
                folder + ":/usr/local/etc/haproxy:ro",
                IMAGE);
        await(() -> get() == 200);
        assertThat(Docker.process("bash", folder.resolve("reload.sh").toString(), "started")
                        .exit())
                .isZero();
    }

    private void configure(int replicas) throws IOException {
        Site site = site(replicas);
        String text = new GatewayConfig(site, site.gateway().orElseThrow())
                .text(site.host("a1"), true)
                .replace("bind :80", "bind 127.0.0.1:" + front)
                .replace(":8404", ":" + statistics);
        Path temp = folder.resolve("temp");
        Files.writeString(temp, text);
        Files.move(temp, folder.resolve("haproxy.cfg"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private String script() {
        Map<String, Object> values = new HashMap<>();
        values.put("site", "test");
        values.put("container", container);
        values.put("folder", folder.toString());
        values.put("inside", "/usr/local/etc/haproxy");
        values.put("kept", folder.resolve("kept").toString());
        values.put("address", "127.0.0.1");
        values.put("port", statistics);
        values.put("uri", "/");
        return new Templates().render("haproxy/reload.sh", values);
    }

    private Docker.Said reload() {
        return Docker.process("bash", folder.resolve("reload.sh").toString(), "reload");
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
                IMAGE,
                "haproxy",
                "-c",
                "-q",
                "-f",
                "/usr/local/etc/haproxy/haproxy.cfg");
        return said.exit() == 0 ? "" : said.err() + said.out();
    }

    /** Milan with one host, which is this machine. */
    private Site site(int replicas) {
        Site site = Sites.pilotLight();
        Host a1 = site.host("a1");
        Host here = new Host("a1", "milan", a1.address(), a1.endpoint(), "127.0.0.1", a1.ssh());
        return new Site(
                site.name(),
                site.strategy(),
                site.objectives(),
                site.ssh(),
                List.of(new Zone("milan", true, List.of(here))),
                site.vpn(),
                site.volumes(),
                Optional.empty(),
                List.of(Sites.web(replicas)),
                Optional.of(new Gateway(
                        IMAGE,
                        List.of("a1"),
                        Balance.ROUNDROBIN,
                        new TreeMap<>(),
                        Optional.empty(),
                        List.of(new Route(Optional.empty(), "/", "web")))),
                List.of());
    }

    private App app(int number, boolean ready) throws IOException {
        App app = new App(Sites.web(1).publish() + number, ready);
        apps.add(app);
        return app;
    }

    private int get() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front + "/"))
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    private static void await(java.util.function.BooleanSupplier done) throws InterruptedException {
        for (int i = 0; i < 300 && !done.getAsBoolean(); i++) {
            Thread.sleep(100);
        }
        assertThat(done.getAsBoolean()).isTrue();
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** A replica: 503 while it is not ready. */
    private static final class App {
        private final HttpServer server;
        private final AtomicBoolean ready;
        private final AtomicInteger served = new AtomicInteger();

        App(int port, boolean readyNow) throws IOException {
            ready = new AtomicBoolean(readyNow);
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 50);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> {
                if (!exchange.getRequestURI().getPath().equals("/healthz")) {
                    served.incrementAndGet();
                }
                exchange.sendResponseHeaders(ready.get() ? 200 : 503, -1);
                exchange.close();
            });
            server.start();
        }
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
                int status = client.send(request(), HttpResponse.BodyHandlers.discarding())
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
