package io.resctl.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file for its owner alone, replaced as a whole. */
final class PrivateFile {
    private PrivateFile() {}

    static void write(Path path, String text) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        Path part = Files.createTempFile(
                folder,
                ".resctl",
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(part, text.getBytes(StandardCharsets.UTF_8));
            Files.move(part, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
