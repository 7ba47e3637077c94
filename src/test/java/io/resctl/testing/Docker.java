package io.resctl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** This machine's {@code docker}. */
public final class Docker {
    private Docker() {}

    /** What a process said. */
    public record Said(int exit, String out, String err) {}

    /** Skips the test where the image, or the engine, is missing. */
    public static void needsImage(String image) {
        if (run("image", "inspect", image).exit() != 0) {
            throw new TestAbortedException(
                    "needs a Docker engine with the image " + image + ": dist/images/build makes it");
        }
    }

    public static Said run(String... words) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        return process(command.toArray(String[]::new));
    }

    public static String must(String... words) {
        Said said = run(words);
        assertThat(said.exit())
                .as("docker %s: %s", String.join(" ", words), said.err())
                .isZero();
        return said.out();
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
