package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Script;
import io.resctl.runbook.Hands;
import io.resctl.runbook.Step;
import io.resctl.sql.Statement;
import io.resctl.sql.Statements;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The next primary takes writes. */
final class Open implements Step<Tier> {
    private static final String LEFT_OFF =
            "it takes writes, and events may not run there (`resctl doctor` names them): ";
    private static final Duration SESSION = Duration.ofSeconds(15);

    /** Whoever runs this may have slept behind the lease, and another have moved the right since. */
    private static final Script NO_LATER = Script.of(WriteLease.NO_LATER);

    private final Move move;

    Open(Move move) {
        this.move = move;
    }

    @Override
    public String id() {
        return "open";
    }

    @Override
    public String title() {
        return "open " + move.next() + " for writes";
    }

    @Override
    public String why() {
        return "it forgets whom it followed, waits for the word of a replica where that is asked for, and runs the events";
    }

    @Override
    public List<Diagnostic> ready(Tier tier) {
        return List.of();
    }

    @Override
    public boolean done(Tier tier) {
        return tier.state(move.next()).map(s -> s.writable()).orElse(false);
    }

    @Override
    public List<String> orders(Tier tier) {
        return statements(tier, Optional.empty()).stream()
                .map(Statement::toString)
                .toList();
    }

    private List<Statement> statements(Tier tier, Optional<String> position) {
        return Statements.open(move.target(tier, position), move.semiSync(), move.events());
    }

    @Override
    public Duration patience() {
        return SESSION.plusSeconds(4);
    }

    @Override
    public Optional<Diagnostic> act(Tier tier, Hands hands) {
        List<Statement> statements = statements(tier, hands.noted("position"));
        Script order = NO_LATER.with("path", move.names().lease())
                .with("epoch", Long.toString(move.after().epoch()))
                .then(move.standing().run(statements, SESSION));
        Told told = Told.shell(hands.writer(move.next()), hands.locked(move.next(), order), SESSION.plusSeconds(3));
        return switch (told) {
            case Told.Done done
            when !done.answer().on("read_only") && done.answer().has("read_only") -> {
                hands.note(
                        Gap.OPENED,
                        hands.now()
                                .minus(Gap.between(done.answer(), "opened", "ended"))
                                .toString());
                List<String> failed = done.answer().all(Statements.EVENT_FAILED);
                if (!failed.isEmpty()) {
                    hands.says(LEFT_OFF + String.join("; ", failed));
                }
                yield Optional.empty();
            }
            case Told.Done _ -> Optional.of(stays("it was told to take writes and says that it does not"));
            case Told.Not not
            when !not.lockLost() && !not.said().startsWith(WriteLease.LATER) && open(hands) -> {
                hands.note(Gap.OPENED, hands.now().toString());
                hands.says(LEFT_OFF + not.why().summary());
                yield Optional.empty();
            }
            case Told.Not not -> Optional.of(stays(not.why().summary()));
        };
    }

    /** What it says of itself counts, however the session ended. */
    private boolean open(Hands hands) {
        return Told.look(hands.writer(move.next()), move.container())
                .map(s -> s.writable() && s.replication().isEmpty())
                .orElse(false);
    }

    private Diagnostic stays(String why) {
        return Diagnostic.error(
                "switchover.not-open",
                "no server takes writes now: the lease makes " + move.next() + " the primary, and it is not open: "
                        + why,
                "as soon as it answers, run the same command with --resume");
    }
}
