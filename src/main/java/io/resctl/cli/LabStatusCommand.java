package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.json.Json;
import io.resctl.lab.LabHost;
import io.resctl.view.LabView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code resctl lab status}. */
@Command(name = "status", description = "Show a lab's hosts, how to log in to them, and where its descriptor is.")
final class LabStatusCommand implements Callable<Integer> {
    private final LabCommand lab;

    @Parameters(arity = "0..1", paramLabel = "LAB", description = "Another way to say --name.")
    private Optional<String> name = Optional.empty();

    @Mixin
    private final OutputOption output = new OutputOption();

    LabStatusCommand(LabCommand lab) {
        this.lab = lab;
    }

    @Override
    public Integer call() {
        Console console = lab.console();
        return lab.with(labs -> {
            List<LabHost> hosts = labs.hosts(name());
            if (output.json()) {
                console.out().print(Json.pretty(hosts));
            } else if (hosts.isEmpty()) {
                console.out()
                        .println("There is no lab called " + name() + ". Labs on this machine: "
                                + (labs.labs().isEmpty() ? "none" : String.join(", ", labs.labs()))
                                + ". Make one with `resctl lab up`.");
            } else {
                console.out().print(LabView.human(name(), hosts, console.screen()));
                console.out().println("Keys and descriptor: " + labs.folder(name()));
            }
            return ExitCode.OK.number();
        });
    }

    private String name() {
        return name.orElse(lab.name());
    }
}
