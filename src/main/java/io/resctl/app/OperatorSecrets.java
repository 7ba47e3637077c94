package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.model.SecretSource;
import io.resctl.model.Site;
import io.resctl.secret.Secret;
import io.resctl.secret.SecretReader;
import io.resctl.secret.Secrets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The descriptor's secrets, each read when it is first asked for, so that a command that needs none asks for no passphrase. */
public final class OperatorSecrets implements Function<String, Optional<String>> {
    private final SecretReader reader;
    private final Map<String, SecretSource> sources = new HashMap<>();
    private final Map<String, Optional<Secret>> known = new HashMap<>();
    private final Map<String, Diagnostic> problems = new TreeMap<>();

    public OperatorSecrets(SecretReader reader, Site site) {
        this.reader = reader;
        site.secrets().forEach(source -> sources.put(source.name(), source));
    }

    @Override
    public synchronized Optional<String> apply(String name) {
        return known.computeIfAbsent(name, this::read).map(Secret::reveal);
    }

    /** Why secrets that were asked for have no value. */
    public synchronized List<Diagnostic> problems() {
        return List.copyOf(problems.values());
    }

    private Optional<Secret> read(String name) {
        SecretSource source = sources.get(name);
        if (source == null) {
            return Optional.empty();
        }
        Secrets read = reader.read(List.of(source));
        read.problems().forEach(problem -> problems.put(name, problem));
        return Optional.ofNullable(read.values().get(name));
    }
}
