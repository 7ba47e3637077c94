package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.journal.LockOwner;
import io.resctl.journal.SiteLock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** What is said about the site's lock. */
final class Locks {
    private Locks() {}

    static Diagnostic held(String site, SiteLock.Outcome.Held held) {
        LockOwner owner = held.owner();
        String alive = owner.silence()
                .map(s -> "; last sign of life " + s.toSeconds() + " s ago")
                .orElse("");
        return Diagnostic.error(
                "lock.held",
                "The site " + site + " is locked on " + held.host() + " by " + owner.words() + ", since "
                        + owner.since().truncatedTo(ChronoUnit.SECONDS) + alive + ". Nothing was changed.",
                "Wait until that run ends. If it is dead, its lock expires by itself "
                        + LockOwner.EXPIRY.toSeconds() + " s after its last sign of life"
                        + (owner.silence()
                                        .map(s -> s.compareTo(Duration.ofSeconds(10)) > 0)
                                        .orElse(false)
                                ? ", which will be soon"
                                : "")
                        + "; to take it away now: `resctl unlock`.");
    }

    static Diagnostic interrupted() {
        return Diagnostic.error(
                "run.interrupted",
                "The run was interrupted before every host's manifest was written.",
                "Run `resctl apply` again: it finds out what is true and goes on.");
    }
}
