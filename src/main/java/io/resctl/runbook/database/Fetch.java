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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The next primary takes from another replica what that one received of the old primary and it did not: a server that dies has sent its last transactions to
 * some of those who follow it. Without them the other could not follow the next one, and they would be lost.
 */
final class Fetch implements Step<Tier> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ROUND = Duration.ofSeconds(20);

    private final Move move;
    private final LossGate gate;
    private final String donor;

    Fetch(Move move, LossGate gate, String donor) {
        this.move = move;
        this.gate = gate;
        this.donor = donor;
    }

    @Override
    public String id() {
        return "fetch";
    }

    @Override
    public String title() {
        return "take from " + donor + " what " + move.next() + " lacks";
    }

    @Override
    public String why() {
        return move.former() + " sent its last transactions to " + donor + " and not to " + move.next()
                + "; without them they would be lost, and " + donor + " could not follow";
    }

    @Override
    public List<Diagnostic> ready(Tier tier) {
        return List.of();
    }

    /** Behind the lease there is no more to fetch. */
    @Override
    public boolean done(Tier tier) {
        return tier.lease().equals(Optional.of(move.after()));
    }

    @Override
    public List<String> orders(Tier tier) {
        List<String> lines = new ArrayList<>();
        stop(tier).forEach(one -> lines.add("on " + donor + ": " + one));
        String position = tier.state(donor).map(s -> s.received().toString()).orElse("");
        follow(donor, "").forEach(one -> lines.add("on " + move.next() + ": " + one));
        lines.add("on " + move.next() + ": SELECT MASTER_GTID_WAIT('" + position + "', " + ROUND.toSeconds() + ")");
        return lines;
    }

    private List<Statement> stop(Tier tier) {
        return tier.state(donor)
                .filter(s -> s.replication().isPresent())
                .map(s -> Statements.stopReceiving(s.semiSync().replica()))
                .orElse(List.of());
    }

    private List<Statement> follow(String source, String password) {
        return Statements.follow(move.host(source).vpn(), Names.DATABASE_PORT, Names.REPLICATION_USER, password, false);
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public Optional<Diagnostic> act(Tier tier, Hands hands) {
        Optional<String> trouble = fetched(tier, hands);
        Optional<ServerState> now = Told.look(hands.writer(move.next()), move.container());
        if (now.isEmpty()) {
            return Optional.of(Diagnostic.error(
                    "database.silent",
                    "the server on " + move.next() + " does not answer now",
                    "see `resctl status`; then run the same command again"));
        }
        Loss loss =
                gate.loss(tier, now.get(), Candidates.missing(tier, now.get().received()));
        hands.note("position", now.get().stream().toString());
        hands.note("loss", loss.words());
        Optional<Diagnostic> refusal = gate.refusal(loss);
        if (trouble.isPresent() && refusal.isPresent()) {
            return Optional.of(gate.refusal(
                    donor + " has what " + move.next() + " lacks, and it could not be taken from there ("
                            + trouble.get() + "); " + loss.words(),
                    loss.transactions()));
        }
        hands.says(trouble.map(why -> "goes on without what " + donor + " has (" + why + ")")
                        .orElse(move.next() + " has what " + donor + " has, up to "
                                + now.get().stream().words())
                + "; " + loss.words());
        return refusal;
    }

    /** Why it could not be done; empty where it was. */
    private Optional<String> fetched(Tier tier, Hands hands) {
        Optional<String> password = move.password();
        if (password.isEmpty()) {
            return Optional.of("no host that answers has the replication password");
        }
        VainConnects.end(
                hands, donor, move.container(), move.host(move.former()).vpn());
        if (Told.sql(hands.writer(donor), move.container(), stop(tier), ROUND) instanceof Told.Not not) {
            return Optional.of(not.why().summary());
        }
        Optional<ServerState> state = applied(hands);
        if (state.isEmpty()) {
            return Optional.of(donor + " does not say that it has applied what it received");
        }
        List<Statement> all = new ArrayList<>(follow(donor, password.get()));
        GtidList position = state.get().position();
        all.addAll(Statements.await(position, ROUND));
        return switch (Told.sql(hands.writer(move.next()), move.container(), all, ROUND.plusSeconds(10))) {
            case Told.Done done when done.answer().text("reached").equals("0") -> Optional.empty();
            case Told.Done _ ->
                Optional.of(move.next() + " had not reached " + position + " after " + ROUND.toSeconds() + " s: "
                        + replicationError(hands));
            case Told.Not not -> Optional.of(not.why().summary());
        };
    }

    /** Others get from its log only what it has applied. */
    private Optional<ServerState> applied(Hands hands) {
        Optional<ServerState> state = Told.look(hands.writer(donor), move.container());
        GtidList stream = state.map(ServerState::stream).orElse(GtidList.NONE);
        if (state.map(ServerState::unapplied).orElse(0L) > 0 && !stream.isEmpty()) {
            Told.sql(hands.writer(donor), move.container(), Statements.await(stream, ROUND), ROUND.plusSeconds(2));
            state = Told.look(hands.writer(donor), move.container());
        }
        return state.filter(s -> s.unapplied() == 0);
    }

    private String replicationError(Hands hands) {
        return Told.look(hands.writer(move.next()), move.container())
                .flatMap(ServerState::replication)
                .map(r -> r.applyError().isEmpty() ? r.receiveError() : r.applyError())
                .orElse("");
    }

    /** Both hear from the old primary again, should it come back. */
    @Override
    public Optional<Diagnostic> undo(Tier tier, Hands hands) {
        Optional<ServerState> next = Told.look(hands.writer(move.next()), move.container());
        String address = move.host(donor).vpn();
        List<Told> told = new ArrayList<>();
        if (next.flatMap(ServerState::replication)
                .map(Replication::source)
                .filter(address::equals)
                .isPresent()) {
            told.add(Told.sql(
                    hands.writer(move.next()),
                    move.container(),
                    follow(move.former(), move.password().orElse("")),
                    Duration.ofSeconds(10)));
        }
        if (!stop(tier).isEmpty()) {
            told.add(Told.sql(
                    hands.writer(donor),
                    move.container(),
                    List.of(Statement.of("START SLAVE IO_THREAD")),
                    Duration.ofSeconds(10)));
        }
        return told.stream()
                .flatMap(one -> one instanceof Told.Not not
                        ? Optional.of(not.why()).stream()
                        : Optional.<Diagnostic>empty().stream())
                .findFirst();
    }
}
