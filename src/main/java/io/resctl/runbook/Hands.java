package io.resctl.runbook;

import io.resctl.host.Script;
import io.resctl.host.Writer;
import java.time.Instant;
import java.util.Optional;

/** What a step is given when it acts, and never before. */
public interface Hands {
    Writer writer(String host);

    /** The order, which a host does only while this run holds the site's lock. */
    Script locked(String host, Script order);

    Instant now();

    /** By then it must have come to an end. */
    Deadline deadline();

    /** Tells who watches what it waits for. */
    void says(String text);

    /** Writes down what was measured or learnt: later steps and the report read it. */
    void note(String name, String value);

    Optional<String> noted(String name);
}
