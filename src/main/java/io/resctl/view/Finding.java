package io.resctl.view;

import io.resctl.diag.Severity;

/**
 * Something about the site that should be otherwise, for the one who has to act on it.
 *
 * @param code stable and greppable, such as {@code replica.stopped}
 * @param what is true now, in one sentence
 * @param why it matters, in one sentence
 * @param mend the command that mends it, or what to do where no command does
 */
public record Finding(Severity severity, String code, String what, String why, String mend) {
    public static Finding error(String code, String what, String why, String mend) {
        return new Finding(Severity.ERROR, code, what, why, mend);
    }

    public static Finding warning(String code, String what, String why, String mend) {
        return new Finding(Severity.WARNING, code, what, why, mend);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
