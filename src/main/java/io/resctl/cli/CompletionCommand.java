package io.resctl.cli;

import io.resctl.app.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code resctl completion}. */
@Command(
        name = "completion",
        description = {"Print a script that completes commands in bash and zsh.", "Use: `source <(resctl completion)`."
        })
final class CompletionCommand implements Task {
    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() {
        console.out().println(AutoComplete.bash("resctl", spec.root().commandLine()));
        return ExitCode.OK;
    }
}
