package io.resctl.cli;

import io.resctl.app.SiteFile;
import io.resctl.view.DiagnosticsView;
import picocli.CommandLine.Option;

/** {@code -f FILE}: the descriptor. */
final class FileOption {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            defaultValue = "site.yml",
            description = "The site descriptor. Default: ${DEFAULT-VALUE}.")
    private String file = "site.yml";

    /** A command as the user would type it for the same descriptor. */
    String command(String verb) {
        return "resctl " + verb + (file.equals("site.yml") ? "" : " -f " + file);
    }

    String name() {
        return file;
    }

    /**
     * Reads the descriptor and shows what is to say about it. Where it is invalid ({@code site()} is empty), the command
     * has nothing more to do than to return {@link io.resctl.app.ExitCode#INVALID}.
     */
    SiteFile read(Console console, OutputOption output) {
        SiteFile siteFile = SiteFile.read(console.directory(), file);
        if (output.json() && siteFile.site().isEmpty()) {
            console.out().print(DiagnosticsView.json(siteFile.diagnostics()));
        } else if (!siteFile.diagnostics().isEmpty()) {
            console.err().print(DiagnosticsView.human(siteFile.diagnostics(), siteFile.text(), console.colours()));
        }
        if (siteFile.site().isEmpty() && !output.json()) {
            console.err()
                    .println(file + " cannot be used: " + DiagnosticsView.count(siteFile.diagnostics())
                            + ". Nothing was changed.");
        }
        return siteFile;
    }
}
