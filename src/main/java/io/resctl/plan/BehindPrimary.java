package io.resctl.plan;

import io.resctl.diag.Diagnostic;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.Observed;
import io.resctl.resource.Wish;
import io.resctl.sql.GtidList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A closed primary that lacks what another server holds is never opened: it came back from a crash with losses, and what it would write next had the same
 * sequence numbers as what it lost, so that the two could never be joined again. The guard of its host refuses by the same rule.
 */
final class BehindPrimary {
    private record Other(String host, GtidList holds) {}

    private BehindPrimary() {}

    static Optional<Diagnostic> isNotOpened(Wish wish, Verb verb, List<Wish> all, Ground ground) {
        if (!(wish.resource() instanceof DatabaseRole role)
                || !role.writable()
                || !(ground.observation().of(wish.at()) instanceof Observed.Present present)
                || !"ON".equals(present.attributes().get("read_only"))) {
            return Optional.empty();
        }
        GtidList own = holds(present);
        List<Other> ahead = all.stream()
                .filter(w -> w.resource() instanceof DatabaseRole && !w.at().equals(wish.at()))
                .flatMap(w -> ground.observation().of(w.at()) instanceof Observed.Present found
                        ? Optional.of(new Other(w.host(), holds(found))).stream()
                        : Optional.<Other>empty().stream())
                .filter(other -> !own.covers(other.holds()))
                .toList();
        return ahead.isEmpty() ? Optional.empty() : Optional.of(refusal(wish.host(), own, ahead));
    }

    /** Also what it received and can still apply. */
    private static GtidList holds(Observed.Present server) {
        Map<String, String> told = server.attributes();
        return GtidList.parse(told.getOrDefault(DatabaseRole.POSITION, ""))
                .plus(GtidList.parse(told.getOrDefault(DatabaseRole.RECEIVED, "")))
                .position();
    }

    private static Diagnostic refusal(String host, GtidList own, List<Other> ahead) {
        String others = ahead.stream().map(o -> o.host() + " at " + o.holds()).collect(Collectors.joining(", "));
        return Diagnostic.error(
                "database.behind",
                "the database on " + host + " is not opened for writes: it lacks transactions that others hold (" + host
                        + " at " + (own.isEmpty() ? "no transaction" : own) + ", " + others + ")",
                "it lost them in a crash, or somebody wrote to a replica by hand: `resctl status` tells which."
                        + " Lost: `resctl failover --database` makes another server the primary, with all that the others received;"
                        + " then `resctl database rebuild " + host
                        + "`, since what loses transactions may be damaged otherwise too."
                        + " Written by hand: `resctl database rebuild` with that replica saves what only it has as SQL and seeds it anew."
                        + " What has nothing to do with the database can be applied with --only");
    }
}
