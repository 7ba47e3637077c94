package io.resctl.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    private static final Instant NOW = Instant.parse("2026-11-22T03:04:05Z");

    @TempDir
    Path state;

    @Test
    void whatIsAppendedIsOnTheDiskAtOnce() throws Exception {
        try (RunDirectory directory = RunDirectory.open(state, "acme", "run-1")) {
            directory.append(new Event.LockTaken(NOW, List.of("a1")));
            directory.keep("plan.json", "{}");
            assertThat(Files.readAllLines(directory.path().resolve("journal.jsonl")))
                    .hasSize(1);
            assertThat(directory.path().resolve("plan.json")).hasContent("{}");
            assertThat(directory.trouble()).isEmpty();
        }
    }

    @Test
    void aFolderThatCannotBeMadeStopsNothingAndIsSaidOnce() throws Exception {
        Path file = Files.createFile(state.resolve("acme"));
        try (RunDirectory directory =
                RunDirectory.open(state, file.getFileName().toString(), "run-1")) {
            directory.append(new Event.LockTaken(NOW, List.of("a1")));
            directory.keep("plan.json", "{}");
            assertThat(directory.trouble())
                    .hasValueSatisfying(trouble -> assertThat(trouble.summary())
                            .contains("cannot be kept in " + directory.path(), "the run goes on"));
            directory.append(new Event.RunEnded(NOW, "run-1"));
            assertThat(directory.trouble()).isEmpty();
            assertThat(directory.report().ended()).contains(NOW);
        }
    }

    /** The device that is always full. */
    @Test
    void aDiskThatFillsUpStopsNothingAndIsSaidOnce() throws Exception {
        try (RunDirectory directory = RunDirectory.open(state, "acme", "run-1")) {
            directory.append(new Event.LockTaken(NOW, List.of("a1")));
            Files.createSymbolicLink(directory.path().resolve("plan.json"), Path.of("/dev/full"));
            directory.keep("plan.json", "{}");
            assertThat(directory.trouble()).map(Diagnostic::code).contains("journal.lost");
            directory.append(new Event.RunEnded(NOW, "run-1"));
            assertThat(directory.trouble()).isEmpty();
            assertThat(directory.report().ended()).contains(NOW);
        }
    }
}
