package io.resctl.runbook.database;

import io.resctl.runbook.Runbook;
import io.resctl.runbook.Step;
import java.util.ArrayList;
import java.util.List;

/** The planned move of the right to write inside the live zone: nothing that was acknowledged is lost, and until the lease is written it can be undone. */
public final class Switchover {
    private Switchover() {}

    public static Runbook<Tier> of(Move move, Tier tier) {
        List<Step<Tier>> steps = new ArrayList<>();
        steps.add(new Connect(move, List.of(move.former(), move.next())));
        steps.add(new Freeze(move));
        steps.add(new Reach(move));
        steps.add(new WriteLease(move, true));
        steps.addAll(opening(move, tier));
        return new Runbook<>(
                "switchover of the database of " + move.site().name() + " from " + move.former() + " to " + move.next(),
                steps,
                WriteLease.ID);
    }

    /** What every move ends with. */
    static List<Step<Tier>> opening(Move move, Tier tier) {
        List<Step<Tier>> steps = new ArrayList<>();
        steps.add(new Open(move));
        steps.add(new Routed(move));
        steps.add(new WriteDown(move));
        tier.up()
                .map(Server.Up::host)
                .filter(h -> !h.equals(move.next()))
                .forEach(host -> steps.add(new Follow(move, host)));
        steps.add(new Arrive(move));
        return steps;
    }
}
