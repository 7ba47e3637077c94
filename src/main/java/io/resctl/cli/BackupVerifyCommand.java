package io.resctl.cli;

import io.resctl.app.BackupOutcome;
import io.resctl.app.ExitCode;
import io.resctl.app.RestoreSite;
import io.resctl.diag.Diagnostic;
import io.resctl.model.Site;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resctl backup verify}. */
@Command(
        name = "verify",
        description = {
            "Restore the newest backup and the log after it on a server of its own without network, check it, and take it away again.",
            "A backup that can be restored and is old is no good: the newest row of the heartbeat must be young."
        },
        footer = {
            "",
            "What came of it is kept on the host, and `resctl backup list` and `resctl status` tell it.",
            "",
            "Exit codes: 0 it is good, 3 the descriptor is invalid, 5 unreachable, 8 it is NOT good."
        })
final class BackupVerifyCommand implements Task {
    private final Console console;

    @Mixin
    private final FileOption file = new FileOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "What this host keeps. Default: the one that keeps the copy, else the one that makes them.")
    private Optional<String> host = Optional.empty();

    @Option(
            names = "--max-age",
            paramLabel = "SECONDS",
            description = "How old the newest data may be. Default: twice the time between two backups.")
    private Optional<Long> maxAge = Optional.empty();

    BackupVerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() {
        return BackupCommand.with(console, file, output, (work, site) -> {
            if (Usage.wrong(console, BackupCommand.unknown(site, host).or(this::wrong))) {
                return ExitCode.USAGE;
            }
            Steps steps = new Steps(console);
            BackupOutcome outcome = new RestoreSite(work.means()).verify(site, host, limit(site), steps::show);
            if (work.lacksSecrets()) {
                return ExitCode.FAILED;
            }
            return BackupEnding.of(console, output, outcome, "verified");
        });
    }

    private Optional<Diagnostic> wrong() {
        return maxAge.filter(s -> s < 1)
                .map(s -> Diagnostic.error("usage.max-age", "--max-age " + s + " allows nothing", "1 or more seconds"));
    }

    private Duration limit(Site site) {
        return maxAge.map(Duration::ofSeconds)
                .orElseGet(() -> site.backup().orElseThrow().every().multipliedBy(2));
    }
}
