package io.resctl.diag;

import java.util.Optional;

/**
 * One finding, written for the person who has to act on it.
 *
 * @param code stable and greppable, such as {@code host.unknown}
 * @param summary what is true now, in one sentence
 * @param where the place in the user's file, where there is one
 * @param hint what is accepted or what to run next
 */
public record Diagnostic(Severity severity, String code, String summary, Optional<Where> where, Optional<String> hint) {

    public static Diagnostic error(String code, String summary, String hint) {
        return new Diagnostic(Severity.ERROR, code, summary, Optional.empty(), Optional.of(hint));
    }

    public static Diagnostic warning(String code, String summary, String hint) {
        return new Diagnostic(Severity.WARNING, code, summary, Optional.empty(), Optional.of(hint));
    }

    public Diagnostic at(Where place) {
        return new Diagnostic(severity, code, summary, Optional.of(place), hint);
    }

    /** The same, where it does not stop the command at hand. */
    public Diagnostic asWarning() {
        return new Diagnostic(Severity.WARNING, code, summary, where, hint);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
