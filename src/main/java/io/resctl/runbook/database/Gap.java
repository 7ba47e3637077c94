package io.resctl.runbook.database;

import io.resctl.sql.Answer;
import java.math.BigDecimal;
import java.time.Duration;

/** Names of what is measured of the time without writes, all by the clock of whoever runs the runbook. */
public final class Gap {
    /** When the former primary took its last write. */
    public static final String CLOSED = "closed";

    /** When the next one was open. */
    public static final String OPENED = "opened";

    /** When every router that answers led to it. */
    public static final String ROUTED = "routed";

    private Gap() {}

    /** Between two times that a server told by its own clock. */
    static Duration between(Answer answer, String from, String to) {
        return seconds(answer.text(to)).minus(seconds(answer.text(from)));
    }

    private static Duration seconds(String text) {
        return text.matches("\\d{1,12}(\\.\\d{1,6})?")
                ? Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValue())
                : Duration.ZERO;
    }
}
