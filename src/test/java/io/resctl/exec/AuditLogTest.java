package io.resctl.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.testing.LocalShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final String LINE = "2026-11-22T03:04:05Z anna@desk run-1 CREATE file:/etc/it's $HOME";

    @TempDir
    private Path folder;

    @Test
    void anOrderThatSucceedsLeavesALine() throws IOException {
        assertThat(run("echo 'fact k v'")).isEqualTo(new Reply.Answer(0, "fact k v\n", ""));
        assertThat(Files.readString(log())).isEqualTo(LINE + " done\n");
    }

    @Test
    void anOrderThatFailsStopsThereAndLeavesALineToo() throws IOException {
        assertThat(run("false\necho went-on")).isEqualTo(new Reply.Answer(1, "", ""));
        assertThat(run("echo why >&2; exit 7")).isEqualTo(new Reply.Answer(7, "", "why\n"));
        assertThat(Files.readString(log())).isEqualTo(LINE + " failed\n" + LINE + " failed\n");
    }

    @Test
    void anOrderThatReadsItsInputDoesNotEatWhatFollows() throws IOException {
        assertThat(run("cat")).isEqualTo(new Reply.Answer(0, "", ""));
        assertThat(Files.readString(log())).isEqualTo(LINE + " done\n");
    }

    @Test
    void thatTheLineCannotBeWrittenIsNoFailure() throws IOException {
        Files.writeString(folder.resolve("var"), "a file where the folder should be");
        assertThat(run("echo ok")).isEqualTo(new Reply.Answer(0, "ok\n", ""));
    }

    private Reply run(String code) {
        Script order = AuditLog.around(Script.of(code), log().toString(), LINE);
        return new LocalShell("h", folder).tell(order, Duration.ofSeconds(20), line -> {});
    }

    private Path log() {
        return folder.resolve("var/audit.log");
    }
}
