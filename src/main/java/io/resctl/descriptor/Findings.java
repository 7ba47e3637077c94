package io.resctl.descriptor;

import io.resctl.diag.Diagnostic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong while the descriptor is read, and remembers which sections are in doubt. */
final class Findings {
    /** A reader of messages has enough after this many. */
    private static final int LIMIT = 200;

    private final List<Diagnostic> found = new ArrayList<>();
    private final Set<String> doubtful = new HashSet<>();
    private int errors;

    void error(Place place, String code, String summary, String hint) {
        doubtful.add(place.section());
        errors++;
        add(Diagnostic.error(code, Words.plain(summary), Words.plain(hint)), place);
    }

    void warning(Place place, String code, String summary, String hint) {
        add(Diagnostic.warning(code, Words.plain(summary), Words.plain(hint)), place);
    }

    private void add(Diagnostic diagnostic, Place place) {
        if (found.size() < LIMIT) {
            found.add(diagnostic.at(place.where()));
        }
    }

    /** A section that is missing, or not where it should be: nothing can be said of what refers to it. */
    void doubt(Place place) {
        doubtful.add(place.section());
    }

    boolean clean(Collection<String> sections) {
        return sections.stream().noneMatch(doubtful::contains);
    }

    boolean ok() {
        return errors == 0;
    }

    /** In the order of the file; of two findings at one place the one that was found first comes first. */
    List<Diagnostic> sorted() {
        return found.stream()
                .sorted(Comparator.comparing(d -> d.where().orElseThrow()))
                .toList();
    }
}
