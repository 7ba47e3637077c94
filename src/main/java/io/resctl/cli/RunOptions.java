package io.resctl.cli;

import io.resctl.diag.Diagnostic;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --yes} and {@code --parallelism}: how a run is begun. */
final class RunOptions {
    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask. Needed where there is no terminal to ask on.")
    private boolean yes;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            defaultValue = "10",
            description = "Hosts that act at the same time, at most. Default: ${DEFAULT-VALUE}.")
    private int parallelism = 10;

    boolean yes() {
        return yes;
    }

    int parallelism() {
        return parallelism;
    }

    Optional<Diagnostic> wrong() {
        return parallelism > 0
                ? Optional.empty()
                : Optional.of(Diagnostic.error(
                        "usage.parallelism", "--parallelism " + parallelism + " does nothing", "1 or more"));
    }
}
