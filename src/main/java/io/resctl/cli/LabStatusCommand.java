package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.json.Json;
import io.resctl.lab.LabHost;
import io.resctl.view.LabView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code resctl lab status}. */
@Command(name = "status", description = "Show a lab's hosts, how to log in to them, and where its descriptor is.")
final class LabStatusCommand implements Callable<Integer> {
    private final LabCommand lab;

    @Mixin
    private final OutputOption output = new OutputOption();

    LabStatusCommand(LabCommand lab) {
        this.lab = lab;
    }

    @Override
    public Integer call() {
        Console console = lab.console();
        return lab.with(labs -> {
            List<LabHost> hosts = labs.hosts(lab.name());
            if (output.json()) {
                console.out().print(Json.pretty(hosts));
            } else if (hosts.isEmpty()) {
                console.out()
                        .println("There is no lab called " + lab.name() + ". Labs on this machine: "
                                + (labs.labs().isEmpty() ? "none" : String.join(", ", labs.labs()))
                                + ". Make one with `resctl lab up`.");
            } else {
                console.out().print(LabView.human(lab.name(), hosts, console.screen()));
                console.out().println("Keys and descriptor: " + labs.folder(lab.name()));
            }
            return ExitCode.OK.number();
        });
    }
}
