package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.runbook.Hands;
import io.resctl.runbook.Step;
import io.resctl.sql.GtidList;
import io.resctl.sql.Statement;
import io.resctl.sql.Statements;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The next primary applies all that the former one committed. */
final class Reach implements Step<Tier> {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final Move move;

    Reach(Move move) {
        this.move = move;
    }

    @Override
    public String id() {
        return "reach";
    }

    @Override
    public String title() {
        return "wait until " + move.next() + " has all of it";
    }

    @Override
    public String why() {
        return "opened before, it would lack what was acknowledged";
    }

    @Override
    public List<Diagnostic> ready(Tier tier) {
        return Readiness.next(tier, move);
    }

    @Override
    public boolean done(Tier tier) {
        return tier.state(move.next())
                .map(s -> s.position().covers(move.target(tier, Optional.empty())))
                .orElse(false);
    }

    @Override
    public List<String> orders(Tier tier) {
        return List.of("SELECT MASTER_GTID_WAIT('the position of " + move.former() + ", now "
                + move.target(tier, Optional.empty()) + "', " + WAIT.toSeconds() + ")");
    }

    @Override
    public Duration patience() {
        return WAIT.plusSeconds(6);
    }

    @Override
    public Optional<Diagnostic> act(Tier tier, Hands hands) {
        GtidList target = move.target(tier, hands.noted("position"));
        List<Statement> statements = Statements.await(target, WAIT);
        return switch (Told.quick(hands.writer(move.next()), move.standing(), statements, WAIT.plusSeconds(2))) {
            case Told.Done done when done.answer().text("reached").equals("0") -> Optional.empty();
            case Told.Done done ->
                Optional.of(Diagnostic.error(
                        "switchover.behind",
                        move.next() + " did not reach " + target + " within " + WAIT.toSeconds() + " s: it is at "
                                + done.answer().gtids("slave_pos").words(),
                        "see `resctl status` for its delay or its error, then run it again"));
            case Told.Not not -> Optional.of(not.why());
        };
    }
}
