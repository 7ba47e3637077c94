package io.resctl.cli;

import io.resctl.app.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code resctl} without a command. */
@Command(
        name = "resctl",
        header = "Turns one text file into a running, disaster-tolerant site on plain Linux servers.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Begin with `resctl init`; `resctl COMMAND --help` explains a command."})
final class Root implements Task {
    private final Console console;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this text.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    Root(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() {
        spec.commandLine().usage(console.err());
        return ExitCode.USAGE;
    }
}
