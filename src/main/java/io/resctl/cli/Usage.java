package io.resctl.cli;

import io.resctl.diag.Diagnostic;
import java.util.Optional;

/** What a person typed that cannot be meant. */
final class Usage {
    private Usage() {}

    /** Says what is wrong, if something is. */
    static boolean wrong(Console console, Optional<Diagnostic> problem) {
        problem.ifPresent(p -> console.err()
                .println("resctl: " + p.summary() + p.hint().map(h -> "; " + h).orElse("")));
        return problem.isPresent();
    }
}
