package io.resctl.journal;

import io.resctl.diag.Diagnostic;
import io.resctl.json.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of one run on the operator's machine: its journal, one event a line, and the documents it worked from. For its owner's eyes only. A disk that
 * is full there stops no run: what cannot be kept is said once, and the run goes on from memory.
 */
public final class RunDirectory implements AutoCloseable {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path path;
    private final List<Event> events = new ArrayList<>();
    private Optional<BufferedWriter> journal = Optional.empty();
    private Optional<Diagnostic> trouble = Optional.empty();

    private RunDirectory(Path path) {
        this.path = path;
    }

    /** An id that sorts by time: {@code 20261122-191530-apply-4f3a}. */
    public static String id(Instant now, String command, int random) {
        return STAMP.format(now) + "-" + command + "-" + String.format("%04x", random & 0xFFFF);
    }

    /** Makes the folder {@code STATE/SITE/runs/ID}, if it can. */
    public static RunDirectory open(Path state, String site, String id) {
        RunDirectory directory =
                new RunDirectory(state.resolve(site).resolve("runs").resolve(id));
        directory.attempt(() -> {
            Files.createDirectories(directory.path.getParent());
            Files.createDirectory(
                    directory.path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            directory.journal = Optional.of(Files.newBufferedWriter(directory.path.resolve("journal.jsonl")));
        });
        return directory;
    }

    public Path path() {
        return path;
    }

    /** Appends, and flushes: a run that is killed leaves what it did. */
    public synchronized void append(Event event) {
        events.add(event);
        journal.ifPresent(writer -> attempt(() -> {
            writer.write(Json.line(event));
            writer.write('\n');
            writer.flush();
        }));
    }

    public synchronized void keep(String name, String text) {
        if (journal.isPresent()) {
            attempt(() -> Files.writeString(path.resolve(name), text));
        }
    }

    /** What could not be kept, and why: said the first time that it is asked for after it happened. */
    public synchronized Optional<Diagnostic> trouble() {
        Optional<Diagnostic> news = trouble;
        trouble = Optional.empty();
        return news;
    }

    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    public synchronized Report report() {
        return Report.of(events);
    }

    @Override
    public synchronized void close() {
        journal.ifPresent(writer -> attempt(writer::close));
    }

    private interface Deed {
        void doIt() throws IOException;
    }

    /** After the first failure nothing more is tried: a journal with holes would be believed. */
    private void attempt(Deed deed) {
        try {
            deed.doIt();
        } catch (IOException e) {
            journal = Optional.empty();
            trouble = Optional.of(Diagnostic.warning(
                    "journal.lost",
                    "the journal of this run cannot be kept in " + path + " (" + e.getMessage()
                            + "); the run goes on, and what you read here is all there will be of it",
                    "copy this text; then make room on this machine, or let XDG_STATE_HOME name a folder with room"));
        }
    }
}
