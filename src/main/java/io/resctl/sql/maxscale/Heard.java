package io.resctl.sql.maxscale;

import io.resctl.diag.Diagnostic;
import java.util.List;

/** What came of asking MaxScale something. */
public sealed interface Heard<T> {
    record Said<T>(T value) implements Heard<T> {}

    /**
     * It understood, and did nothing.
     *
     * @param reasons as it put them
     */
    record Refused<T>(List<String> reasons) implements Heard<T> {}

    /** No answer, or none that can be read: what was ordered may be under way. */
    record Silent<T>(Diagnostic why) implements Heard<T> {}
}
