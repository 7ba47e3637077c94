package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.runbook.Hands;
import io.resctl.runbook.Step;
import io.resctl.sql.Statement;
import io.resctl.sql.Statements;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The row that was written arrives on every server that answers. */
final class Arrive implements Step<Tier> {
    private static final Duration WAIT = Duration.ofSeconds(15);

    private final Move move;

    Arrive(Move move) {
        this.move = move;
    }

    @Override
    public String id() {
        return "arrive";
    }

    @Override
    public String title() {
        return "see the row arrive everywhere";
    }

    @Override
    public String why() {
        return "threads that run are not yet transactions that arrive";
    }

    @Override
    public List<Diagnostic> ready(Tier tier) {
        return List.of();
    }

    @Override
    public boolean done(Tier tier) {
        return false;
    }

    @Override
    public List<String> orders(Tier tier) {
        return List.of("on " + String.join(", ", hosts(tier)) + ": " + question());
    }

    private String question() {
        return "SELECT COUNT(*) AS arrived FROM " + Statements.SCHEMA + ".promotion WHERE epoch = "
                + move.after().epoch();
    }

    private List<String> hosts(Tier tier) {
        return tier.up()
                .map(Server.Up::host)
                .filter(h -> !h.equals(move.next()))
                .toList();
    }

    @Override
    public Duration patience() {
        return WAIT;
    }

    @Override
    public boolean needed() {
        return false;
    }

    @Override
    public Optional<Diagnostic> act(Tier tier, Hands hands) {
        Connect.leave(move, tier, hands);
        List<String> missing = new ArrayList<>(hosts(tier));
        while (true) {
            missing.removeIf(host -> arrived(host, hands));
            if (missing.isEmpty()) {
                return Optional.empty();
            }
            if (hands.deadline().over()) {
                return Optional.of(Diagnostic.error(
                        "switchover.not-arrived",
                        "what is written on " + move.next() + " has not arrived on " + String.join(", ", missing)
                                + " within " + WAIT.toSeconds() + " s",
                        "see `resctl status`; `resctl plan` says what is to be done there"));
            }
            hands.says("waits for the row on " + String.join(", ", missing));
            Waiting.pause(Duration.ofMillis(300));
        }
    }

    private boolean arrived(String host, Hands hands) {
        return Told.sql(hands.writer(host), move.container(), List.of(Statement.of(question())), Duration.ofSeconds(5))
                        instanceof Told.Done done
                && done.answer().text("arrived").equals("1");
    }
}
