package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.model.SemiSync;
import io.resctl.sql.Heartbeat;
import io.resctl.sql.ServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a failover would lose, held against what may be lost. Pure.
 *
 * @param accepted transactions that may be lost; empty: none that is known, and no more time than the objective
 */
record LossGate(Move move, OptionalLong accepted) {
    /** Code of the refusal to lose more than is allowed. */
    static final String TOO_MUCH = "failover.loss";

    /** Code of the refusal to go on without a server that may have more than all others. */
    static final String UNHEARD = "failover.unheard";

    /**
     * Reckons.
     *
     * @param next as it stands with all applied that it received
     * @param missing transactions that another server has and it has not
     * @param donor another server, from which it takes what that one has
     */
    Loss loss(Tier tier, ServerState next, long missing, Optional<String> donor) {
        List<Heartbeat> beats = new ArrayList<>(next.heartbeats());
        donor.flatMap(tier::state).ifPresent(d -> beats.addAll(d.heartbeats()));
        return Loss.of(
                tier,
                beats,
                move.host(move.former()).serverId(),
                move.former(),
                missing,
                unheard(tier).stream().map(Server.Silent::host).toList(),
                next.clock());
    }

    Optional<Diagnostic> refusal(Loss loss) {
        boolean known = loss.transactions() > accepted.orElse(0);
        boolean late = accepted.isEmpty()
                && move.site().objectives().rpo().map(loss::over).orElse(false);
        return known || late ? Optional.of(refusal(loss.words(), loss.transactions())) : Optional.empty();
    }

    Diagnostic refusal(String words, long transactions) {
        return Diagnostic.error(
                TOO_MUCH,
                "more would be lost than is allowed: " + words
                        + move.site()
                                .objectives()
                                .rpo()
                                .map(rpo -> "; the objective is " + rpo.toSeconds() + " s")
                                .orElse(""),
                "if the old primary cannot be had back, take it: --accept-loss " + Math.max(1, transactions));
    }

    /** Why not to begin as long as somebody does not say what it has, unless that is given up. */
    List<Diagnostic> unknown(Tier tier) {
        if (accepted.orElse(0) >= 1) {
            return List.of();
        }
        List<Diagnostic> reasons = new ArrayList<>();
        unheard(tier).forEach(silent -> reasons.add(unheard(silent)));
        tier.up().flatMap(s -> Candidates.forgot(tier, s.host()).stream()).forEach(reasons::add);
        return reasons;
    }

    private List<Server.Silent> unheard(Tier tier) {
        return Acknowledged.unheard(tier, move.after().live(), move.former());
    }

    /** How much it has nobody knows, so that nothing is known to be missing says nothing here. */
    private Diagnostic unheard(Server.Silent silent) {
        String who = move.site()
                        .database()
                        .filter(db -> db.semiSync() == SemiSync.STANDBY)
                        .isPresent()
                ? "a server of the zone that stands by (semiSync: standby)"
                : "another server of the live zone (semiSync: local)";
        return Diagnostic.error(
                UNHEARD,
                silent.host() + " does not answer, and may be the only one that has what clients were told is safe: "
                        + move.former() + " told them so as soon as " + who + " had it: "
                        + silent.why().summary(),
                "wait for it or bring it back, then run it again: `resctl status` says how it stands; where it is gone for good, take the loss of what only"
                        + " it has, however much that is: --accept-loss 1");
    }
}
