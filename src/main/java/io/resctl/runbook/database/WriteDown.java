package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.runbook.Hands;
import io.resctl.runbook.Step;
import io.resctl.sql.Statement;
import io.resctl.sql.Statements;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A row in the new primary: the first write, and the one whose arrival shows that all follow. */
final class WriteDown implements Step<Tier> {
    private static final Duration SESSION = Duration.ofSeconds(20);

    private final Move move;

    WriteDown(Move move) {
        this.move = move;
    }

    @Override
    public String id() {
        return "row";
    }

    @Override
    public String title() {
        return "write a row that says so on " + move.next();
    }

    @Override
    public String why() {
        return "that it is written shows that the server takes writes; that it arrives, later on, that the others follow";
    }

    @Override
    public List<Diagnostic> ready(Tier tier) {
        return List.of();
    }

    /** Once more does no harm. */
    @Override
    public boolean done(Tier tier) {
        return false;
    }

    @Override
    public List<String> orders(Tier tier) {
        return statements(tier, Optional.empty()).stream()
                .map(Statement::toString)
                .toList();
    }

    private List<Statement> statements(Tier tier, Optional<String> position) {
        return Statements.record(move.after().epoch(), move.next(), move.former(), move.target(tier, position));
    }

    @Override
    public Duration patience() {
        return SESSION.plusSeconds(4);
    }

    @Override
    public boolean needed() {
        return false;
    }

    @Override
    public Optional<Diagnostic> act(Tier tier, Hands hands) {
        List<Statement> statements = statements(tier, hands.noted("position"));
        return switch (Told.sql(hands.writer(move.next()), move.container(), statements, SESSION)) {
            case Told.Done _ -> Optional.empty();
            case Told.Not not -> Optional.of(not.why());
        };
    }
}
