package io.resctl.sql;

import java.util.Collection;
import java.util.List;

/** Transactions that a server has and its primary never had: it cannot follow for good, and what is in them exists nowhere else. */
public final class Errant {
    private Errant() {}

    /**
     * Finds them. The primary's own transactions are passed over: it may have written more since it was asked. So is what the primary has no memory of at
     * all, since it was seeded later, as long as another server has it too.
     *
     * @param others all servers but this one
     */
    public static GtidList of(ServerState server, ServerState primary, Collection<ServerState> others) {
        List<Gtid> errant = server.state().errant(primary.known()).entries().stream()
                .filter(g -> g.server() != primary.serverId())
                .filter(g -> remembers(primary, g) || (g.server() == server.serverId() && !known(g, others)))
                .toList();
        return new GtidList(errant);
    }

    private static boolean remembers(ServerState primary, Gtid gtid) {
        return primary.known().entries().stream()
                .anyMatch(k -> k.domain() == gtid.domain() && k.server() == gtid.server());
    }

    private static boolean known(Gtid gtid, Collection<ServerState> others) {
        return others.stream()
                .anyMatch(other ->
                        new GtidList(List.of(gtid)).errant(other.known()).isEmpty());
    }
}
