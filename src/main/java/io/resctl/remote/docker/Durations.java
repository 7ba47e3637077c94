package io.resctl.remote.docker;

import java.time.Duration;

/** Durations for people. */
final class Durations {
    private Durations() {}

    /** Such as {@code 1 min 30 s}. */
    static String text(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds == 0) {
            return duration.toMillis() + " ms";
        }
        String minutes = seconds >= 60 ? seconds / 60 + " min" : "";
        String rest = seconds % 60 > 0 ? seconds % 60 + " s" : "";
        return (minutes + " " + rest).strip();
    }
}
