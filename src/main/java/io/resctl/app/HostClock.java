package io.resctl.app;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a host's clock is ahead of this machine's: between the two, since the question and its answer took time. Negative: it is behind.
 */
record HostClock(Duration least, Duration most) {
    /**
     * From what it said.
     *
     * @param seconds since 1970, with a fraction
     * @param before by this machine's clock, when it was asked
     * @param after by this machine's clock, when it had answered
     */
    static Optional<HostClock> of(String seconds, Instant before, Instant after) {
        if (!seconds.matches("\\d{1,11}(\\.\\d{1,9})?")) {
            return Optional.empty();
        }
        Instant said = Instant.EPOCH.plusNanos(
                new BigDecimal(seconds).movePointRight(9).longValue());
        return Optional.of(new HostClock(Duration.between(after, said), Duration.between(before, said)));
    }

    Duration middle() {
        return least.plus(most).dividedBy(2);
    }

    /** How far it is ahead of another host's, at least; zero where the two may agree. */
    Duration aheadOf(HostClock other) {
        Duration gap = least.minus(other.most);
        return gap.isNegative() ? Duration.ZERO : gap;
    }
}
