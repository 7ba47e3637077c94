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
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The real HAProxy in a container on this machine, in front of replicas that are threads of the test, with the reload script that a host gets. */
final class GatewayRig implements AutoCloseable {
    static final String IMAGE = "haproxy:3.0";

    /** Each process of a test run has its own, since ports of a service are fixed by the site. */
    private static final String ADDRESS = "127.%d.%d.1"
            .formatted(
                    1 + ProcessHandle.current().pid() / 250 % 250,
                    1 + ProcessHandle.current().pid() % 250);

    private static final Path PEM = Path.of("src/test/resources/haproxy/test.pem");

    /** What is mounted. */
    final Path folder;

    /** Where the script keeps copies. */
    final Path kept;

    final String container = "resctl-test-gateway-" + ProcessHandle.current().pid();
    final List<App> apps = new ArrayList<>();
    private final Path script;
    private final boolean tls;
    private final int front = free();
    private final int secure = free();
    private final int statistics = free();

    GatewayRig(Path temp, boolean tls) throws IOException {
        Docker.needsImage(IMAGE);
        this.tls = tls;
        folder = Files.createDirectory(temp.resolve("folder"));
        kept = temp.resolve("kept");
        script = Files.writeString(temp.resolve("reload.sh"), script());
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Override
    public void close() {
        Docker.run("rm", "-f", container);
        apps.forEach(app -> app.server.stop(0));
    }

    void start(int replicas) throws Exception {
        for (int n = 1; n <= replicas; n++) {
            app(n, true);
        }
        configure(replicas);
        if (tls) {
            Files.createDirectory(
                    pem().getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            certificate(Files.readString(PEM));
        }
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
        await(() -> get() == (tls ? 301 : 200));
        assertThat(run("started").exit()).isZero();
    }

    void configure(int replicas) throws IOException {
        Site site = site(replicas);
        replace(
                configuration(),
                new GatewayConfig(site, site.gateway().orElseThrow())
                        .text(site.host("a1"), true)
                        .replace("bind :80", "bind " + ADDRESS + ":" + front)
                        .replace("bind :443", "bind " + ADDRESS + ":" + secure)
                        .replace(":8404", ":" + statistics));
    }

    Path configuration() {
        return folder.resolve("haproxy.cfg");
    }

    Path pem() {
        return folder.resolve("tls/site.pem");
    }

    void certificate(String text) throws IOException {
        replace(pem(), text);
        Files.setPosixFilePermissions(pem(), PosixFilePermissions.fromString("r--------"));
    }

    private static void replace(Path file, String text) throws IOException {
        Path temp = Files.writeString(file.resolveSibling("temp"), text);
        Files.move(temp, file, StandardCopyOption.REPLACE_EXISTING);
    }

    Docker.Said reload() {
        return run("reload");
    }

    Docker.Said run(String word) {
        // As long as systemd lets a reload take; a script that hangs is an outcome too.
        return Docker.process("timeout", "90", "bash", script.toString(), word);
    }

    /** The status of an answer on port 80; 0 for none. */
    int get() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpRequest request() {
        return HttpRequest.newBuilder(URI.create("http://" + ADDRESS + ":" + front + "/"))
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    /** A replica. It answers 503 while it is not ready. */
    App app(int number, boolean ready) throws IOException {
        App app = new App(Sites.web(1).publish() + number, ready);
        apps.add(app);
        return app;
    }

    static void await(BooleanSupplier done) throws InterruptedException {
        boolean is = done.getAsBoolean();
        for (int i = 0; i < 300 && !is; i++) {
            Thread.sleep(100);
            is = done.getAsBoolean();
        }
        assertThat(is).isTrue();
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private String script() {
        Map<String, Object> values = new HashMap<>();
        values.put("site", "test");
        values.put("container", container);
        values.put("folder", folder.toString());
        values.put("inside", "/usr/local/etc/haproxy");
        values.put("kept", kept.toString());
        values.put("reads", tls ? List.of("haproxy.cfg", "tls/site.pem") : List.of("haproxy.cfg"));
        values.put("address", ADDRESS);
        values.put("port", statistics);
        values.put("uri", "/");
        return new Templates().render("haproxy/reload.sh", values);
    }

    /** Milan with one host, which is this machine. */
    private Site site(int replicas) {
        Site site = Sites.pilotLight();
        Host a1 = site.host("a1");
        Host here = new Host("a1", "milan", a1.address(), a1.endpoint(), ADDRESS, a1.ssh());
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
                        tls ? Optional.of("shop-pem") : Optional.empty(),
                        List.of(new Route(Optional.empty(), "/", "web")))),
                List.of());
    }

    static final class App {
        final HttpServer server;
        final AtomicBoolean ready;
        final AtomicInteger served = new AtomicInteger();

        private App(int port, boolean readyNow) throws IOException {
            ready = new AtomicBoolean(readyNow);
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), port), 50);
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
}
