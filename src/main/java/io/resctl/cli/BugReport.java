package io.resctl.cli;

import io.resctl.app.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A failure that nobody foresaw: one line for the user, the trace in a file for whoever mends it. */
final class BugReport {
    private BugReport() {}

    static ExitCode write(Console console, Throwable bug) {
        String name = "bug-" + console.clock().instant().toString().replaceAll("[^0-9TZ]", "") + ".txt";
        Path file = console.stateDirectory().resolve(name);
        console.err()
                .println("resctl: an error in resctl itself (" + bug.getClass().getSimpleName() + "); "
                        + kept(file, trace(bug)));
        return ExitCode.FAILED;
    }

    private static String kept(Path file, String trace) {
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            // The message of an exception may quote anything: the file is for its owner alone.
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, trace, StandardOpenOption.TRUNCATE_EXISTING);
            return "please report it with " + file + ", after a look that it holds nothing secret";
        } catch (IOException _) {
            return "its trace could not be written to " + file;
        }
    }

    private static String trace(Throwable bug) {
        StringWriter text = new StringWriter();
        bug.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
