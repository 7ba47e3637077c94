package io.resctl.observe;

import io.resctl.diag.Diagnostic;
import io.resctl.resource.Observed;
import java.util.SortedMap;

/** What came of asking for one resource. */
public sealed interface Asked {
    /**
     * The host answered.
     *
     * @param facts that it told along the way
     */
    record Answer(Observed observed, SortedMap<String, String> facts) implements Asked {}

    record Unreachable(Diagnostic why) implements Asked {}
}
