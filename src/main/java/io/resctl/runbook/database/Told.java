package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Reader;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import io.resctl.journal.SiteLock;
import io.resctl.sql.Answer;
import io.resctl.sql.Client;
import io.resctl.sql.ServerState;
import io.resctl.sql.Standing;
import io.resctl.sql.Statement;
import io.resctl.sql.Statements;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What came of telling a host something. */
public sealed interface Told {
    record Done(Answer answer) implements Told {}

    /**
     * It was not done, or nobody knows.
     *
     * @param said what the host said against it; empty where it did not answer
     */
    record Not(String said, Diagnostic why) implements Told {}

    /** Code: nothing was begun, since the lock is another run's. */
    String LOST = "lock.lost";

    /** Whether it was not begun, since the lock is another run's. */
    default boolean lockLost() {
        return this instanceof Not not && not.why().code().equals(LOST);
    }

    /** Statements, in one session of a server's administrator. */
    static Told sql(Writer host, String container, List<Statement> statements, Duration patience) {
        return of(
                host.host(),
                host.tell(Client.run(container, statements, patience), patience.plusSeconds(3), line -> {}));
    }

    /** The same in a session that stands already, where there is one. */
    static Told quick(Writer host, Standing standing, List<Statement> statements, Duration patience) {
        return shell(host, standing.run(statements, patience), patience.plusSeconds(3));
    }

    static Told shell(Writer host, Script script, Duration patience) {
        return of(host.host(), host.tell(script, patience, line -> {}));
    }

    /** How a server stands now; empty where it does not answer. */
    static Optional<ServerState> look(Reader host, String container) {
        Duration patience = Duration.ofSeconds(5);
        return host.ask(Client.run(container, Statements.look(), patience), patience.plusSeconds(3))
                        instanceof Reply.Answer answer
                ? ServerState.parse(answer.out())
                : Optional.empty();
    }

    private static Told of(String host, Reply reply) {
        return switch (reply) {
            case Reply.Answer a when a.ok() -> new Done(Answer.parse(a.out()));
            case Reply.Answer a when a.exit() == SiteLock.LOST -> new Not(last(a.err()), lost(host));
            case Reply.Answer a -> {
                String said = last(a.err());
                yield new Not(
                        said,
                        Diagnostic.error(
                                "database.refused",
                                host + ": " + (said.isEmpty() ? "the order ended with status " + a.exit() : said),
                                "see `resctl status`"));
            }
            case Reply.Unreachable no -> new Not("", no.why());
            case Reply.TimedOut late ->
                new Not(
                        "",
                        Diagnostic.error(
                                "database.slow",
                                host + " did not do it within " + late.after().toSeconds() + " s",
                                "see what keeps it busy, and `resctl status`"));
        };
    }

    private static Diagnostic lost(String host) {
        return Diagnostic.error(
                LOST,
                "another run took the site's lock on " + host
                        + " while this one gave no sign of life, and may have changed what this one found",
                "see what it did: `resctl status`; when it has ended, run the same command again");
    }

    private static String last(String err) {
        return err.strip()
                .lines()
                .filter(line -> line.startsWith("ERROR") || !line.startsWith("-"))
                .reduce("", (a, b) -> b)
                .strip();
    }
}
