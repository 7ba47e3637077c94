package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Interlock;
import java.util.Optional;

/** Shell text by which an order asks, in the moment before it stops a container, whether that may be. */
final class Interlocks {
    private Interlocks() {}

    /** {@code ask_to_stop}: goes on where it may be stopped; else the script ends, with what was said as the reason. */
    static final String ASK = """
            ask_to_stop() {
                [ -n "$interlock" ] || return 0
                if [ ! -x "$interlock" ]; then
                    echo "nothing was stopped: $interlock, which tells whether that would lose something, is missing. Apply again, plan shows it; if you know that nothing is lost, stop $interlock_role by hand first" >&2
                    exit 1
                fi
                "$interlock" may stop "$interlock_role" >&2 || exit 1
            }
            """;

    /** Gives the text its variables; nobody is asked where there is none. */
    static Script with(Script script, Optional<Interlock> interlock) {
        return script.with("interlock", interlock.map(Interlock::program).orElse(""))
                .with("interlock_role", interlock.map(Interlock::role).orElse(""));
    }
}
