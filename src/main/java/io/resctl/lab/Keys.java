package io.resctl.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** The lab's files on this machine: the key that logs in, the host keys, the descriptor. */
record Keys(Path folder) {
    Path identity() {
        return folder.resolve("id_ed25519");
    }

    Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    Path site() {
        return folder.resolve("site.yml");
    }

    /** Makes the key pair if there is none; the public key, one line. */
    String ensure() {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            if (!Files.exists(identity())) {
                generate();
            }
            return Files.readString(folder.resolve("id_ed25519.pub")).strip();
        } catch (IOException e) {
            throw new LabException("The lab's key cannot be kept in " + folder + ": " + e.getMessage(), e);
        }
    }

    void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new LabException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Removes the folder, and those above it that are left empty, up to and without {@code top}. */
    void remove(Path top) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
            for (Path up = folder.getParent();
                    up != null && up.startsWith(top) && !up.equals(top);
                    up = up.getParent()) {
                if (!isEmpty(up)) {
                    return;
                }
                Files.delete(up);
            }
        } catch (IOException e) {
            throw new LabException(folder + " cannot be removed: " + e.getMessage() + ". The lab itself is gone.", e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private void generate() throws IOException {
        Process made;
        try {
            made = new ProcessBuilder(
                            "ssh-keygen",
                            "-q",
                            "-t",
                            "ed25519",
                            "-N",
                            "",
                            "-C",
                            "resctl-lab",
                            "-f",
                            identity().toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new LabException(
                    "ssh-keygen is not on this machine; install the OpenSSH client (package openssh-client).", e);
        }
        made.getOutputStream().close();
        String said = new String(made.getInputStream().readAllBytes(), java.nio.charset.Charset.defaultCharset());
        try {
            if (made.waitFor() != 0) {
                throw new LabException("ssh-keygen made no key in " + folder + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("Interrupted while making the lab's key.", e);
        }
    }
}
