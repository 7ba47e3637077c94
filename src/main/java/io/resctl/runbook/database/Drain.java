package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
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
 * The next primary hears no more of the old one, and applies all that it has received. Its applying thread goes on all the while: were both stopped, the next
 * start of either would throw the relay log away.
 */
final class Drain implements Step<Tier> {
    private static final Duration WAIT = Duration.ofMinutes(10);
    private static final Duration ROUND = Duration.ofSeconds(5);

    private final Move move;
    private final LossGate gate;
    private final Optional<String> donor;

    /**
     * Does nothing yet.
     *
     * @param donor another replica, from which it is fetched next what that one has more
     */
    Drain(Move move, LossGate gate, Optional<String> donor) {
        this.move = move;
        this.gate = gate;
        this.donor = donor;
    }

    @Override
    public String id() {
        return "drain";
    }

    @Override
    public String title() {
        return "apply all that " + move.next() + " has received";
    }

    @Override
    public String why() {
        return "what stands in its relay log was acknowledged to somebody; a restart or a reset before would throw it away";
    }

    @Override
    public List<Diagnostic> ready(Tier tier) {
        List<Diagnostic> reasons = new ArrayList<>(Candidates.unfit(tier, move.next()));
        tier.state(move.next())
                .filter(s -> s.unapplied() == 0)
                .flatMap(s -> gate.refusal(loss(tier, s)))
                .ifPresent(reasons::add);
        reasons.addAll(gate.unknown(tier));
        return reasons;
    }

    @Override
    public boolean done(Tier tier) {
        return tier.state(move.next())
                .map(s -> s.replication().isEmpty() && tier.lease().equals(Optional.of(move.after())))
                .orElse(false);
    }

    @Override
    public List<String> orders(Tier tier) {
        List<Statement> all = new ArrayList<>(stop(tier));
        String received =
                tier.state(move.next()).map(s -> s.stream().toString()).orElse("");
        all.add(Statement.of("SELECT MASTER_GTID_WAIT('" + received + "', " + ROUND.toSeconds() + ")"));
        List<String> lines =
                new ArrayList<>(all.stream().map(Statement::toString).toList());
        tier.state(move.next()).ifPresent(s -> lines.add("-- " + loss(tier, s).words()));
        return lines;
    }

    /** One that follows nobody, as after a rescue, hears of nobody. */
    private List<Statement> stop(Tier tier) {
        return tier.state(move.next())
                .filter(s -> s.replication().isPresent())
                .map(s -> Statements.stopReceiving(s.semiSync().replica()))
                .orElse(List.of());
    }

    @Override
    public Duration patience() {
        return WAIT;
    }

    @Override
    public Optional<Diagnostic> act(Tier tier, Hands hands) {
        List<Statement> all = new ArrayList<>(stop(tier));
        all.addAll(Statements.look());
        // At the same time: the stop waits for what this ends.
        Thread.ofVirtual()
                .start(() -> VainConnects.end(
                        hands,
                        move.next(),
                        move.container(),
                        move.host(move.former()).vpn()));
        Told told = Told.quick(hands.writer(move.next()), move.standing(), all, Duration.ofSeconds(10));
        if (told instanceof Told.Not not) {
            return Optional.of(not.why());
        }
        Optional<ServerState> state = ServerState.of(((Told.Done) told).answer());
        while (state.map(s -> s.unapplied() > 0).orElse(true)) {
            Optional<Diagnostic> stuck = state.flatMap(this::stuck);
            if (stuck.isPresent() || hands.deadline().over()) {
                return stuck.or(() -> Optional.of(slow()));
            }
            state.ifPresent(s -> hands.says(s.unapplied() + " transactions are left to be applied"));
            GtidList stream = state.map(ServerState::stream).orElse(GtidList.NONE);
            if (!stream.isEmpty()) {
                Told.quick(
                        hands.writer(move.next()),
                        move.standing(),
                        Statements.await(stream, ROUND),
                        ROUND.plusSeconds(2));
            }
            state = Told.look(hands.writer(move.next()), move.container());
        }
        ServerState now = state.orElseThrow();
        Loss loss = loss(tier, now);
        hands.note("position", now.stream().toString());
        hands.note("loss", loss.words());
        hands.says("all is applied, up to " + now.stream().words() + "; " + loss.words());
        return gate.refusal(loss);
    }

    private Loss loss(Tier tier, ServerState now) {
        return gate.loss(tier, now, Candidates.missing(tier, move.next(), donor), donor);
    }

    private Optional<Diagnostic> stuck(ServerState s) {
        return s.replication().map(Replication::applies).orElse(true)
                ? Optional.empty()
                : Optional.of(
                        Diagnostic.error(
                                "failover.not-applying",
                                move.next() + " stopped applying with " + s.unapplied() + " transactions left: "
                                        + s.replication()
                                                .map(Replication::applyError)
                                                .orElse(""),
                                "mend what it says (START SLAVE SQL_THREAD only while its IO thread is not stopped), then run it again; restart nothing"));
    }

    private Diagnostic slow() {
        return Diagnostic.error(
                "failover.slow",
                move.next() + " has not applied all that it received within " + WAIT.toMinutes() + " minutes",
                "it goes on applying: run the same command again");
    }

    /** It may hear again. With its applying thread stopped too, a start would throw away what it has. */
    @Override
    public Optional<Diagnostic> undo(Tier tier, Hands hands) {
        Optional<ServerState> now = Told.look(hands.writer(move.next()), move.container());
        Optional<Replication> replication = now.flatMap(ServerState::replication);
        if (now.isPresent() && replication.isEmpty()) {
            return Optional.empty();
        }
        if (replication.isPresent() && !replication.get().applies()) {
            return Optional.of(Diagnostic.error(
                    "failover.left-stopped",
                    move.next() + " applies nothing, so it is not told to receive again",
                    "mend what it says first: " + replication.get().applyError()));
        }
        Told told = Told.sql(
                hands.writer(move.next()),
                move.container(),
                List.of(Statement.of("START SLAVE IO_THREAD")),
                Duration.ofSeconds(10));
        return told instanceof Told.Not not ? Optional.of(not.why()) : Optional.empty();
    }
}
