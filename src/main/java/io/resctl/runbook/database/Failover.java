package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.runbook.Runbook;
import io.resctl.runbook.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Another server of the live zone takes the place of a primary that is gone. */
public final class Failover {
    private Failover() {}

    /** Whether a failure is no failure, but a refusal for safety. */
    public static boolean refuses(Diagnostic why) {
        return why.code().equals(LossGate.TOO_MUCH);
    }

    /**
     * In its order.
     *
     * @param accepted transactions that may be lost; empty: none that is known, and no more time than the objective
     * @param declaredDead somebody says that the primary is gone for good
     */
    public static Runbook<Tier> of(Move move, Tier tier, OptionalLong accepted, boolean declaredDead) {
        List<Step<Tier>> steps = new ArrayList<>();
        steps.add(new Connect(move, List.of(move.next())));
        LossGate gate = new LossGate(move, accepted);
        Optional<String> donor = Candidates.donor(tier, move.next(), move.former());
        steps.add(new Drain(move, gate, donor));
        donor.ifPresent(host -> steps.add(new Fetch(move, gate, host)));
        steps.add(new WriteLease(move, false));
        steps.add(new Fence(move, declaredDead));
        steps.addAll(Switchover.opening(move, tier));
        return new Runbook<>(
                "failover of the database of " + move.site().name() + " from " + move.former() + " to " + move.next(),
                steps,
                WriteLease.ID);
    }
}
