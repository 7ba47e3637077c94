package io.resctl.cli;

import io.resctl.app.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code resctl lab down}. */
@Command(
        name = "down",
        description = "Remove a lab's containers, networks, volumes and files, also of one that was never finished.")
final class LabDownCommand implements Callable<Integer> {
    private final LabCommand lab;

    LabDownCommand(LabCommand lab) {
        this.lab = lab;
    }

    @Override
    public Integer call() {
        return lab.with(labs -> {
            labs.down(lab.name());
            return ExitCode.OK.number();
        });
    }
}
