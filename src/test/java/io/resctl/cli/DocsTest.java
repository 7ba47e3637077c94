package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.testing.Golden;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Docs that are made from the code: stale ones fail, {@code -Dgolden.update=true} writes them anew. */
class DocsTest {
    @Test
    void exitCodes() {
        StringBuilder text = new StringBuilder("""
                # Exit codes

                Made from `io.resctl.app.ExitCode` by a test; do not edit.

                | code | meaning |
                |---|---|
                """);
        for (ExitCode code : ExitCode.values()) {
            text.append("| ")
                    .append(code.number())
                    .append(" | ")
                    .append(code.meaning())
                    .append(" |\n");
        }
        text.append("""

                Where several fit, the first of these is given: 130, 9, 6, 7, 3, 1, 5, 4, 2, 0. With a host that could not be seen it is never 0 or 2.
                """);
        Golden.check(Path.of("docs/exit-codes.md"), text.toString());
    }

    @Test
    void commandLine() {
        Console console = new Console(
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                false,
                Path.of("."),
                Map.of(),
                Clock.systemUTC());
        StringBuilder text = new StringBuilder("""
                # The command line

                Made from the commands' own help by a test; do not edit. [Exit codes](exit-codes.md) have a page of their own.
                """);
        append(text, Cli.line(console), "resctl");
        Golden.check(Path.of("docs/cli.md"), text.toString());
    }

    private static void append(StringBuilder text, CommandLine command, String name) {
        text.append("\n## ").append(name).append("\n\n```\n");
        text.append(command.getUsageMessage(CommandLine.Help.Ansi.OFF).stripTrailing());
        text.append("\n```\n");
        command.getSubcommands().forEach((sub, line) -> append(text, line, name + " " + sub));
    }
}
