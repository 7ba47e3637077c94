package io.resctl.runbook.database;

import io.resctl.host.Script;
import io.resctl.model.Names;
import io.resctl.runbook.Hands;
import java.time.Duration;

/**
 * What a replica's receiving thread does while its source is gone: it waits for an address that says nothing, as long as {@code slave_net_timeout}, and
 * {@code STOP SLAVE} waits for that thread. So while it is told to stop, its attempts to connect are ended from outside. A connection that stands is left
 * alone.
 */
final class VainConnects {
    private static final Script END = Script.of("""
            process=$(docker inspect -f '{{.State.Pid}}' "$container")
            [ "$process" -gt 0 ] || exit 0
            export process address port
            # shellcheck disable=SC2016
            setsid sh -c '
                for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
                    nsenter -t "$process" -n ss -K -tn state syn-sent dst "$address" dport = ":$port"
                    sleep 0.2
                done' >/dev/null 2>&1 </dev/null &
            """);

    private VainConnects() {}

    /** Goes on for some seconds on the host, and returns at once. Where it cannot be done the stop only takes longer. */
    static void end(Hands hands, String host, String container, String source) {
        Script script = END.with("container", container)
                .with("address", source)
                .with("port", Integer.toString(Names.DATABASE_PORT));
        Told.shell(hands.writer(host), script, Duration.ofSeconds(5));
    }
}
