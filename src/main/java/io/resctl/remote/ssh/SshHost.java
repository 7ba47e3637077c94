package io.resctl.remote.ssh;

import io.resctl.host.Engine;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** A host, reached when it is first asked. */
final class SshHost implements Writer {
    /** Finds the way to the host: where to log in, and the connection to there. */
    interface Way {
        Connection connection() throws Failure, InterruptedException;
    }

    private final String host;
    private final Way way;
    private final Engine engine;

    SshHost(String host, Way way, EngineFactory engines) {
        this.host = host;
        this.way = way;
        this.engine = engines.over(host, this::dial);
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public Reply ask(Script question, Duration timeout) {
        return run(question, timeout, line -> {});
    }

    @Override
    public Reply tell(Script order, Duration timeout, Consumer<String> progress) {
        return run(order, timeout, progress);
    }

    @Override
    public Engine engine() {
        return engine;
    }

    /** The time-out is the script's; connecting has bounds of its own. */
    private Reply run(Script script, Duration timeout, Consumer<String> progress) {
        try {
            return withConnection(connection -> new Exchange(connection, script, timeout, progress).run());
        } catch (Failure e) {
            return new Reply.Unreachable(e.diagnostic());
        }
    }

    private Duplex dial() throws Failure {
        return withConnection(connection -> {
            try {
                return Channel.open(connection, "docker system dial-stdio");
            } catch (Failure | Connection.Gone e) {
                throw e;
            } catch (IOException e) {
                connection.lost();
                throw Causes.lost(connection.destination(), e);
            }
        });
    }

    private interface Use<T> {
        T of(Connection connection) throws Failure, Connection.Gone, InterruptedException;
    }

    /** A connection that broke while nobody used it is replaced once, since nothing was begun on it. */
    private <T> T withConnection(Use<T> use) throws Failure {
        try {
            Connection first = way.connection();
            try {
                return use.of(first);
            } catch (Connection.Gone e) {
                first.lost();
            }
            Connection second = way.connection();
            try {
                return use.of(second);
            } catch (Connection.Gone e) {
                second.lost();
                throw Causes.lost(second.destination(), e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Causes.interrupted(host);
        }
    }
}
