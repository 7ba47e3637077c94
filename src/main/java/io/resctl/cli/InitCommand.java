package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.app.Starter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code resctl init}. */
@Command(name = "init", description = "Write a commented descriptor to start from. An existing file is never touched.")
final class InitCommand implements Task {
    private final Console console;

    @Mixin
    private final FileOption file = new FileOption();

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() {
        return switch (Starter.write(console.directory().resolve(file.name()))) {
            case WRITTEN -> {
                console.out()
                        .println("Wrote " + file.name()
                                + ". Put in your hosts, then run `resctl validate`, `resctl plan` and `resctl apply`.");
                yield ExitCode.OK;
            }
            case EXISTS -> {
                console.err()
                        .println("resctl: " + file.name()
                                + " exists already and was left as it is; `-f OTHER` writes elsewhere");
                yield ExitCode.FAILED;
            }
            case UNWRITABLE -> {
                console.err()
                        .println("resctl: " + file.name()
                                + " cannot be written; check that the directory exists and belongs to you");
                yield ExitCode.FAILED;
            }
        };
    }
}
