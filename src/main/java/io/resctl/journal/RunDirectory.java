package io.resctl.journal;

import io.resctl.json.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** What is kept of one run on the operator's machine: its journal, one event a line, and the documents it worked from. For its owner's eyes only. */
public final class RunDirectory implements AutoCloseable {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path path;
    private final BufferedWriter journal;
    private final List<Event> events = new ArrayList<>();

    private RunDirectory(Path path, BufferedWriter journal) {
        this.path = path;
        this.journal = journal;
    }

    /** An id that sorts by time: {@code 20261122-191530-apply-4f3a}. */
    public static String id(Instant now, String command, int random) {
        return STAMP.format(now) + "-" + command + "-" + String.format("%04x", random & 0xFFFF);
    }

    /**
     * Makes the folder {@code STATE/SITE/runs/ID}.
     *
     * @throws UncheckedIOException where it cannot be made
     */
    public static RunDirectory open(Path state, String site, String id) {
        try {
            Path path = state.resolve(site).resolve("runs").resolve(id);
            Files.createDirectories(path.getParent());
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new RunDirectory(path, Files.newBufferedWriter(path.resolve("journal.jsonl")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path path() {
        return path;
    }

    /** Appends, and flushes: a run that is killed leaves what it did. */
    public synchronized void append(Event event) {
        events.add(event);
        try {
            journal.write(Json.line(event));
            journal.write('\n');
            journal.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void keep(String name, String text) {
        try {
            Files.writeString(path.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public synchronized Report report() {
        return Report.of(events);
    }

    @Override
    public synchronized void close() {
        try {
            journal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
