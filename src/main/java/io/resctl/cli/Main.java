package io.resctl.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;

/** Where the process begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Console console = new Console(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                terminal(),
                Path.of("").toAbsolutePath(),
                System.getenv(),
                Clock.systemUTC());
        System.exit(Cli.run(console, args).number());
    }

    private static boolean terminal() {
        return Objects.requireNonNull(System.console()).isTerminal();
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}
