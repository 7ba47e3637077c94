package io.resctl.sql;

import io.resctl.host.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A client that is connected ahead of time. To start one in a container takes longer than all that is asked of it, and where writes stand still that would
 * count. It ends by itself, and where there is none a new one is started, so nothing depends on it.
 */
public final class Standing {
    private static final Statement END = Statement.of("SELECT 1 AS resctl_end");

    private final String container;
    private final String folder;

    /**
     * Starts nothing yet.
     *
     * @param folder on the host, for its pipes; nothing else may be kept there
     */
    public Standing(String container, String folder) {
        this.container = container;
        this.folder = folder;
    }

    /** The holder keeps both pipes open, so that neither end is seen before the client ends. */
    private static final Script STAND = Script.of("""
            if [ -s "$folder/holder" ]; then kill -- "-$(cat "$folder/holder")" 2>/dev/null || true; fi
            rm -rf -- "$folder"
            mkdir -p -m 0700 -- "$folder"
            mkfifo -m 0600 "$folder/in" "$folder/out"
            client='grep -qx mariadbd /proc/1/comm || { echo "the server is still being set up" >&2; exit 1; }
                exec mariadb -u mysql --binary-mode --default-character-set=utf8mb4 --skip-reconnect --unbuffered --vertical'
            export folder container life client
            # shellcheck disable=SC2016
            setsid sh -c '
                echo $$ >"$folder/holder"
                exec 3<>"$folder/in" 4<>"$folder/out"
                timeout "$life" docker exec -i -u mysql "$container" sh -c "$client" <&3 >&4 2>"$folder/said" || {
                    status=$?
                    [ -s "$folder/said" ] || echo "the client ended with status $status and without a word" >"$folder/said"
                }
                rm -f -- "$folder/in" "$folder/out"
                # Who waits for an answer sees the end now, not when this shell ends.
                exec 3>&- 4>&-
                # Whoever asks last reads why it ended.
                sleep 3
                rm -rf -- "$folder"' >/dev/null 2>&1 </dev/null &
            """);

    private static final String QUICK = """
            if [ -p "$folder/in" ] && [ -p "$folder/out" ]; then
                export folder
                # shellcheck disable=SC2016
                said=$(timeout "$patience" sh -c 'cat >"$folder/in" && sed -u "/^ *resctl_end: 1\\$/q" <"$folder/out"' <<END_OF_STATEMENTS
            $statements
            END_OF_STATEMENTS
                ) || true
                printf '%s\\n' "$said"
                case $said in *'resctl_end: 1') exit 0 ;; esac
                if [ -p "$folder/in" ]; then
                    kill -- "-$(cat "$folder/holder")" 2>/dev/null || true
                    rm -rf -- "$folder"
                    echo "no answer within $patience s" >&2
                    exit 3
                fi
                cat "$folder/said" >&2
                exit 1
            fi
            """;

    private static final Script ASK =
            Script.of(Client.SHELL + QUICK + "printf '%s' \"$statements\" | sql --vertical\n");

    /** One that ended before it was told anything is no reason to give up: one that does not stand is asked, and says what is wrong if something is. */
    private static final Script SEE = Script.of(Client.SHELL + "see() (\n" + QUICK + "exit 1\n)\n" + """
            status=0
            see || status=$?
            if [ "$status" != 1 ]; then exit "$status"; fi
            rm -rf -- "$folder"
            printf '%s' "$statements" | sql --vertical
            """);

    private static final Script LEAVE = Script.of("""
            if [ -s "$folder/holder" ]; then kill -- "-$(cat "$folder/holder")" 2>/dev/null || true; fi
            rm -rf -- "$folder"
            """);

    /** Connects, and sees that it is. */
    public Script begin(Duration life) {
        return STAND.with("folder", folder)
                .with("container", container)
                .with("life", Long.toString(life.toSeconds()))
                .then(filled(SEE, List.of(), Duration.ofSeconds(15)));
    }

    /** As {@link Client#run}, in the session that stands. What a statement set for its session is still set for the next. */
    public Script run(List<Statement> statements, Duration patience) {
        return filled(ASK, statements, patience);
    }

    private Script filled(Script script, List<Statement> statements, Duration patience) {
        List<Statement> all = new ArrayList<>(statements);
        all.add(END);
        return script.with("folder", folder)
                .with("container", container)
                .with("patience", Long.toString(Math.max(1, patience.toSeconds())))
                .with("statements", Statement.text(all));
    }

    public Script end() {
        return LEAVE.with("folder", folder);
    }
}
