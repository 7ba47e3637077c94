package io.resctl.host;

import java.time.Duration;

/** A host that may be asked but not changed. {@code observe} and every plan are handed only this. */
public interface Reader {
    /** The name in the descriptor. */
    String host();

    /** Runs a script that reads and changes nothing, as root, in one round trip. */
    Reply ask(Script question, Duration timeout);
}
