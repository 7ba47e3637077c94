package io.resctl.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How to see that a replica serves.
 *
 * @param http a path that answers 2xx or 3xx; empty: a TCP connection must be accepted
 * @param startPeriod failures do not count this long after a start
 */
public record Health(Optional<String> http, Duration interval, Duration timeout, int retries, Duration startPeriod) {
    public static final Health DEFAULT =
            new Health(Optional.empty(), Duration.ofSeconds(2), Duration.ofSeconds(2), 3, Duration.ofSeconds(30));
}
