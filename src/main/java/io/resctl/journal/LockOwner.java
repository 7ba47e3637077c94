package io.resctl.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who holds the site's lock on a host.
 *
 * @param run id of the run
 * @param by as {@code user@machine}
 * @param pid on that machine
 * @param command such as {@code apply}
 * @param since by the owner's clock
 * @param silence how long ago the last heartbeat was, by the host's clock; empty in the owner's own file
 */
public record LockOwner(String run, String by, long pid, String command, Instant since, Optional<Duration> silence) {
    public static final Duration HEARTBEAT = Duration.ofSeconds(5);
    public static final Duration EXPIRY = Duration.ofSeconds(20);

    public boolean expired() {
        return silence.map(s -> s.compareTo(EXPIRY) > 0).orElse(false);
    }

    /** Such as {@code anna@laptop (apply, process 4711)}. */
    public String words() {
        return by + " (" + command + ", process " + pid + ")";
    }
}
