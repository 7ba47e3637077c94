package io.resctl.cli;

import io.resctl.app.ExitCode;
import java.util.Objects;
import picocli.CommandLine.Command;

/** {@code resctl version}. */
@Command(name = "version", description = "Print which resctl this is.")
final class VersionCommand implements Task {
    private final Console console;

    VersionCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        console.out()
                .println("resctl " + Objects.requireNonNullElse(version, "(built from source)") + ", Java "
                        + Runtime.version());
        return ExitCode.OK;
    }
}
