package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Names;
import io.resctl.runbook.Hands;
import io.resctl.runbook.Step;
import io.resctl.sql.GtidList;
import io.resctl.sql.Replication;
import io.resctl.sql.ServerState;
import io.resctl.sql.Statement;
import io.resctl.sql.Statements;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One server follows the new primary: the former one, if it holds nothing else; a replica, when it has applied what it received. */
final class Follow implements Step<Tier> {
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final Move move;
    private final String host;

    Follow(Move move, String host) {
        this.move = move;
        this.host = host;
    }

    @Override
    public String id() {
        return "follow " + host;
    }

    @Override
    public String title() {
        return "make " + host + " follow " + move.next();
    }

    @Override
    public String why() {
        return "as a replica, from the position up to which it has the same transactions; nothing that only it has is thrown away";
    }

    @Override
    public List<Diagnostic> ready(Tier tier) {
        return List.of();
    }

    @Override
    public boolean done(Tier tier) {
        return tier.state(host).map(this::follows).orElse(false);
    }

    private boolean follows(ServerState state) {
        return !state.writable()
                && state.replication()
                        .filter(r -> r.source().equals(address()))
                        .filter(r -> r.receives() && r.applies())
                        .isPresent();
    }

    private String address() {
        return move.host(move.next()).vpn();
    }

    @Override
    public List<String> orders(Tier tier) {
        boolean former = tier.state(host).map(s -> s.replication().isEmpty()).orElse(host.equals(move.former()));
        return statements("", former).stream().map(Statement::toString).toList();
    }

    private List<Statement> statements(String password, boolean former) {
        return Statements.follow(address(), Names.DATABASE_PORT, Names.REPLICATION_USER, password, former);
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public boolean needed() {
        return false;
    }

    @Override
    public Optional<Diagnostic> act(Tier tier, Hands hands) {
        Optional<ServerState> own = Told.look(hands.writer(host), move.container());
        if (own.isEmpty()) {
            return Optional.of(silent(host));
        }
        if (own.get().writable()) {
            return Optional.of(later(host + " takes writes itself; it is left as it is"));
        }
        if (follows(own.get())) {
            return Optional.empty();
        }
        return drained(tier, own.get(), hands)
                .or(() -> errant(hands))
                .or(() -> change(own.get(), hands))
                .or(() -> running(hands));
    }

    /** What was received and not applied would be thrown away. */
    private Optional<Diagnostic> drained(Tier tier, ServerState own, Hands hands) {
        if (own.unapplied() == 0) {
            return forgot(tier);
        }
        if (!own.replication().map(Replication::applies).orElse(false)) {
            return Optional.of(Diagnostic.error(
                    "database.not-following",
                    host + " has received " + own.unapplied()
                            + " transactions that it has not applied, and applies nothing now ("
                            + own.replication().map(Replication::applyError).orElse("")
                            + "); they are left in its relay log",
                    "`resctl database rescue " + host + "` applies them; then `resctl apply`"));
        }
        Duration most = hands.deadline().atMost(Duration.ofSeconds(20));
        hands.says("waits until " + host + " has applied what it received, " + own.received());
        return switch (Told.sql(
                hands.writer(host), move.container(), Statements.await(own.received(), most), most.plusSeconds(2))) {
            case Told.Done done when done.answer().text("reached").equals("0") -> Optional.empty();
            case Told.Done _ ->
                Optional.of(later(host + " did not apply what it received within " + most.toSeconds() + " s"));
            case Told.Not not -> Optional.of(not.why());
        };
    }

    /** Where the former primary answers, all that it sent anybody is there too. */
    private Optional<Diagnostic> forgot(Tier tier) {
        return tier.state(move.former()).isPresent()
                ? Optional.empty()
                : Candidates.forgot(tier, host)
                        .map(why -> Diagnostic.error(
                                why.code(),
                                why.summary() + "; it is left as it is",
                                "`resctl database rescue " + host + "`, then `resctl apply`"));
    }

    private Optional<Diagnostic> errant(Hands hands) {
        Optional<ServerState> own = Told.look(hands.writer(host), move.container());
        // Asked after the other: a replica of the former primary goes on receiving what the new one writes, and is not
        // ahead of it.
        Optional<ServerState> next = Told.look(hands.writer(move.next()), move.container());
        if (own.isEmpty() || next.isEmpty()) {
            return Optional.of(silent(own.isEmpty() ? host : move.next()));
        }
        GtidList errant = own.get().written().errant(next.get().known());
        if (errant.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Diagnostic.error(
                "database.errant",
                host + " holds transactions that " + move.next() + " never saw, up to " + errant
                        + "; it is left as it is, read-only",
                "`resctl database rebuild " + host + "` saves them as SQL and seeds it anew"));
    }

    private Optional<Diagnostic> change(ServerState own, Hands hands) {
        Optional<String> password = move.password();
        if (password.isEmpty()) {
            return Optional.of(later("no host that answers has the replication password"));
        }
        List<Statement> statements =
                statements(password.get(), own.replication().isEmpty());
        own.replication()
                .filter(r -> !r.receives())
                .ifPresent(r -> VainConnects.end(hands, host, move.container(), r.source()));
        Told told = Told.sql(hands.writer(host), move.container(), statements, Duration.ofSeconds(20));
        if (told instanceof Told.Not not && not.said().contains("1198")) {
            // Its guard started the threads in between.
            told = Told.sql(
                    hands.writer(host), move.container(), statements(password.get(), false), Duration.ofSeconds(20));
        }
        return told instanceof Told.Not not ? Optional.of(not.why()) : Optional.empty();
    }

    private Optional<Diagnostic> running(Hands hands) {
        String said = "it has not connected yet";
        while (!hands.deadline().over()) {
            Optional<ServerState> own = Told.look(hands.writer(host), move.container());
            if (own.map(this::follows).orElse(false)) {
                return Optional.empty();
            }
            said = own.flatMap(ServerState::replication)
                    .map(r -> r.applyError().isEmpty() ? r.receiveError() : r.applyError())
                    .filter(error -> !error.isEmpty())
                    .orElse(said);
            Waiting.pause(Duration.ofMillis(300));
        }
        return Optional.of(later(host + " was told to follow " + move.next() + ", and does not: " + said));
    }

    private static Diagnostic silent(String host) {
        return later("the server on " + host + " does not answer now");
    }

    private static Diagnostic later(String what) {
        return Diagnostic.error(
                "database.not-following", what, "when that is mended: `resctl plan`, then `resctl apply`");
    }
}
