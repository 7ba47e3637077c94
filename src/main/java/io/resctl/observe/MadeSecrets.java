package io.resctl.observe;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.resource.Content;
import io.resctl.resource.Resource;
import io.resctl.resource.Wish;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Secrets that resctl makes itself: which the wishes need, and what their keepers have. */
public final class MadeSecrets {
    private MadeSecrets() {}

    /** Names of those that the wishes speak of. */
    public static NavigableSet<String> needed(List<Wish> wishes) {
        NavigableSet<String> names = new TreeSet<>();
        wishes.stream().flatMap(w -> in(w.resource())).filter(MadeSecrets::made).forEach(names::add);
        if (names.contains(Names.SITE_KEY_PUBLIC)) {
            names.add(Names.SITE_KEY);
        }
        return names;
    }

    /** Names of all secrets, made or described, that making this resource takes. */
    public static Stream<String> in(Resource resource) {
        Stream<String> wanted = resource.wants().values().stream()
                .flatMap(content -> content.pieces().stream())
                .flatMap(piece -> MadeSecrets.of(piece).stream());
        Stream<String> spoken = resource instanceof Resource.DatabaseRole role
                ? role.source().map(Resource.Source::passwordSecret).stream()
                : Stream.empty();
        return Stream.concat(wanted, spoken);
    }

    /** The secret behind a hole. */
    public static Optional<String> of(Content.Piece piece) {
        return switch (piece) {
            case Content.Piece.Secret s -> Optional.of(s.name());
            case Content.Piece.Derived d -> Optional.of(d.secret());
            case Content.Piece.Text _ -> Optional.empty();
            case Content.Piece.Fact _ -> Optional.empty();
        };
    }

    public static boolean made(String name) {
        return name.startsWith(Names.MADE);
    }

    /** Every keeper answered, so what none of them has does not exist. */
    public static boolean allKeepersSeen(Site site, Observation observation) {
        return site.keepers().stream()
                .map(Host::name)
                .allMatch(h -> observation.seen(h).isPresent());
    }

    /** Takes over what keepers have; where two have different values, the first by name counts and a finding says so. */
    public static List<Diagnostic> learn(Observation observation, Knowledge knowledge) {
        List<Diagnostic> findings = new ArrayList<>();
        Set<String> disputed = new HashSet<>();
        observation
                .seen()
                .forEach(seen -> seen.madeSecrets().forEach((name, value) -> {
                    Optional<String> known =
                            name.equals(Names.SITE_KEY_PUBLIC) ? Optional.of(value) : knowledge.secret(name);
                    if (known.isEmpty()) {
                        knowledge.learnSecret(name, value);
                    } else if (!known.get().equals(value) && disputed.add(name)) {
                        findings.add(disputed(observation, name));
                    }
                }));
        return findings;
    }

    private static Diagnostic disputed(Observation observation, String name) {
        List<String> keepers = observation
                .seen()
                .filter(s -> s.madeSecrets().containsKey(name))
                .map(Sight.Seen::host)
                .toList();
        return Diagnostic.error(
                "secret.disputed",
                "the secret " + name + " has different values on " + String.join(", ", keepers),
                "find out which one the database and the other hosts use, and remove its file on the keepers that differ");
    }
}
