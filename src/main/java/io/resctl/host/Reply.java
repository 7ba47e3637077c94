package io.resctl.host;

import io.resctl.diag.Diagnostic;
import java.time.Duration;

/** What came of asking or telling a host something. Expected failures are values. */
public sealed interface Reply {
    /** The script ran to its end. */
    record Answer(int exit, String out, String err) implements Reply {
        public boolean ok() {
            return exit == 0;
        }
    }

    /** No connection, or it was lost: whether the script ran is unknown. */
    record Unreachable(Diagnostic why) implements Reply {}

    /** The script did not end in time; the connection's session was closed, the remote process may live on. */
    record TimedOut(Duration after) implements Reply {}
}
