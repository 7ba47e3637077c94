package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Lease;
import io.resctl.model.Promoter;
import io.resctl.observe.Knowledge;
import io.resctl.runbook.Runbook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A switchover: the primary is there and gives its right away.
 *
 * @param next host of the server that shall have it
 */
public record PlannedMove(String next, boolean resumes) implements MoveKind {
    @Override
    public String verb() {
        return "switchover";
    }

    @Override
    public List<Diagnostic> refusals(Tier tier) {
        List<Diagnostic> reasons = new ArrayList<>(MoveKind.common(tier));
        if (tier.site().promoter() == Promoter.MAXSCALE) {
            reasons.add(Diagnostic.error(
                    "database.monitor-owns",
                    "MaxScale's monitor owns the promotion on this site (router: maxscale)",
                    "ask it: maxctrl call command mariadbmon switchover MONITOR " + next));
        }
        tier.lease().ifPresent(lease -> {
            MoveKind.elsewhere(tier, lease, next).ifPresent(reasons::add);
            if (lease.primary().equals(next) && !resumes && !open(tier)) {
                reasons.add(Diagnostic.error(
                        "switchover.begun",
                        "the lease makes " + next
                                + " the primary already, and it takes no writes: a move was broken off",
                        "go on with it: the same command with --resume"));
            }
        });
        return reasons;
    }

    private boolean open(Tier tier) {
        return tier.writable().contains(next);
    }

    @Override
    public Optional<String> already(Tier tier) {
        return !resumes && tier.primary().equals(Optional.of(next)) && open(tier)
                ? Optional.of(next)
                : Optional.empty();
    }

    @Override
    public Move move(Tier tier, Lease lease, Instant now, String by, Knowledge knowledge) {
        return Move.of(tier, lease, MoveKind.former(tier, lease, Optional.of(next)), next, now, by, knowledge);
    }

    @Override
    public Runbook<Tier> runbook(Move move, Tier tier) {
        return Switchover.of(move, tier);
    }

    @Override
    public List<Diagnostic> reasons(Move move, Tier tier) {
        return MoveKind.silent(tier, move);
    }

    @Override
    public boolean expectsSilence(String host, Move move) {
        return false;
    }
}
