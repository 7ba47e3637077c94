package io.resctl.cli;

import io.resctl.app.ExitCode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code resctl lab down}. */
@Command(
        name = "down",
        description = "Remove a lab's containers, networks, volumes and files, also of one that was never finished.")
final class LabDownCommand implements Callable<Integer> {
    private final LabCommand lab;

    @Parameters(arity = "0..1", paramLabel = "LAB", description = "Another way to say --name.")
    private Optional<String> name = Optional.empty();

    LabDownCommand(LabCommand lab) {
        this.lab = lab;
    }

    @Override
    public Integer call() {
        return lab.with(labs -> {
            labs.down(name());
            return ExitCode.OK.number();
        });
    }

    private String name() {
        return name.orElse(lab.name());
    }
}
