package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.lab.Lab;
import io.resctl.lab.LabException;
import io.resctl.lab.LabSpec;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code resctl lab}. */
@Command(
        name = "lab",
        description = "Servers made of containers on this machine's Docker engine: to try, to test, to rehearse.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  resctl lab up -f site.yml        a host for every host of the descriptor, and a descriptor for them",
            "  resctl lab fault kill a2         SIGKILL to everything on a2",
            "  resctl lab ssh a1                log in",
            "  resctl lab down                  remove every trace"
        })
final class LabCommand implements Task {
    private final Console console;

    @Option(
            names = {"-n", "--name"},
            paramLabel = "LAB",
            defaultValue = LabSpec.DEFAULT_NAME,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Which lab: several can stand side by side. Default: ${DEFAULT-VALUE}.")
    private String name = LabSpec.DEFAULT_NAME;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    LabCommand(Console console) {
        this.console = console;
    }

    static CommandLine line(Console console) {
        LabCommand lab = new LabCommand(console);
        return new CommandLine(lab)
                .addSubcommand(new LabUpCommand(lab))
                .addSubcommand(new LabDownCommand(lab))
                .addSubcommand(new LabStatusCommand(lab))
                .addSubcommand(new LabSshCommand(lab))
                .addSubcommand(new LabFaultCommand(lab));
    }

    Console console() {
        return console;
    }

    String name() {
        return name;
    }

    /** Runs something on labs; what the lab cannot do is said in one text. */
    int with(Function<Lab, Integer> work) {
        try (Lab lab = Lab.local(
                Lab.stateHome(console.environment()),
                console.clock(),
                line -> console.err().println(line))) {
            return work.apply(lab);
        } catch (LabException e) {
            console.err().println("resctl: " + e.getMessage());
            return ExitCode.FAILED.number();
        }
    }

    @Override
    public ExitCode run() {
        spec.commandLine().usage(console.err());
        return ExitCode.USAGE;
    }
}
