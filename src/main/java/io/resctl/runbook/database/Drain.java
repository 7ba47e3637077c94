package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.model.SemiSync;
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
import java.util.OptionalLong;

/**
 * The next primary hears no more of the old one, and applies all that it has received. Its applying thread goes on all the while: were both stopped, the next
 * start of either would throw the relay log away.
 */
final class Drain implements Step<Tier> {
    /** Code of the refusal to lose more than is allowed. */
    static final String TOO_MUCH = "failover.loss";

    /** Code of the refusal to go on without a server that may have more than all others. */
    static final String UNHEARD = "failover.unheard";

    private static final Duration WAIT = Duration.ofMinutes(10);
    private static final Duration ROUND = Duration.ofSeconds(5);

    private final Move move;
    private final OptionalLong accepted;

    Drain(Move move, OptionalLong accepted) {
        this.move = move;
        this.accepted = accepted;
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
                .flatMap(s -> gate(loss(tier, s)))
                .ifPresent(reasons::add);
        if (accepted.orElse(0) < 1) {
            unheard(tier).forEach(silent -> reasons.add(unheard(silent)));
            tier.up().flatMap(s -> Candidates.forgot(tier, s.host()).stream()).forEach(reasons::add);
        }
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
        VainConnects.end(
                hands, move.next(), move.container(), move.host(move.former()).vpn());
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
        return gate(loss);
    }

    private Loss loss(Tier tier, ServerState now) {
        return Loss.of(
                tier,
                now,
                move.host(move.former()).serverId(),
                move.former(),
                Candidates.missing(tier, move.next()),
                unheard(tier).stream().map(Server.Silent::host).toList(),
                now.clock());
    }

    private Optional<Diagnostic> gate(Loss loss) {
        boolean known = loss.transactions() > accepted.orElse(0);
        boolean late = accepted.isEmpty()
                && move.site().objectives().rpo().map(loss::over).orElse(false);
        return known || late
                ? Optional.of(Diagnostic.error(
                        TOO_MUCH,
                        "more would be lost than is allowed: " + loss.words()
                                + move.site()
                                        .objectives()
                                        .rpo()
                                        .map(rpo -> "; the objective is " + rpo.toSeconds() + " s")
                                        .orElse(""),
                        "if the old primary cannot be had back, take it: --accept-loss "
                                + Math.max(1, loss.transactions())))
                : Optional.empty();
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
