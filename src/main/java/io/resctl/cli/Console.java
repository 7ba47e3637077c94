package io.resctl.cli;

import io.resctl.view.Colours;
import io.resctl.view.Screen;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What the process gives to a command: its streams and surroundings. Tests give others.
 *
 * @param in what a person types
 * @param out the product: what a pipe gets
 * @param err progress, findings, failures
 * @param terminal a person watches and can be asked
 */
public record Console(
        BufferedReader in,
        PrintWriter out,
        PrintWriter err,
        boolean terminal,
        Path directory,
        Map<String, String> environment,
        Clock clock) {

    /** Nobody types anything. */
    public Console(
            PrintWriter out,
            PrintWriter err,
            boolean terminal,
            Path directory,
            Map<String, String> environment,
            Clock clock) {
        this(new BufferedReader(Reader.nullReader()), out, err, terminal, directory, environment, clock);
    }

    Colours colours() {
        return terminal && environment.getOrDefault("NO_COLOR", "").isEmpty() ? Colours.ON : Colours.OFF;
    }

    Screen screen() {
        int width = Screen.PLAIN.width();
        String columns = environment.getOrDefault("COLUMNS", "");
        if (terminal && columns.matches("[1-9]\\d{0,3}")) {
            width = Math.max(40, Integer.parseInt(columns));
        }
        return new Screen(colours(), width);
    }

    /** Where resctl keeps what it writes on the operator's machine. */
    Path stateDirectory() {
        String given = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base =
                given.isEmpty() ? Path.of(environment.getOrDefault("HOME", "."), ".local", "state") : Path.of(given);
        return directory.resolve(base).resolve("resctl");
    }
}
