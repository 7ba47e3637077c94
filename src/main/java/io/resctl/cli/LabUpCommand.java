package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.app.SiteFile;
import io.resctl.lab.LabHost;
import io.resctl.lab.LabSpec;
import io.resctl.view.DiagnosticsView;
import io.resctl.view.LabView;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code resctl lab up}. */
@Command(
        name = "up",
        description = {
            "Make a lab, or start and mend what is down in it; running it again changes nothing.",
            "With -f, every host of the descriptor gets one, and a copy of the descriptor that has their addresses is written."
        })
final class LabUpCommand implements Callable<Integer> {
    private final LabCommand lab;

    @Parameters(arity = "0..1", paramLabel = "LAB", description = "Another way to say --name.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A descriptor. Without it: milan with a1, a2, a3 and turin with b1, b2.")
    private Optional<String> file = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = {
                "Where the first zone's gateway answers on 127.0.0.1; further zones take the next. Refused where it is in use.",
                "Without it: " + LabSpec.DEFAULT_PORT + ", or whatever is free."
            })
    private Optional<Integer> port = Optional.empty();

    LabUpCommand(LabCommand lab) {
        this.lab = lab;
    }

    @Override
    public Integer call() {
        Console console = lab.console();
        if (file.isEmpty()) {
            return lab.with(labs -> {
                List<LabHost> hosts = labs.up(atPort(LabSpec.standard(name())));
                console.out().print(LabView.human(name(), hosts, console.screen()));
                return ExitCode.OK.number();
            });
        }
        SiteFile site = SiteFile.read(console.directory(), file.get());
        if (!site.diagnostics().isEmpty()) {
            console.err().print(DiagnosticsView.human(site.diagnostics(), site.text(), console.colours()));
        }
        if (site.site().isEmpty()) {
            return ExitCode.INVALID.number();
        }
        return lab.with(labs -> {
            List<LabHost> hosts =
                    labs.up(atPort(LabSpec.of(name(), site.site().get().zones())));
            Path written = labs.writeSite(name(), site.text());
            console.out().print(LabView.human(name(), hosts, console.screen()));
            console.out().println("Descriptor: " + written);
            return ExitCode.OK.number();
        });
    }

    private LabSpec atPort(LabSpec spec) {
        return port.map(spec::atPort).orElse(spec);
    }

    private String name() {
        return name.orElse(lab.name());
    }
}
