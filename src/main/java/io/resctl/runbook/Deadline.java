package io.resctl.runbook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** When a wait ends, at the latest. */
public record Deadline(InstantSource clock, Instant end) {
    public static Deadline in(InstantSource clock, Duration patience) {
        return new Deadline(clock, clock.instant().plus(patience));
    }

    /** Never negative. */
    public Duration left() {
        Duration left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    public boolean over() {
        return left().isZero();
    }

    /** What is left, and no more than this. */
    public Duration atMost(Duration most) {
        return left().compareTo(most) < 0 ? left() : most;
    }
}
