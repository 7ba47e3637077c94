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
            return new Exchange(way.connection(), script, timeout, progress).run();
        } catch (Failure e) {
            return new Reply.Unreachable(e.diagnostic());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Unreachable(Causes.interrupted(host).diagnostic());
        }
    }

    private Duplex dial() throws Failure {
        try {
            Connection connection = way.connection();
            Destination destination = connection.destination();
            try {
                return Channel.open(
                        connection,
                        destination.root() ? "docker system dial-stdio" : "sudo -n docker system dial-stdio");
            } catch (IOException e) {
                throw Causes.lost(destination, e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Causes.interrupted(host);
        }
    }
}
