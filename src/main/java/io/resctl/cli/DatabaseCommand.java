package io.resctl.cli;

import io.resctl.app.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code resctl database}. */
@Command(
        name = "database",
        description = {
            "Care for one database server that cannot go on as a replica.",
            "To move the primary: `resctl switchover --database`, and when it is gone `resctl failover --database`."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  resctl database rebuild a1    a1 has transactions that the primary never had, or cannot follow any more",
            "  resctl database rescue a2     the primary is gone, and a2 was restarted before it applied all it had received"
        })
final class DatabaseCommand implements Task {
    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private DatabaseCommand(Console console) {
        this.console = console;
    }

    static CommandLine line(Console console) {
        return new CommandLine(new DatabaseCommand(console))
                .addSubcommand(new DatabaseRebuildCommand(console))
                .addSubcommand(new DatabaseRescueCommand(console));
    }

    @Override
    public ExitCode run() {
        spec.commandLine().usage(console.err());
        return ExitCode.USAGE;
    }
}
