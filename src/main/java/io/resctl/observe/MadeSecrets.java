package io.resctl.observe;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.resource.Content;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.Resource;
import io.resctl.resource.Wish;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
        Stream<String> spoken = resource instanceof DatabaseRole role
                ? role.source().map(DatabaseRole.Source::passwordSecret).stream()
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

    /** Takes over what keepers have. A value that more keepers hold than any other counts; where there is none such, a finding says so. */
    public static List<Diagnostic> learn(Observation observation, Knowledge knowledge) {
        SortedMap<String, SortedMap<String, Integer>> votes = new TreeMap<>();
        observation
                .seen()
                .forEach(seen -> seen.madeSecrets().forEach((name, value) -> {
                    if (usable(name, value)) {
                        votes.computeIfAbsent(name, n -> new TreeMap<>()).merge(value, 1, Integer::sum);
                    }
                }));
        List<Diagnostic> findings = new ArrayList<>();
        votes.forEach((name, values) -> {
            int most = Collections.max(values.values());
            List<String> first = values.keySet().stream()
                    .filter(v -> values.getOrDefault(v, 0) == most)
                    .toList();
            knowledge.learnSecret(name, first.getFirst());
            if (first.size() > 1) {
                findings.add(disputed(observation, name));
            }
        });
        return findings;
    }

    /** The public half follows from the private one, and a private one that is no key is a damaged file. */
    private static boolean usable(String name, String value) {
        return !name.equals(Names.SITE_KEY_PUBLIC)
                && (!name.equals(Names.SITE_KEY) || Ed25519.publicKey(value).isPresent());
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
