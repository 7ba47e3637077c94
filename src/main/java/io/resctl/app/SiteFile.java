package io.resctl.app;

import io.resctl.descriptor.Descriptor;
import io.resctl.diag.Diagnostic;
import io.resctl.model.Site;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A descriptor as it was read from its file: where every command begins.
 *
 * @param name as the user named it
 * @param text of the file; empty where it could not be read
 * @param site present exactly when no diagnostic is an error
 */
public record SiteFile(String name, Path path, String text, Optional<Site> site, List<Diagnostic> diagnostics) {
    /** More is never read: a descriptor is far smaller, and a wrong file may be endless. */
    private static final int MOST = 16 * 1024 * 1024;

    /** Reads and validates; every failure is a diagnostic. */
    public static SiteFile read(Path directory, String name) {
        Path path = directory.resolve(name);
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST);
            Descriptor.Result result = Descriptor.read(name, bytes);
            return new SiteFile(
                    name, path, new String(bytes, StandardCharsets.UTF_8), result.site(), result.diagnostics());
        } catch (NoSuchFileException _) {
            return unreadable(
                    name,
                    path,
                    "there is no file " + path,
                    "`resctl init` writes a starter; `-f FILE` names another descriptor");
        } catch (IOException e) {
            return unreadable(
                    name, path, path + " cannot be read: " + e.getMessage(), "check its type and permissions");
        }
    }

    private static SiteFile unreadable(String name, Path path, String summary, String hint) {
        Diagnostic diagnostic = Diagnostic.error("file.unreadable", summary, hint);
        return new SiteFile(name, path, "", Optional.empty(), List.of(diagnostic));
    }
}
