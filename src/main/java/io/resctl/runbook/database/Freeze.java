package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Script;
import io.resctl.runbook.Hands;
import io.resctl.runbook.Step;
import io.resctl.sql.Answer;
import io.resctl.sql.GtidList;
import io.resctl.sql.ServerState;
import io.resctl.sql.Statement;
import io.resctl.sql.Statements;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes stop on the former primary, and its last position is known. */
final class Freeze implements Step<Tier> {
    /** While this is waited for, writes wait too. */
    private static final Duration LOCK = Duration.ofSeconds(1);

    private static final Duration SESSION = Duration.ofSeconds(6);

    private static final Duration UNDO = Duration.ofSeconds(10);

    private final Move move;

    Freeze(Move move) {
        this.move = move;
    }

    @Override
    public String id() {
        return "freeze";
    }

    @Override
    public String title() {
        return "stop writes on " + move.former();
    }

    @Override
    public String why() {
        return "what is committed now is all that " + move.next()
                + " must have; a commit that is under way fails, and its client knows";
    }

    @Override
    public List<Diagnostic> ready(Tier tier) {
        return Readiness.former(tier, move);
    }

    @Override
    public boolean done(Tier tier) {
        return tier.writable().stream().allMatch(h -> h.equals(move.next()));
    }

    @Override
    public List<String> orders(Tier tier) {
        return Statements.freeze(LOCK, move.events()).stream()
                .map(Statement::toString)
                .toList();
    }

    @Override
    public Duration patience() {
        return SESSION.plusSeconds(4);
    }

    @Override
    public Optional<Diagnostic> act(Tier tier, Hands hands) {
        Told told = Told.quick(
                hands.writer(move.former()), move.standing(), Statements.freeze(LOCK, move.events()), SESSION);
        return switch (told) {
            case Told.Done done -> frozen(done.answer(), hands);
            case Told.Not not -> Optional.of(not.said().contains("max_statement_time") ? locked() : not.why());
        };
    }

    private Optional<Diagnostic> frozen(Answer answer, Hands hands) {
        GtidList position =
                answer.gtids("binlog_pos").plus(answer.gtids("slave_pos")).position();
        if (!answer.on("read_only")) {
            return Optional.of(Diagnostic.error(
                    "switchover.not-closed",
                    move.former() + " was told to be read-only and says that it is not",
                    "see who opens it: SHOW PROCESSLIST on " + move.former()));
        }
        List<String> failed = answer.all(Statements.EVENT_FAILED);
        if (!failed.isEmpty()) {
            return Optional.of(Diagnostic.error(
                    "switchover.event",
                    "an event of " + move.former() + " could not be stopped there, so it would run on both servers: "
                            + String.join("; ", failed),
                    "mend or drop it on " + move.former() + ", then run it again"));
        }
        hands.note("position", position.toString());
        // Seen from here: when the reply came, less what the session took after the lock.
        hands.note(
                Gap.CLOSED,
                hands.now().minus(Gap.between(answer, "frozen", "ended")).toString());
        List<String> killed = answer.all("killed");
        if (!killed.isEmpty()) {
            hands.note("killed", String.join(", ", killed));
            hands.says("ended the sessions of " + String.join(", ", killed) + ", who may write to a read-only server");
        }
        hands.says("closed at " + position.words());
        return Optional.empty();
    }

    private Diagnostic locked() {
        return Diagnostic.error(
                "switchover.locked",
                "somebody holds a lock on tables of " + move.former()
                        + " (LOCK TABLES, a backup, or a write that runs), and did" + " not give it back within "
                        + LOCK.toMillis() + " ms",
                "see who: SHOW FULL PROCESSLIST on " + move.former() + "; end that session or wait, then run it again");
    }

    @Override
    public Optional<Diagnostic> undo(Tier tier, Hands hands) {
        Script order = move.standing().run(Statements.thaw(move.events()), UNDO);
        Told told = Told.shell(hands.writer(move.former()), hands.locked(move.former(), order), UNDO.plusSeconds(3));
        return switch (told) {
            case Told.Done done -> thawed(done.answer());
            // Who has the lock may have given the right to another by now: opened here, there would be two.
            case Told.Not not
            when told.lockLost() ->
                Optional.of(Diagnostic.error(
                        "switchover.left-closed",
                        move.former() + " was left as it is now, perhaps read-only: "
                                + not.why().summary(),
                        "when that run has ended: `resctl apply`, and `resctl doctor` for what is left to do"));
            case Told.Not not ->
                Told.look(hands.writer(move.former()), move.container())
                                .map(ServerState::writable)
                                .orElse(false)
                        ? Optional.of(eventsOff(not.why().summary()))
                        : Optional.of(leftClosed(not.why().summary()));
        };
    }

    /** What the server says of itself counts, whatever became of the events. */
    private Optional<Diagnostic> thawed(Answer answer) {
        if (!answer.has("read_only") || answer.on("read_only")) {
            return Optional.of(leftClosed("it was told to take writes and says that it does not"));
        }
        List<String> failed = answer.all(Statements.EVENT_FAILED);
        return failed.isEmpty() ? Optional.empty() : Optional.of(eventsOff(String.join("; ", failed)));
    }

    private Diagnostic eventsOff(String why) {
        return Diagnostic.error(
                "switchover.events-off",
                move.former() + " takes writes again, and its events may not run: " + why,
                "`resctl doctor` names those that are off and what enables them");
    }

    private Diagnostic leftClosed(String why) {
        return Diagnostic.error(
                "switchover.left-closed",
                move.former() + " may have been left read-only, and nobody else takes writes: " + why,
                "go on with the same command and --resume; or take it back: on " + move.former()
                        + ", docker exec -u mysql " + move.container()
                        + " mariadb -u mysql -e 'SET GLOBAL read_only=0', then `resctl doctor` names the events that are off");
    }
}
