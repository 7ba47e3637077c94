package io.resctl.backup;

import java.time.Instant;
import java.util.Optional;

/**
 * One file of a server's binary log, as far as it is archived.
 *
 * @param bytes archived from its beginning without a gap
 * @param first when its first piece was archived
 * @param last when its last piece was archived: all that the server wrote before is in it
 * @param gtid transactions up to there are in it or in a file before; empty while that is not known
 */
public record KeptLog(
        Store store,
        String line,
        String file,
        long bytes,
        State state,
        Optional<Instant> first,
        Optional<Instant> last,
        String gtid) {

    /** Whether it is all of the file. */
    public enum State {
        /** The server still writes it, or did when it was last seen. */
        OPEN,
        /** Whole. */
        CLOSED,
        /** A piece is missing. */
        GAP
    }

    long number() {
        return Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
    }

    String path() {
        return line + "/log/" + file;
    }
}
