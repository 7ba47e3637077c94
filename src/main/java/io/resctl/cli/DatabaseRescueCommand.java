package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.runbook.replica.Rescue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code resctl database rescue}. */
@Command(
        name = "rescue",
        description = {
            "Apply what a replica received and did not apply, when its primary is gone and its server was restarted or its threads stopped.",
            "MariaDB would throw it away at the next start of its threads. The relay logs are copied first, and kept."
        },
        footer = {
            "",
            "Examples:",
            "  resctl database rescue a2 --plan    what was found, and what would be done",
            "  resctl database rescue a2 --yes     for scripts; then: resctl failover --database a2",
            "",
            "Exit codes: 0 done, or nothing was to be done, 4 begun and not finished, 6 somebody else is at work,",
            "9 refused for safety, 130 stopped, 1 failed; what was applied stays."
        })
final class DatabaseRescueCommand implements Task {
    private final Console console;

    @Mixin
    private final CareOptions options = new CareOptions();

    @Parameters(paramLabel = "HOST", description = "The host of the replica.")
    private String host = "";

    DatabaseRescueCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() {
        return options.run(console, new Rescue(host), (_, ran) -> ran);
    }
}
