package io.resctl.descriptor;

import io.resctl.model.SecretSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code secrets:}: where each value comes from, never the value. */
final class SecretsReader {
    private SecretsReader() {}

    static List<SecretSource> read(Cursor c) {
        List<SecretSource> secrets = new ArrayList<>();
        c.named("secret").forEach((name, secret) -> {
            c.reading()
                    .names()
                    .declare(Names.Kind.SECRET, name, secret.key(), c.reading().findings());
            source(name, secret).ifPresent(secrets::add);
        });
        return secrets;
    }

    private static Optional<SecretSource> source(String name, Cursor c) {
        if (!c.isFields()) {
            c.error(
                    "secret.plain",
                    c.place().called() + " must say where the secret comes from, and this is a value",
                    "`{env: VARIABLE}`, `{file: PATH}` or `{command: [pass, show, NAME]}`; "
                            + "the value itself never stands in the descriptor");
            return Optional.empty();
        }
        return c.section(Keys.SECRET).flatMap(s -> {
            List<String> sources = s.written(Keys.SECRET.known());
            if (sources.size() != 1) {
                c.errorAtKey(
                        "secret.source",
                        "the secret " + Words.quote(name) + " has "
                                + (sources.isEmpty() ? "no source" : "the sources " + Words.list(sources)),
                        "give exactly one of `env`, `file` and `command`");
            }
            Optional<SecretSource> env = s.optional("env")
                    .flatMap(EnvReader::variable)
                    .map(variable -> new SecretSource.Env(name, variable));
            Optional<SecretSource> file =
                    s.optional("file").flatMap(Forms::path).map(path -> new SecretSource.FromFile(name, path));
            Optional<SecretSource> command = s.optional("command")
                    .map(ServiceReader::words)
                    .map(argv -> new SecretSource.FromCommand(name, argv));
            return env.or(() -> file).or(() -> command);
        });
    }
}
