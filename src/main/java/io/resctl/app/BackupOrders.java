package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Tells a host's backup program what to do, and reads what it says: a line each, a word and the rest. */
final class BackupOrders {
    private static final Duration PATIENCE = Duration.ofDays(1);

    private BackupOrders() {}

    static BackupOutcome tell(Writer host, Script order, Consumer<String> progress) {
        return switch (host.tell(order, PATIENCE, progress)) {
            case Reply.Answer answer
            when answer.ok() -> new BackupOutcome.Done(host.host(), words(answer.out()), List.of());
            case Reply.Answer answer -> failed(host.host(), last(answer.err()));
            case Reply.Unreachable gone -> new BackupOutcome.Failed(ExitCode.UNREACHABLE, gone.why());
            case Reply.TimedOut late ->
                failed(host.host(), "it took more than " + late.after().toHours() + " hours");
        };
    }

    private static BackupOutcome failed(String host, String why) {
        return new BackupOutcome.Failed(
                ExitCode.FAILED,
                Diagnostic.error(
                        "backup.failed",
                        "On " + host + ": " + why,
                        "What is kept there, and what was said before: `resctl backup list`, and `journalctl -u 'resctl-*-backup-*'` on the host."));
    }

    private static Map<String, String> words(String out) {
        Map<String, String> words = new TreeMap<>();
        out.lines().forEach(line -> {
            int space = line.indexOf(' ');
            words.put(space < 0 ? line : line.substring(0, space), space < 0 ? "" : line.substring(space + 1));
        });
        return words;
    }

    private static String last(String err) {
        List<String> lines = err.lines()
                .filter(l -> !l.isBlank() && !l.startsWith("progress: "))
                .toList();
        return lines.isEmpty()
                ? "it ended without a word"
                : String.join(" ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }
}
