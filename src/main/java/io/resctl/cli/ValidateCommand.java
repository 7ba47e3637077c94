package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.app.SiteFile;
import io.resctl.view.DiagnosticsView;
import io.resctl.view.SiteView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code resctl validate}. */
@Command(name = "validate", description = "Check the descriptor and show everything that is wrong with it, at once.")
final class ValidateCommand implements Task {
    private final Console console;

    @Mixin
    private final FileOption file = new FileOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    ValidateCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() {
        SiteFile siteFile = file.read(console, output);
        if (siteFile.site().isEmpty()) {
            return ExitCode.INVALID;
        }
        console.out()
                .print(
                        output.json()
                                ? DiagnosticsView.json(siteFile.diagnostics())
                                : SiteView.summary(file.name(), siteFile.site().get()));
        return ExitCode.OK;
    }
}
