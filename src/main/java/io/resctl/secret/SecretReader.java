package io.resctl.secret;

import io.resctl.diag.Diagnostic;
import io.resctl.model.SecretSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads secrets from where the descriptor says. All that lack are told at once. */
public final class SecretReader {
    private static final int LARGEST = 1 << 20;

    private final Map<String, String> environment;
    private final Path folder;
    private final Path home;
    private final Duration commandTimeout;

    /**
     * Reads nothing yet.
     *
     * @param folder the descriptor's: relative files start there, and commands run there
     * @param commandTimeout bound for one command; somebody may have to type a passphrase meanwhile
     */
    public SecretReader(Map<String, String> environment, Path folder, Path home, Duration commandTimeout) {
        this.environment = Map.copyOf(environment);
        this.folder = folder;
        this.home = home;
        this.commandTimeout = commandTimeout;
    }

    public Secrets read(Collection<SecretSource> sources) {
        Map<String, Secret> values = new TreeMap<>();
        List<Diagnostic> problems = new ArrayList<>();
        for (SecretSource source : sources) {
            try {
                values.put(source.name(), check(source, value(source)));
            } catch (Lacking e) {
                problems.add(e.diagnostic);
            }
        }
        return new Secrets(new TreeMap<>(values), List.copyOf(problems));
    }

    private String value(SecretSource source) throws Lacking {
        return switch (source) {
            case SecretSource.Env env -> variable(env);
            case SecretSource.FromFile file -> file(file);
            case SecretSource.FromCommand command -> withoutLastNewline(decode(command, run(command)));
        };
    }

    private String variable(SecretSource.Env env) throws Lacking {
        String value = environment.get(env.variable());
        if (value == null) {
            throw lacking(
                    env,
                    "environment variable " + env.variable() + " is not set",
                    "set it where resctl runs, without leaving it in the shell's history: read -rs %1$s && export %1$s"
                            .formatted(env.variable()));
        }
        return value;
    }

    private String file(SecretSource.FromFile file) throws Lacking {
        Path path = file.path().startsWith("~/") ? home.resolve(file.path().substring(2)) : folder.resolve(file.path());
        try {
            if (Files.size(path) > LARGEST) {
                throw lacking(
                        file, "file " + path + " is larger than 1 MiB", "name the file that holds the secret alone");
            }
            return withoutLastNewline(decode(file, ByteBuffer.wrap(Files.readAllBytes(path))));
        } catch (NoSuchFileException e) {
            throw lacking(
                    file,
                    "there is no file " + path,
                    "write the value into it, readable by you only: install -m 600 /dev/stdin '%s'".formatted(path));
        } catch (IOException e) {
            throw lacking(file, "file " + path + " cannot be read", "look at its rights: ls -l '%s'".formatted(path));
        }
    }

    private ByteBuffer run(SecretSource.FromCommand source) throws Lacking {
        String program = source.argv().getFirst();
        String again = "run it by hand in " + folder + ": " + String.join(" ", source.argv());
        CommandRun run;
        try {
            run = CommandRun.of(source.argv(), folder, environment, commandTimeout, LARGEST);
        } catch (IOException e) {
            throw lacking(
                    source, "there is no program " + program, "install it, or correct the command in the descriptor");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lacking(source, "its command was interrupted", again);
        }
        return switch (run) {
            case CommandRun.Ended ended when ended.exit() == 0 -> ended.out();
            case CommandRun.Ended ended ->
                throw lacking(
                        source,
                        "its command " + program + " ended with exit code " + ended.exit()
                                + (ended.complaint().isEmpty() ? "" : ": " + ended.complaint()),
                        again);
            case CommandRun.TooLong tooLong ->
                throw lacking(
                        source,
                        "its command " + program + " did not end within " + commandTimeout.toSeconds() + " s",
                        again);
            case CommandRun.TooLarge tooLarge ->
                throw lacking(source, "its command " + program + " printed more than 1 MiB", again);
        };
    }

    private static String decode(SecretSource source, ByteBuffer bytes) throws Lacking {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw lacking(source, "its value is not UTF-8 text", "keep binary data encoded, for example in base64");
        }
    }

    private static String withoutLastNewline(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private static Secret check(SecretSource source, String value) throws Lacking {
        if (value.isEmpty()) {
            throw lacking(source, "its value is empty", "an empty secret protects nothing: give it a value");
        }
        if (value.indexOf('\0') >= 0) {
            throw lacking(source, "its value holds a NUL byte", "no program can take that: choose another value");
        }
        return new Secret(value);
    }

    private static Lacking lacking(SecretSource source, String why, String hint) {
        return new Lacking(
                Diagnostic.error("secret.missing", "secret " + source.name() + " has no value: " + why, hint));
    }

    private static final class Lacking extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Diagnostic diagnostic;

        Lacking(Diagnostic diagnostic) {
            super(diagnostic.summary(), null, false, false);
            this.diagnostic = diagnostic;
        }
    }
}
