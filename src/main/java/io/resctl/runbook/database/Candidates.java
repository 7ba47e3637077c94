package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Host;
import io.resctl.model.Lease;
import io.resctl.sql.GtidList;
import io.resctl.sql.Replication;
import io.resctl.sql.ServerState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which replica takes the place of a primary that is gone: the one that received most. Pure. */
public final class Candidates {
    private Candidates() {}

    /** In the live zone, best first; of equals the first in the descriptor. */
    static List<String> best(Tier tier, Lease lease, String former) {
        return tier.site().databaseHosts(lease.live()).stream()
                .map(Host::name)
                .filter(h -> !h.equals(former)
                        && tier.state(h).isPresent()
                        && unfit(tier, h).isEmpty())
                .sorted(Comparator.comparingLong((String h) -> reached(tier, h)).reversed())
                .toList();
    }

    private static long reached(Tier tier, String host) {
        return tier.state(host)
                .map(s -> s.received().entries().stream()
                        .mapToLong(g -> g.sequence())
                        .sum())
                .orElse(-1L);
    }

    /** Why a server cannot be made the primary without losing what it has received. */
    static List<Diagnostic> unfit(Tier tier, String host) {
        Optional<ServerState> state = tier.state(host);
        if (state.isEmpty()) {
            String why = tier.servers().get(host) instanceof Server.Silent silent
                    ? ": " + silent.why().summary()
                    : "";
            return List.of(Diagnostic.error(
                    "failover.candidate-silent",
                    "the server on " + host + " does not answer" + why,
                    "see `resctl status`"));
        }
        List<Diagnostic> reasons = new ArrayList<>();
        ServerState s = state.get();
        if (s.unapplied() > 0 && !s.replication().map(Replication::applies).orElse(false)) {
            String error = s.replication().map(Replication::applyError).orElse("");
            reasons.add(
                    Diagnostic.error(
                            "failover.not-applying",
                            host + " has received " + s.unapplied()
                                    + " transactions that it has not applied, and applies nothing"
                                    + (error.isEmpty() ? "" : ": " + error),
                            s.replication().map(Replication::stopped).orElse(false)
                                    ? "they are in its relay log and would be thrown away by any start of its threads: `resctl database rescue "
                                            + host + "` applies them; then run this again"
                                    : "they are in its relay log and would be thrown away: mend what it says before anything is restarted"));
        }
        if (!s.logs()) {
            reasons.add(Diagnostic.error(
                    "database.no-log",
                    host + " does not log what it applies, so nobody could follow it",
                    "choose another server"));
        }
        return reasons;
    }

    /**
     * What the primary itself wrote, and other servers have or have received, and it has not: it came back from a crash with losses. Empty also while it does
     * not answer.
     */
    public static GtidList lostBy(Tier tier, String primary) {
        return tier.state(primary)
                .map(own -> new GtidList(tier.up()
                        .flatMap(up ->
                                up.state().known().plus(up.state().received()).errant(own.known()).entries().stream())
                        .filter(g -> g.server() == own.serverId())
                        .toList()))
                .orElse(GtidList.NONE);
    }

    /** What it received and did not apply would be thrown away by whatever makes it lead or follow, and nobody knows how much that is. */
    public static Optional<Diagnostic> forgot(Tier tier, String host) {
        return tier.state(host)
                .flatMap(ServerState::replication)
                .filter(Replication::forgot)
                .map(
                        r -> Diagnostic.error(
                                "failover.forgot",
                                "the server on " + host + " was started anew since it heard from "
                                        + tier.named(r.source()).orElse(r.source())
                                        + ": what it received and did not apply is only in its relay logs, and nobody knows how much that is",
                                "`resctl database rescue " + host
                                        + "` applies it; then run this again; where that is not possible, give it up, however much that is: --accept-loss 1"));
    }

    /** Transactions that some server which answers has, or has received, and this one will not have when it has taken over what a donor has. */
    static long missing(Tier tier, String host, Optional<String> donor) {
        GtidList own = tier.state(host).orElseThrow().received();
        GtidList all = donor.flatMap(tier::state)
                .map(d -> own.plus(d.received()).position())
                .orElse(own);
        return missing(tier, all);
    }

    /** Transactions that some server which answers has, or has received, beyond these. */
    static long missing(Tier tier, GtidList these) {
        return tier.up()
                .mapToLong(other -> these.lacks(other.state().received()))
                .max()
                .orElse(0);
    }

    /**
     * Another replica that received more of the primary that is gone, and can hand it on: the one with most. What somebody wrote by hand to a server that answers
     * is not taken for it.
     */
    static Optional<String> donor(Tier tier, String next, String former) {
        GtidList own = tier.state(next).map(ServerState::received).orElse(GtidList.NONE);
        Set<Long> living = tier.up()
                .filter(s -> !s.host().equals(former))
                .map(s -> s.state().serverId())
                .collect(Collectors.toSet());
        return tier.up()
                .filter(s -> !s.host().equals(next) && !s.host().equals(former))
                .filter(s -> own.lacks(s.state().received()) > 0)
                .filter(s -> s.state().received().entries().stream()
                        .filter(g -> g.sequence() > own.reached(g.domain()))
                        .noneMatch(g -> living.contains(g.server())))
                .filter(s -> unfit(tier, s.host()).isEmpty()
                        && forgot(tier, s.host()).isEmpty())
                .max(Comparator.comparingLong(s -> own.lacks(s.state().received())))
                .map(Server.Up::host);
    }
}
