package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.app.MakeBackup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resctl backup now}. */
@Command(
        name = "now",
        description = {
            "Make a backup now, archive the binary log, and have the other zone continue its copy.",
            "It is incremental where that is possible, else full. If one is under way, this waits and makes another."
        },
        footer = {
            "",
            "Exit codes: 0 made, 1 failed (what was kept before is as good as it was), 3 the descriptor is invalid, 5 unreachable."
        })
final class BackupNowCommand implements Task {
    private final Console console;

    @Mixin
    private final FileOption file = new FileOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(names = "--full", description = "Begin a new chain with a full backup.")
    private boolean full;

    BackupNowCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() {
        return BackupCommand.with(console, file, output, (work, site) -> {
            Steps steps = new Steps(console);
            return BackupEnding.of(console, output, new MakeBackup(work.means()).make(site, full, steps::show), "made");
        });
    }
}
