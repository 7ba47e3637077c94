package io.resctl.runbook.replica;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Names;
import io.resctl.runbook.Hands;
import io.resctl.runbook.Step;
import io.resctl.runbook.database.Tier;
import io.resctl.runbook.database.Told;
import io.resctl.sql.ServerState;
import io.resctl.sql.Statement;
import io.resctl.sql.Statements;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All of the relay logs is applied: what was applied counts as its position, and it forgets whom it followed. So everybody sees that nothing waits there any
 * more, and no start of its threads asks for the same again.
 */
final class Detach implements Step<Tier> {
    static final String ID = "detach";
    static final String DETACHED = "detached";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Names names;
    private final String host;

    Detach(Names names, String host) {
        this.names = names;
        this.host = host;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "let " + host + " forget whom it followed";
    }

    @Override
    public String why() {
        return "its relay logs are empty of what it lacks; it can be made the primary, or follow one again";
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
        return Statements.detach("POSITION").stream().map(Statement::toString).toList();
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public Optional<Diagnostic> act(Tier tier, Hands hands) {
        if (!Replay.idle(tier, host) && hands.noted(Replay.COUNT).equals(Optional.of("0"))) {
            hands.says("nothing was rescued, and its threads run: it goes on following");
            return Optional.empty();
        }
        Told stopped = sql(hands, List.of(Statement.of("STOP ALL SLAVES")), Duration.ofMinutes(1));
        if (stopped instanceof Told.Not not) {
            return Optional.of(not.why());
        }
        Optional<ServerState> own = Told.look(hands.writer(host), names.container("db"));
        if (own.isEmpty()) {
            return Optional.of(Diagnostic.error(
                    "rescue.silent", "the server on " + host + " does not answer now", "run it again"));
        }
        // Its guard starts the threads when the source comes back for a moment.
        if (own.get().unapplied() > 0) {
            return Optional.of(Diagnostic.error(
                    "rescue.more",
                    host + " received " + own.get().unapplied()
                            + " transactions more meanwhile: its source was back for a moment",
                    "run the same command again: it applies these, too"));
        }
        Told told = sql(hands, Statements.detach(own.get().position().toString()), Duration.ofSeconds(20));
        if (told instanceof Told.Not not) {
            return Optional.of(not.why());
        }
        hands.note(DETACHED, "yes");
        return Optional.empty();
    }

    private Told sql(Hands hands, List<Statement> statements, Duration patience) {
        return Told.sql(hands.writer(host), names.container("db"), statements, patience);
    }
}
