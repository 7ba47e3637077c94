package io.resctl.remote.ssh;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** OpenSSH's own tools, so that tests meet real files. */
public final class Keygen {
    private Keygen() {}

    public static void assumeInstalled() {
        for (String tool : List.of("ssh", "ssh-keygen", "ssh-agent", "ssh-add")) {
            assumeTrue(
                    List.of(System.getenv("PATH").split(":")).stream()
                            .anyMatch(dir -> Files.isExecutable(Path.of(dir, tool))),
                    "no " + tool + " on this machine (package openssh-client)");
        }
    }

    /** Makes a key pair; its public half stands beside it with the suffix {@code .pub}. */
    public static Path key(Path file, String type, String passphrase) {
        run("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", "resctl-test", "-f", file.toString());
        return file;
    }

    public static String publicHalf(Path key) {
        try {
            return Files.readString(Path.of(key + ".pub")).strip();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a program of the operator's machine to its end; its output. */
    public static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(List.of(command) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
