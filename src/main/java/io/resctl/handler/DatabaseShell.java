package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.render.Quoting;
import io.resctl.sql.Client;
import java.util.List;

/**
 * Shell text that the handlers of databases share. They reach a server as its administrator: by the socket inside the container, as user {@code mysql}.
 * Statements go by standard input, never as arguments.
 */
final class DatabaseShell {
    private DatabaseShell() {}

    static final String SQL = Client.SHELL;

    /** For questions: sets {@code $server} to up, stopped, missing, silent or unseen. A server that just started is given a while to answer. */
    static final String SERVER = """
            container_row "$container"
            case $? in
            0) if [ "$container_state" = running ]; then server=silent; else server=stopped; fi ;;
            1) server=missing ;;
            *) server=unseen ;;
            esac
            if [ "$server" = silent ]; then container_started=$(seconds "$container_started"); fi
            while [ "$server" = silent ]; do
                if printf 'SELECT 1;' | sql >/dev/null 2>&1; then server=up; break; fi
                if [ "$(date +%s)" -ge $((container_started + 45)) ]; then break; fi
                sleep 0.5
            done
            """;

    /**
     * For what lives in the data: sets {@code $found} to what the server says to {@code $ask}, ahead or now. It is absent as long as there is no data, unknown while the
     * server does not answer. All in one call, since each costs a process in the container: what a failing statement leaves out is not an answer only
     * when the last line is missing too.
     */
    private static final String ASK = """
            answered() {
                # Told ahead, it ends with a mark of its own.
                eval "found=\\${$key-}"
                if [ -n "$found" ]; then
                    found=${found%-}
                    found=${found%"$nl"}
                    return 0
                fi
                found=$(printf '%sSELECT "that is all";' "$ask" | sql --batch --raw --skip-column-names --force 2>/dev/null)
                case $found in
                'that is all') found= ;;
                *"$nl"'that is all') found=${found%"$nl"*} ;;
                *) return 1 ;;
                esac
            }
            """ + SQL + """
            # Where the engine told of all containers already, one that does not run costs no call; nor does one that just said nothing.
            if [ "$many" = yes ] && ! { container_row "$container" && [ "$container_state" = running ]; } || [ "${dumb-}" = "$container" ] || ! answered; then
            """ + SERVER + """
                if [ "$server" != up ] || ! answered; then
                    if [ ! -d "$data/mysql" ] && [ "$server" != unseen ]; then absent; exit 0; fi
                    case $server in
                    up|silent) unknown "the database server in $container does not answer" ;;
                    unseen) unknown "the Docker engine does not answer" ;;
                    *) unknown "the database server does not run (container $container is $server)" ;;
                    esac
                    exit 0
                fi
            fi
            """;

    /**
     * A question to a server: {@code code} reads {@code $found}.
     *
     * @param data the folder of its data
     */
    static Script asking(String code, Glance.Answer answer, String data) {
        return Script.of(ASK + code)
                .with("container", answer.container())
                .with("data", data)
                .with("ask", answer.statements())
                .with("key", answer.key());
    }

    /** For orders: waits for the server, or fails saying so. */
    static final String WAIT_UP = """
            tries=0
            until said=$(printf 'SELECT 1;' | sql 2>&1); do
                tries=$((tries + 1))
                if [ "$tries" -ge 120 ]; then
                    printf 'the database server in %s does not answer: %s\\n' "$container" "$said" >&2
                    exit 1
                fi
                sleep 0.5
            done
            server_near || true
            """;

    static final String WAIT = SQL + WAIT_UP;

    /** For removals: what is not there cannot be asked, and its data is kept or goes as a whole. */
    static final String OR_NOTHING = SQL + """
            if ! printf 'SELECT 1;' | sql >/dev/null 2>&1; then exit 0; fi
            """;

    /** Statements of a session in which a backslash is a backslash, so that only quotes need quoting. */
    static String session(List<String> statements) {
        return "SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES';\n" + String.join(";\n", statements) + ";\n";
    }

    static String literal(String value) {
        return Quoting.SQL.quote(value);
    }

    /** {@code 'user'@'host'}. */
    static String account(String user, String fromHost) {
        return literal(user) + "@" + literal(fromHost);
    }
}
