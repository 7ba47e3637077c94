package io.resctl.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** {@code dist/resctl} as a user runs it: a process without a terminal. */
final class Tool {
    private static final Duration LIMIT = Duration.ofMinutes(8);

    private final Path folder;
    private final Map<String, String> environment;

    Tool(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** What the process left: its exit code and all that it printed. */
    record Result(List<String> command, int exit, String out, String err, Duration took) {
        Result exits(int expected) {
            if (exit != expected) {
                throw new AssertionError(String.join(" ", command) + "\nexit " + exit + " instead of " + expected
                        + "\n--- out\n" + out + "\n--- err\n" + err);
            }
            return this;
        }
    }

    Result run(String... arguments) {
        return watch(line -> false, arguments);
    }

    /** Kills the process with SIGKILL as soon as a line of its output matches; exit 137 then. */
    Result watch(Predicate<String> killAt, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Path.of("dist/resctl").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        long start = System.nanoTime();
        try {
            Process process = builder.start();
            CompletableFuture<String> err = CompletableFuture.supplyAsync(
                    () -> read(process.errorReader(StandardCharsets.UTF_8), killAt, process));
            String out = read(process.inputReader(StandardCharsets.UTF_8), killAt, process);
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end within " + LIMIT + ": " + command + "\n" + out);
            }
            return new Result(
                    command, process.exitValue(), out, err.join(), Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String read(BufferedReader reader, Predicate<String> killAt, Process process) {
        StringBuilder text = new StringBuilder();
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                text.append(line).append('\n');
                if (killAt.test(line)) {
                    process.destroyForcibly();
                }
            }
        } catch (IOException e) {
            text.append("(output cut: ").append(e.getMessage()).append(")\n");
        }
        return text.toString();
    }
}
