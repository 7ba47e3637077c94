package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.runbook.database.PlannedMove;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resctl switchover}. */
@Command(
        name = "switchover",
        description = {
            "Make another database server of the live zone the primary, as planned: nothing that was acknowledged is lost.",
            "Until the lease is written everything is undone if something fails or is stopped; after that it only goes forward."
        },
        footer = {
            "",
            "Examples:",
            "  resctl switchover --database a2 --plan    the steps, the statements, and what speaks against it",
            "  resctl switchover --database a2 --yes     for scripts",
            "  resctl switchover --database a2 --resume  go on with a run that was broken off",
            "",
            "Exit codes: 0 done, 4 the primary has moved and something is left to do, 5 a database server did not answer,",
            "6 somebody else is at work, 9 refused for safety, 130 stopped and undone, 1 failed and undone."
        })
final class SwitchoverCommand implements Task {
    private final Console console;

    @Mixin
    private final MoveOptions options = new MoveOptions();

    @Option(
            names = "--database",
            required = true,
            paramLabel = "HOST",
            description = "The host whose database server takes writes then.")
    private String next = "";

    SwitchoverCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() {
        return options.run(
                console,
                "switchover",
                site -> MoveOptions.unknown(site, next),
                new PlannedMove(next, options.resume()));
    }
}
