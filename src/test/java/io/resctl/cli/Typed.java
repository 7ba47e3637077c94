package io.resctl.cli;

import io.resctl.app.ExitCode;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;

/** A command line that was typed, and what came of it. */
record Typed(ExitCode exit, String out, String err) {
    static Typed in(Path directory, String... args) {
        return in(directory, false, "", args);
    }

    static Typed in(Path directory, boolean terminal, String answers, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(
                new BufferedReader(new StringReader(answers)),
                new PrintWriter(out),
                new PrintWriter(err),
                terminal,
                directory,
                Map.of("HOME", directory.toString(), "NO_COLOR", "1"),
                Clock.fixed(Instant.parse("2026-11-22T03:04:05Z"), ZoneOffset.UTC));
        ExitCode exit = meant(Cli.run(console, args));
        return new Typed(exit, out.toString(), err.toString());
    }

    /** All commands, to be looked at; what they would print goes nowhere. */
    static CommandLine line() {
        return Cli.line(new Console(
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()),
                false,
                Path.of("."),
                Map.of(),
                Clock.systemUTC()));
    }

    /** Only numbers of the table: no command of ours ends with another. */
    static ExitCode meant(int number) {
        return Arrays.stream(ExitCode.values())
                .filter(code -> code.number() == number)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no exit code has the number " + number));
    }

    String all() {
        return out + err;
    }
}
