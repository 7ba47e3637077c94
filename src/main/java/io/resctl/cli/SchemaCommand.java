package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.app.Starter;
import picocli.CommandLine.Command;

/** {@code resctl schema}. */
@Command(
        name = "schema",
        description = {
            "Print the JSON Schema of the descriptor.",
            "Editors complete and check with it: `resctl schema > site.schema.json`."
        })
final class SchemaCommand implements Task {
    private final Console console;

    SchemaCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() {
        console.out().print(Starter.schema());
        return ExitCode.OK;
    }
}
