package io.resctl.model;

import java.time.Instant;

/**
 * Which zone is live. Kept, signed, on every host of both zones; the highest epoch wins.
 *
 * @param epoch counts the moves, from 1
 * @param live name of the zone that serves
 * @param by who moved it, as {@code user@machine}
 */
public record Lease(long epoch, String live, Instant since, String by) {
    /** What the site's key signs: one line each, so that a shell can rebuild it. */
    public String payload(String site) {
        return "resctl-lease\n" + site + "\n" + epoch + "\n" + live + "\n" + since + "\n" + by + "\n";
    }
}
