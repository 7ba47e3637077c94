package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Script;
import io.resctl.model.Names;
import io.resctl.runbook.Hands;
import io.resctl.runbook.Step;
import io.resctl.sql.Client;
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
    private static final Duration PATIENCE = Duration.ofMinutes(10);
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
        lines.add("on " + move.next() + ": -- until it has applied " + position);
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

    /** Behind this comes the lease: nothing that was fetched may be left to be applied. */
    @Override
    public Optional<Diagnostic> act(Tier tier, Hands hands) {
        Optional<Trouble> trouble = fetched(tier, hands);
        Optional<ServerState> now = Told.look(hands.writer(move.next()), move.container());
        if (now.isEmpty() || now.get().unapplied() > 0) {
            return Optional.of(Diagnostic.error(
                    "failover.fetch",
                    now.isEmpty()
                            ? "the server on " + move.next() + " does not answer now"
                            : move.next() + " has not applied " + now.get().unapplied()
                                    + " of the transactions that it took from " + donor
                                    + trouble.map(t -> ": " + t.why()).orElse(""),
                    "see `resctl status`; then run the same command again"));
        }
        Loss loss =
                gate.loss(tier, now.get(), Candidates.missing(tier, now.get().position()), Optional.empty());
        hands.note("position", now.get().stream().toString());
        hands.note("loss", loss.words());
        Optional<Diagnostic> refusal = gate.refusal(loss);
        if (trouble.isPresent() && refusal.isPresent()) {
            return Optional.of(refused(trouble.get(), loss));
        }
        hands.says(trouble.map(t -> "goes on without what " + donor + " has (" + t.why() + ")")
                        .orElse(move.next() + " has what " + donor + " has, up to "
                                + now.get().stream().words())
                + "; " + loss.words());
        return refusal;
    }

    private Diagnostic refused(Trouble trouble, Loss loss) {
        String what = donor + " has what " + move.next() + " lacks, and it could not be taken from there ("
                + trouble.why() + "); " + loss.words();
        return trouble.passes()
                ? Diagnostic.error(LossGate.TOO_MUCH, what, "nothing of it is lost: run the same command again")
                : gate.refusal(what, loss.transactions());
    }

    /**
     * Why it could not be done.
     *
     * @param passes the same command may succeed later
     */
    private record Trouble(String why, boolean passes) {}

    private Optional<Trouble> fetched(Tier tier, Hands hands) {
        Optional<String> password = move.password();
        if (password.isEmpty()) {
            return Optional.of(new Trouble("no host that answers has the replication password", true));
        }
        VainConnects.end(
                hands, donor, move.container(), move.host(move.former()).vpn());
        return told(hands, donor, stop(tier))
                .or(() -> applies(hands, donor, GtidList.NONE))
                .or(() -> {
                    Optional<ServerState> state = Told.look(hands.writer(donor), move.container());
                    if (state.isEmpty()) {
                        return Optional.of(new Trouble("the server on " + donor + " does not answer now", true));
                    }
                    return told(hands, move.next(), closed(follow(donor, password.get())))
                            .or(() -> applies(hands, move.next(), state.get().position()));
                });
    }

    /** Whoever runs this may have slept, and the server have become the primary by another run. */
    private static List<Statement> closed(List<Statement> orders) {
        List<Statement> all = new ArrayList<>(List.of(Statements.onlyClosed()));
        all.addAll(orders);
        return all;
    }

    private Optional<Trouble> told(Hands hands, String host, List<Statement> statements) {
        Script order = hands.locked(host, Client.run(move.container(), statements, ROUND));
        return Told.shell(hands.writer(host), order, ROUND.plusSeconds(3)) instanceof Told.Not not
                ? Optional.of(new Trouble(not.why().summary(), true))
                : Optional.empty();
    }

    /** Waits until a server has applied what it received, and all up to a position. Others get from its log only what it has applied. */
    private Optional<Trouble> applies(Hands hands, String host, GtidList position) {
        String said = "it does not answer";
        while (!hands.deadline().over()) {
            Optional<ServerState> state = Told.look(hands.writer(host), move.container());
            if (state.isPresent()) {
                ServerState s = state.get();
                long left = s.unapplied() + s.position().lacks(position);
                if (left == 0) {
                    return Optional.empty();
                }
                Optional<String> error = s.replication().flatMap(r -> ended(r, !position.isEmpty()));
                if (error.isPresent()) {
                    return Optional.of(new Trouble(host + ": " + error.get(), false));
                }
                said = left + " transactions are left for it to apply";
                hands.says(host + ": " + said);
            }
            Waiting.pause(Duration.ofMillis(200));
        }
        return Optional.of(new Trouble(host + ": " + said, true));
    }

    /** A thread that ended with an error is not started again by itself. */
    private static Optional<String> ended(Replication r, boolean receives) {
        if (!r.applies() && !r.applyError().isEmpty()) {
            return Optional.of(r.applyError());
        }
        return receives && r.receivingEnded() && !r.receiveError().isEmpty()
                ? Optional.of(r.receiveError())
                : Optional.empty();
    }

    /** Both hear from the old primary again, should it come back. One that applies nothing would throw away what it received. */
    @Override
    public Optional<Diagnostic> undo(Tier tier, Hands hands) {
        Optional<ServerState> next = Told.look(hands.writer(move.next()), move.container());
        String address = move.host(donor).vpn();
        List<Optional<Diagnostic>> all = new ArrayList<>();
        if (next.filter(s -> !s.writable())
                .flatMap(ServerState::replication)
                .filter(r -> r.source().equals(address))
                .isPresent()) {
            all.add(
                    next.get().unapplied() > 0
                            ? Optional.of(leftStopped(move.next()))
                            : undone(
                                    hands,
                                    move.next(),
                                    closed(follow(move.former(), move.password().orElse("")))));
        }
        if (!stop(tier).isEmpty()) {
            boolean applies = Told.look(hands.writer(donor), move.container())
                    .flatMap(ServerState::replication)
                    .map(Replication::applies)
                    .orElse(false);
            all.add(
                    applies
                            ? undone(hands, donor, List.of(Statement.of("START SLAVE IO_THREAD")))
                            : Optional.of(leftStopped(donor)));
        }
        return all.stream().flatMap(Optional::stream).findFirst();
    }

    private Optional<Diagnostic> undone(Hands hands, String host, List<Statement> statements) {
        return Told.sql(hands.writer(host), move.container(), statements, Duration.ofSeconds(10))
                        instanceof Told.Not not
                ? Optional.of(not.why())
                : Optional.empty();
    }

    private static Diagnostic leftStopped(String host) {
        return Diagnostic.error(
                "failover.left-stopped",
                host + " has received what it has not applied, so it is not told to receive again",
                "mend what it says first: `resctl status`; restart nothing");
    }
}
