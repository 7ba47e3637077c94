package io.resctl.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/** {@code -o human|json}. */
final class OutputOption {
    enum Output {
        HUMAN,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "human",
            description = "For people or for programs: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Output output = Output.HUMAN;

    boolean json() {
        return output == Output.JSON;
    }
}
