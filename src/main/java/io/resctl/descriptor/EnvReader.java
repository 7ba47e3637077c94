package io.resctl.descriptor;

import io.resctl.model.EnvValue;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** {@code env:} of a service. */
final class EnvReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern TELLING = Pattern.compile("(?i).*(PASSWORD|PASSWD|SECRET|TOKEN|PRIVATE_KEY)");
    private static final String RULE = "letters, digits and `_`, not beginning with a digit";

    private EnvReader() {}

    static SortedMap<String, EnvValue> read(Cursor c, boolean secretsAsFiles) {
        SortedMap<String, EnvValue> env = new TreeMap<>();
        Map<String, Cursor> entries = c.entries("a mapping of variables to values");
        entries.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                value.errorAtKey(
                        "env.name", Words.quote(name) + " cannot be the name of an environment variable", RULE);
            }
            if (value.isSecret() && secretsAsFiles && entries.containsKey(name + "_FILE")) {
                value.errorAtKey(
                        "env.conflict",
                        "the secret `" + name + "` is given to the container as `" + name
                                + "_FILE`, and that variable is set here too",
                        "remove `" + name + "_FILE`, or write `expose: env`");
            }
            value(name, value).ifPresent(v -> env.put(name, v));
        });
        return env;
    }

    /** For a secret's source. What was found instead is not shown: it may be the secret itself. */
    static Optional<String> variable(Cursor c) {
        return c.word("the name of an environment variable").filter(text -> {
            boolean fits = NAME.matcher(text).matches();
            if (!fits) {
                c.error("secret.plain", c.place().called() + " must be the name of an environment variable", RULE);
            }
            return fits;
        });
    }

    private static Optional<EnvValue> value(String name, Cursor c) {
        if (c.isSecret()) {
            return c.secret().map(EnvValue.SecretRef::new);
        }
        if (TELLING.matcher(name).matches()) {
            c.warning(
                    "env.plain",
                    "`" + name + "` looks like a secret, and its value stands in the descriptor",
                    "write `" + name + ": !secret NAME` and say under `secrets:` where NAME comes from");
        }
        return c.text("a text, or `!secret NAME`; an empty text is `\"\"`").map(EnvValue.Literal::new);
    }
}
