package io.resctl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** This machine's {@code docker}. */
public final class Docker {
    private static final List<String> HOST =
            List.of(("--cap-add ALL --security-opt seccomp=unconfined --security-opt apparmor=unconfined"
                            + " --security-opt systempaths=unconfined --cgroupns private --tmpfs /run --tmpfs /tmp")
                    .split(" "));

    private Docker() {}

    /**
     * What all containers and networks that a test makes are labelled with: the run of {@code dist/test}, which removes what a broken
     * test left.
     */
    public static Map<String, String> label() {
        return Map.of("io.resctl.test", System.getenv().getOrDefault("RESCTL_RUN", "by-hand"));
    }

    /** The same in the words of {@code docker run} and {@code docker network create}. */
    public static List<String> labelled() {
        return label().entrySet().stream()
                .flatMap(l -> Stream.of("--label", l.getKey() + "=" + l.getValue()))
                .toList();
    }

    /** What a process said. */
    public record Said(int exit, String out, String err) {}

    /** Skips the test where the image, or the engine, is missing. */
    public static void needsImage(String image) {
        if (run("image", "inspect", image).exit() != 0) {
            throw new TestAbortedException(
                    "needs a Docker engine with the image " + image + ": dist/images/build makes it");
        }
    }

    /** What {@code docker run} makes is labelled. */
    public static Said run(String... words) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        if (words[0].equals("run")) {
            command.addAll(2, labelled());
        }
        return process(command.toArray(String[]::new));
    }

    public static String must(String... words) {
        Said said = run(words);
        assertThat(said.exit())
                .as("docker %s: %s", String.join(" ", words), said.err())
                .isZero();
        return said.out();
    }

    /** Freezes a container. While its processes are busy the engine may not be able to at the first try. */
    public static void pause(String container) {
        Said said = run("pause", container);
        for (int i = 0; i < 5 && said.exit() != 0 && said.err().contains("unable to freeze"); i++) {
            said = run("pause", container);
        }
        assertThat(said.exit()).as(said.err()).isZero();
    }

    /** Starts a container that is a server, as the lab's hosts are, on any machine: see {@code HostContainer}. */
    public static void host(String name, String... words) {
        List<String> run = new ArrayList<>(List.of("run", "-d", "--name", name));
        run.addAll(HOST);
        run.addAll(List.of("--device-cgroup-rule", "a *:* rwm"));
        run.addAll(List.of(words));
        List<String> dropped = new ArrayList<>(run);
        dropped.addAll(1, List.of("--cap-drop", "SYS_RESOURCE"));
        Said said = run(dropped.toArray(String[]::new));
        if (said.exit() != 0 && said.err().contains("CAP_SYS_RESOURCE")) {
            said = run(run.toArray(String[]::new));
        }
        assertThat(said.exit())
                .as("docker %s: %s", String.join(" ", run), said.err())
                .isZero();
    }

    public static Said process(String... command) {
        try {
            Process process = new ProcessBuilder(command).start();
            process.getOutputStream().close();
            StringBuilder err = new StringBuilder();
            Thread reader = Thread.startVirtualThread(() -> err.append(text(process.getErrorStream())));
            String out = text(process.getInputStream());
            reader.join();
            return new Said(process.waitFor(), out, err.toString());
        } catch (IOException e) {
            throw new TestAbortedException("needs the command " + command[0] + " on this machine", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(java.io.InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
