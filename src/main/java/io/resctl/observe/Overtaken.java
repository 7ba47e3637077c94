package io.resctl.observe;

import io.resctl.resource.DatabaseRole;
import io.resctl.resource.Observed;
import io.resctl.resource.Wish;
import io.resctl.sql.GtidList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A primary that was found closed, and servers that hold transactions which it has not.
 *
 * @param own what it holds, as a position
 * @param by who holds more
 */
public record Overtaken(GtidList own, List<Ahead> by) {
    /**
     * A server that holds more.
     *
     * @param holds also what it received and can still apply, as a position
     */
    public record Ahead(String host, GtidList holds) {}

    /** Empty where the wish is not for a primary, where that takes writes or was not seen, and where nobody holds more. */
    public static Optional<Overtaken> primary(Wish wish, Collection<Wish> all, Observation observation) {
        if (!(wish.resource() instanceof DatabaseRole role)
                || !role.writable()
                || !(observation.of(wish.at()) instanceof Observed.Present present)
                || !"ON".equals(present.attributes().get("read_only"))) {
            return Optional.empty();
        }
        GtidList own = holds(present);
        List<Ahead> ahead = all.stream()
                .filter(w -> w.resource() instanceof DatabaseRole && !w.at().equals(wish.at()))
                .flatMap(w -> observation.of(w.at()) instanceof Observed.Present found
                        ? Stream.of(new Ahead(w.host(), holds(found)))
                        : Stream.empty())
                .filter(other -> !own.covers(other.holds()))
                .toList();
        return ahead.isEmpty() ? Optional.empty() : Optional.of(new Overtaken(own, ahead));
    }

    private static GtidList holds(Observed.Present server) {
        Map<String, String> told = server.attributes();
        return GtidList.parse(told.getOrDefault(DatabaseRole.POSITION, ""))
                .plus(GtidList.parse(told.getOrDefault(DatabaseRole.RECEIVED, "")))
                .position();
    }
}
