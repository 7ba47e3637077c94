package io.resctl.descriptor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names that the descriptor declares, and the places where it uses them. They are matched when everything is read, so
 * that sections may stand in any order. A declaration that is wrong inside still counts, lest one error make ten.
 */
final class Names {
    enum Kind {
        HOST("host", "zones"),
        VOLUME("volume", "storage"),
        SERVICE("service", "services"),
        SECRET("secret", "secrets");

        private final String word;
        private final String section;

        Kind(String word, String section) {
            this.word = word;
            this.section = section;
        }
    }

    private record Use(Kind kind, String name, Place place) {}

    private final Map<Kind, Map<String, Place>> declared = new EnumMap<>(Kind.class);
    private final List<Use> uses = new ArrayList<>();

    Names() {
        for (Kind kind : Kind.values()) {
            declared.put(kind, new LinkedHashMap<>());
        }
    }

    void declare(Kind kind, String name, Place place, Findings findings) {
        Place first = of(kind).putIfAbsent(name, place);
        if (first != null) {
            findings.error(
                    place,
                    kind.word + ".duplicate",
                    "the " + kind.word + " " + Words.quote(name) + " stands here for the second time",
                    "the first is " + first.called() + " in line "
                            + first.where().line() + "; names are unique in the site");
        }
    }

    void use(Kind kind, String name, Place place) {
        uses.add(new Use(kind, name, place));
    }

    /** Reports what is used and not declared, and secrets that nobody uses. */
    void check(Findings findings) {
        Map<Kind, Set<String>> used = new HashMap<>();
        for (Use use : uses) {
            used.computeIfAbsent(use.kind, _ -> new HashSet<>()).add(use.name);
            Set<String> accepted = of(use.kind).keySet();
            boolean unknowable = accepted.isEmpty() && !findings.clean(Set.of(use.kind.section));
            if (!accepted.contains(use.name) && !unknowable) {
                findings.error(
                        use.place,
                        use.kind.word + ".unknown",
                        use.place.called() + " names the " + use.kind.word + " " + Words.quote(use.name)
                                + ", which does not exist",
                        Words.didYouMean(use.name, accepted) + "`" + use.kind.section + ":` has "
                                + Words.list(accepted));
            }
        }
        of(Kind.SECRET).forEach((name, place) -> {
            if (!used.getOrDefault(Kind.SECRET, Set.of()).contains(name)) {
                findings.warning(
                        place,
                        "secret.unused",
                        "the secret " + Words.quote(name) + " is used nowhere",
                        "write `!secret " + name + "` where it is needed, or remove it");
            }
        });
    }

    private Map<String, Place> of(Kind kind) {
        return declared.getOrDefault(kind, Map.of());
    }
}
