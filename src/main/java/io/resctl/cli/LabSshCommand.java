package io.resctl.cli;

import io.resctl.lab.LabException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code resctl lab ssh}. */
@Command(name = "ssh", description = "Log in to a lab host, or run a command there; the exit code is the command's.")
final class LabSshCommand implements Callable<Integer> {
    private final LabCommand lab;

    @Parameters(index = "0", paramLabel = "HOST", description = "The host.")
    @SuppressWarnings("NullAway.Init")
    private String host;

    @Parameters(
            index = "1..*",
            paramLabel = "COMMAND",
            description = "What to run; put -- before a command with options.")
    private List<String> command = new ArrayList<>();

    LabSshCommand(LabCommand lab) {
        this.lab = lab;
    }

    @Override
    public Integer call() {
        return lab.with(labs -> {
            try {
                return new ProcessBuilder(labs.ssh(lab.name(), host, command))
                        .inheritIO()
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new LabException(
                        "ssh is not on this machine; install the OpenSSH client (package openssh-client).");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LabException("Interrupted; what was started on " + host + " may still run.");
            }
        });
    }
}
