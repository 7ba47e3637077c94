package io.resctl.scenario;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A lab of five hosts with the example site's descriptor, and ways to look at it and to harm it that do not go through resctl. */
final class LabSite implements AutoCloseable {
    static final List<String> HOSTS = List.of("a1", "a2", "a3", "b1", "b2");
    static final String SECRET_VARIABLE = "SHOP_DB_PASSWORD";
    /** How the secret begins: no quoting and no encoding but base64 changes this much of it. Another run's is another. */
    static final String SECRET_START = "s3cr3t-" + Long.toString(System.nanoTime(), 36);

    static final String SECRET = SECRET_START + "'\"$x`%/+=p";

    /** Whether labs of this run have MaxScale as the router of the database: a second run, where an image is at hand. */
    static final boolean MAXSCALE = Boolean.getBoolean("resctl.maxscale");

    final String lab;
    final Path state;
    final Path folder;
    final Tool tool;
    final int port;

    private LabSite(String lab, Path state, int port) {
        this.lab = lab;
        this.state = state;
        this.folder = state.resolve("resctl/lab").resolve(lab);
        this.port = port;
        Map<String, String> environment = new TreeMap<>();
        environment.put("XDG_STATE_HOME", state.toString());
        environment.put(SECRET_VARIABLE, SECRET);
        this.tool = new Tool(Path.of("").toAbsolutePath(), environment);
    }

    /** The example site, with the router of this run. */
    static LabSite up(String lab, int port) {
        if (!MAXSCALE) {
            return up(lab, port, Path.of("examples/pilot-light.yml"));
        }
        List<String> images = sh("docker image ls --format '{{.Repository}}:{{.Tag}}' mariadb/maxscale")
                .out()
                .lines()
                .filter(image -> !image.endsWith(":<none>"))
                .toList();
        assumeTrue(!images.isEmpty(), "no image of MaxScale (mariadb/maxscale:TAG) is on this machine");
        LabSite site = up(lab, port, Path.of("examples/pilot-light-maxscale.yml"));
        site.edit("image: mariadb/maxscale:23.08.12", "image: " + images.getFirst());
        return site;
    }

    /** A lab with a host for every host of a descriptor. */
    static LabSite up(String lab, int port, Path descriptor) {
        assumeTrue(sh("docker info").exit() == 0, "no Docker engine answers on this machine");
        assumeTrue(
                sh("docker image inspect resctl-lab/host:trixie").exit() == 0,
                "the lab's images are not built: dist/images/build");
        assumeTrue(Files.exists(Path.of("target/resctl.jar")), "the tool is not built: mvn package");
        try {
            LabSite site = new LabSite(lab, Files.createTempDirectory("resctl-" + lab), port);
            // What a test that was killed left under this name is not what this one begins with.
            site.tool.run("lab", "down", lab).exits(0);
            site.tool
                    .run("lab", "up", lab, "-f", descriptor.toString(), "--port", Integer.toString(port))
                    .exits(0);
            return site;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The descriptor as the lab wrote it. */
    Path descriptor() {
        return folder.resolve("site.yml");
    }

    String descriptorText() {
        try {
            return Files.readString(descriptor());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void rewrite(String text) {
        try {
            Files.writeString(descriptor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes one place of the descriptor, which must be there. */
    void edit(String from, String to) {
        String text = descriptorText();
        if (!text.contains(from)) {
            throw new AssertionError("the descriptor has no '" + from + "':\n" + text);
        }
        rewrite(text.replace(from, to));
    }

    Tool.Result resctl(String verb, String... more) {
        return tool.run(arguments(verb, more));
    }

    String[] arguments(String verb, String... more) {
        List<String> all = new ArrayList<>(List.of(verb));
        all.addAll(List.of(more));
        // Last, since what follows the verb may be a command of its own.
        all.addAll(List.of("-f", descriptor().toString()));
        return all.toArray(String[]::new);
    }

    /** Root's shell on a host, past resctl and SSH. */
    String on(String host, String script) {
        Shell result = shellOn(host, script);
        if (result.exit() != 0) {
            throw new AssertionError(host + ": " + script + "\nexit " + result.exit() + "\n" + result.out());
        }
        return result.out().strip();
    }

    Shell shellOn(String host, String script) {
        return exec(script, List.of("docker", "exec", "-i", container(host), "bash", "-s"));
    }

    String container(String host) {
        return "resctl-lab-" + lab + "-" + host;
    }

    /** One SQL statement as the database's admin of a host. */
    String sql(String host, String statement) {
        return on(host, "docker exec -u mysql resctl-acme-db mariadb -u mysql -N -B -e \"" + statement + "\"");
    }

    HttpResponse<String> get(String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(page(path))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    URI page(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    boolean serves() {
        try {
            return get("/json").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    static void await(String what, Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + patience + ": " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    static void pause(int seconds) {
        LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
    }

    record Shell(int exit, String out) {}

    /** A command of this machine. */
    static Shell sh(String script) {
        return exec(script, List.of("bash", "-s"));
    }

    private static Shell exec(String script, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
                in.write(script);
            }
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end: " + command);
            }
            return new Shell(process.exitValue(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        tool.run("lab", "down", lab).exits(0);
        sh("rm -rf '" + state + "'");
    }
}
