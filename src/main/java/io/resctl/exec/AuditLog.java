package io.resctl.exec;

import io.resctl.host.Script;
import java.util.List;

/** The line that every action leaves on its host: written by the very order that acts, so that it costs no round trip and cannot be forgotten. */
final class AuditLog {
    private static final Script LINE = Script.of("""
            umask 077
            if [ ! -d "${path%/*}" ]; then mkdir -p -- "${path%/*}"; fi
            printf '%s %s\\n' "$line" "$outcome" >>"$path"
            """);

    private AuditLog() {}

    /**
     * The order, then its line with {@code done} or {@code failed}. The order runs in a subshell with -e, so that the first command that fails ends it, and
     * without input, since what follows it is still to be read. That the line cannot be written is no failure.
     */
    static Script around(Script order, String path, String line) {
        Script last = LINE.with("path", path).with("line", line);
        return Script.composed(
                List.of(order, last),
                texts -> "set +e\n( set -e\n" + texts.get(0) + "\n) </dev/null\nstatus=$?\noutcome=done\n"
                        + "[ \"$status\" = 0 ] || outcome=failed\n( " + texts.get(1)
                        + ") >/dev/null 2>&1\nexit \"$status\"\n");
    }

    /** Only the line. */
    static Script only(String path, String line, String outcome) {
        return LINE.with("path", path).with("line", line).with("outcome", outcome);
    }
}
