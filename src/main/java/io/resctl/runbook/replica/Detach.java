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

    private static final Duration PATIENCE = Duration.ofSeconds(30);

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
        Optional<ServerState> own = Told.look(hands.writer(host), names.container("db"));
        if (own.isEmpty()) {
            return Optional.of(Diagnostic.error(
                    "rescue.silent", "the server on " + host + " does not answer now", "run it again"));
        }
        Told told = Told.sql(
                hands.writer(host),
                names.container("db"),
                Statements.detach(own.get().position().toString()),
                Duration.ofSeconds(20));
        return told instanceof Told.Not not ? Optional.of(not.why()) : Optional.empty();
    }
}
