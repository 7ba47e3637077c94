package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Script;
import io.resctl.runbook.Hands;
import io.resctl.runbook.Step;
import io.resctl.sql.Client;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The old primary takes no writes any more, where its host can be reached. Its lease came first: when it starts again, it stays closed. */
final class Fence implements Step<Tier> {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Script CLOSE = Script.of(Client.SHELL + """
            patience=3
            if printf 'SET STATEMENT max_statement_time=2 FOR SET GLOBAL read_only=1; SELECT 1;' | sql >/dev/null 2>&1; then echo 'fenced: closed'; exit 0; fi
            timeout 8 docker kill "$container" >/dev/null 2>&1 || true
            case $(timeout 4 docker container inspect -f '{{.State.Running}} {{.State.StartedAt}}' "$container" 2>&1) in
            false* | *'o such '*) echo 'fenced: ended' ;;
            true*)
                # It was started again meanwhile, and starts read-only.
                if printf 'SELECT IF(@@global.read_only, 1, (SELECT 1 UNION SELECT 2));' | sql >/dev/null 2>&1; then echo 'fenced: ended'; exit 0; fi
                echo "its server can neither be closed nor ended" >&2
                exit 1
                ;;
            *) echo "its Docker engine does not answer" >&2; exit 1 ;;
            esac
            """);

    private final Move move;
    private final boolean declaredDead;

    Fence(Move move, boolean declaredDead) {
        this.move = move;
        this.declaredDead = declaredDead;
    }

    @Override
    public String id() {
        return "fence";
    }

    @Override
    public String title() {
        return "make sure that " + move.former() + " takes no writes";
    }

    @Override
    public String why() {
        return "a server that hangs may wake up; where its host does not answer, its guard closes it by the lease of the others when it returns";
    }

    @Override
    public List<Diagnostic> ready(Tier tier) {
        return List.of();
    }

    @Override
    public boolean done(Tier tier) {
        return tier.state(move.former()).map(s -> !s.writable()).orElse(false);
    }

    @Override
    public List<String> orders(Tier tier) {
        return tier.reached().contains(move.former())
                ? List.of(
                        "on " + move.former() + ": SET GLOBAL read_only=1, or where it does not answer:",
                        "    docker kill " + move.container())
                : List.of("-- nothing: the host " + move.former() + " does not answer");
    }

    @Override
    public Duration patience() {
        return PATIENCE.plusSeconds(5);
    }

    @Override
    public Optional<Diagnostic> act(Tier tier, Hands hands) {
        if (!tier.reached().contains(move.former())) {
            hands.says("the host " + move.former() + " does not answer; there is nothing to be closed from here");
            return Optional.empty();
        }
        Told told = Told.shell(hands.writer(move.former()), CLOSE.with("container", move.container()), PATIENCE);
        return switch (told) {
            case Told.Done done -> {
                hands.says(done.answer().text("fenced").equals("closed") ? "it is read-only" : "its server was ended");
                yield Optional.empty();
            }
            case Told.Not not
            when declaredDead -> {
                hands.says("could not be seen to: " + not.why().summary());
                yield Optional.empty();
            }
            case Told.Not not ->
                Optional.of(Diagnostic.error(
                        "failover.not-fenced",
                        "the server on " + move.former() + " may still take writes: "
                                + not.why().summary() + ". So " + move.next()
                                + " was not opened, and no server that answers takes writes",
                        "power that host off, then: the same command with --resume --primary-is-dead "
                                + move.former()));
        };
    }
}
