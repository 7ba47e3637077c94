package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.diag.Diagnostic;
import io.resctl.model.Site;
import io.resctl.runbook.database.UnplannedMove;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resctl failover}. */
@Command(
        name = "failover",
        description = {
            "The primary database server is gone: make another one of the live zone the primary.",
            "It is refused while the primary answers or a replica still hears it, and where more would be lost than the objective allows.",
            "What the primary sent to another replica only is taken from there first."
        },
        footer = {
            "",
            "Examples:",
            "  resctl failover --database --plan             who would take over, what would be lost, and why not",
            "  resctl failover --database --yes              the server that received most takes over",
            "  resctl failover --database a2 --yes           just this one",
            "  resctl failover --database --primary-is-dead a1 --yes   whatever others see of a1: it is powered off",
            "",
            "Exit codes: 0 done, 4 the primary has moved and something is left to do, 5 a database server did not answer,",
            "6 somebody else is at work, 9 refused for safety, 130 stopped and undone, 1 failed and undone."
        })
final class FailoverCommand implements Task {
    private final Console console;

    @Mixin
    private final MoveOptions options = new MoveOptions();

    @Option(
            names = "--database",
            required = true,
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "HOST",
            description = "The host whose database server takes writes then; without HOST the one that received most.")
    private String next = "";

    @Option(
            names = "--primary-is-dead",
            paramLabel = "HOST",
            description =
                    "You say that the primary on HOST is gone for good, such as powered off, whatever others see of it.")
    private Optional<String> dead = Optional.empty();

    @Option(
            names = "--accept-loss",
            paramLabel = "N",
            description =
                    "So many transactions that are known to be missing may be lost, and more time than the objective; from 1 on also what only a silent server acknowledged.")
    private Optional<Long> accepted = Optional.empty();

    FailoverCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() {
        Optional<String> wanted = Optional.of(next).filter(n -> !n.isEmpty());
        OptionalLong loss = accepted.map(OptionalLong::of).orElse(OptionalLong.empty());
        return options.run(
                console,
                "failover",
                site -> wrong(site, wanted),
                new UnplannedMove(wanted, dead, loss, options.resume()));
    }

    private Optional<Diagnostic> wrong(Site site, Optional<String> wanted) {
        if (accepted.map(n -> n < 0).orElse(false)) {
            return Optional.of(
                    Diagnostic.error("usage.loss", "--accept-loss takes a number of transactions", "0 or more"));
        }
        return wanted.flatMap(h -> MoveOptions.unknown(site, h))
                .or(() -> dead.flatMap(h -> MoveOptions.unknown(site, h)));
    }
}
