package io.resctl.model;

import java.time.Instant;

/**
 * Which zone is live, and which database server of it takes writes. Kept, signed, on every host of both zones; the highest epoch wins.
 *
 * @param epoch counts the moves, of the zone or of the primary inside it, from 1
 * @param live name of the zone that serves
 * @param primary name of the database host that takes writes; empty where the site has no database
 * @param by who moved it, as {@code user@machine}
 */
public record Lease(long epoch, String live, String primary, Instant since, String by) {
    /** What the site's key signs: one line each, so that a shell can rebuild it. */
    public String payload(String site) {
        return "resctl-lease\n" + site + "\n" + epoch + "\n" + live + "\n" + primary + "\n" + since + "\n" + by + "\n";
    }

    /** Whether the other says something else: of one epoch that is a conflict. */
    public boolean contradicts(Lease other) {
        return epoch == other.epoch && !(live.equals(other.live) && primary.equals(other.primary));
    }
}
