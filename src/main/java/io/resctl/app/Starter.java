package io.resctl.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The commented descriptor that {@code init} writes, and the JSON Schema that editors complete it with. */
public final class Starter {
    /** What came of writing it. */
    public enum Outcome {
        WRITTEN,
        EXISTS,
        UNWRITABLE
    }

    private Starter() {}

    /** Never overwrites. */
    public static Outcome write(Path file) {
        try {
            Files.writeString(file, resource("/io/resctl/app/starter.yml"), StandardOpenOption.CREATE_NEW);
            return Outcome.WRITTEN;
        } catch (FileAlreadyExistsException _) {
            return Outcome.EXISTS;
        } catch (IOException _) {
            return Outcome.UNWRITABLE;
        }
    }

    public static String schema() {
        return resource("/io/resctl/descriptor/site.schema.json");
    }

    private static String resource(String name) {
        try (InputStream in = Starter.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing from the build: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
