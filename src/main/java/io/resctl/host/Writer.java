package io.resctl.host;

import java.time.Duration;
import java.util.function.Consumer;

/** A host that may be changed. Only {@code exec}, the runbooks and the lock hold one. */
public interface Writer extends Reader {
    /**
     * Runs a script as root.
     *
     * @param progress is handed each line of standard error that starts with {@code "progress: "}, without that prefix, while the script
     *     runs
     */
    Reply tell(Script order, Duration timeout, Consumer<String> progress);

    /** The host's Docker engine, through the same connection. */
    Engine engine();
}
