package io.resctl.sql;

import io.resctl.host.Script;
import io.resctl.render.Templates;
import java.time.Duration;
import java.util.List;

/**
 * The way to a server: as its administrator, by the socket inside the container, as user {@code mysql}. Statements go by standard input, never as
 * arguments.
 */
public final class Client {
    private Client() {}

    /**
     * Shell text: {@code sql [OPTION…]} runs statements from standard input on the server in {@code $container}. Process 1 must be the server itself: while
     * the image makes its data, another one answers at the same socket.
     */
    public static final String SHELL = Templates.asItIs("mariadb/client.sh");

    private static final Script RUN = Script.of(SHELL + "printf '%s' \"$statements\" | sql --vertical\n");

    /**
     * Runs statements in one session, in one round trip. The first that fails ends it, and the script with it. Each answer is a line
     * {@code name: value}.
     *
     * @param patience how long the client may take, in whole seconds
     */
    public static Script run(String container, List<Statement> statements, Duration patience) {
        return RUN.with("container", container)
                .with("patience", Long.toString(Math.max(1, patience.toSeconds())))
                .with("statements", Statement.text(statements));
    }
}
