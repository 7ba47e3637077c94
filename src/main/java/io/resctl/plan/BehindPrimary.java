package io.resctl.plan;

import io.resctl.diag.Diagnostic;
import io.resctl.observe.Overtaken;
import io.resctl.resource.Wish;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A primary that is seen closed and to lack what another server holds is not opened: it came back from a crash with losses, and what it would write next had the same
 * sequence numbers as what it lost, so that the two could never be joined again. The guard of its host refuses likewise.
 */
final class BehindPrimary {
    private BehindPrimary() {}

    static Optional<Diagnostic> isNotOpened(Wish wish, Verb verb, List<Wish> all, Ground ground) {
        return Overtaken.primary(wish, all, ground.observation()).map(overtaken -> refusal(wish.host(), overtaken));
    }

    private static Diagnostic refusal(String host, Overtaken overtaken) {
        String others =
                overtaken.by().stream().map(o -> o.host() + " at " + o.holds()).collect(Collectors.joining(", "));
        return Diagnostic.error(
                "database.behind",
                "the database on " + host + " is not opened for writes: it lacks transactions that others hold (" + host
                        + " at " + (overtaken.own().isEmpty() ? "no transaction" : overtaken.own()) + ", " + others
                        + ")",
                "it lost them in a crash, or somebody wrote to a replica by hand: docs/lost-primary.md tells how to see which."
                        + " Lost: stop that server, and `resctl failover --database` makes another one the primary, with all that the others received;"
                        + " then `resctl database rebuild " + host
                        + "` before any apply, since it must not follow as it is."
                        + " Written by hand: `resctl database rebuild` with that replica saves what only it has as SQL and seeds it anew."
                        + " Where neither is possible, as with MaxScale or without another server in the zone, the same document says what to do by hand."
                        + " What has nothing to do with the database can be applied with --only");
    }
}
