package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.DatabaseHeartbeat;
import io.resctl.resource.Known;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The heartbeat of a server. Only the writable server writes to its binary log here: table and account reach the others by replication, and the event,
 * which each server has for itself, is made past the log everywhere, so that no replica gets a transaction of its own.
 */
final class DatabaseHeartbeatHandler implements Handler<DatabaseHeartbeat> {
    /** A line of the answer each; what a server does not have is not answered. */
    private static final List<String> ASK = List.of(
            "SELECT CONCAT('scheduler ', @@global.event_scheduler)",
            "SELECT 'table present' FROM information_schema.tables WHERE table_schema = 'resctl' AND table_name = 'heartbeat'",
            "SELECT CONCAT('event every ', interval_value, ' ', interval_field, ', ', status), CONCAT('definer ', definer),"
                    + " CONCAT('does ', event_definition) FROM information_schema.events"
                    + " WHERE event_schema = 'resctl' AND event_name = 'heartbeat'",
            "SELECT CONCAT('locked ', COALESCE(JSON_VALUE(priv, '$.account_locked'), 0)) FROM mysql.global_priv"
                    + " WHERE user = '" + DatabaseHeartbeat.DEFINER + "' AND host = 'localhost'",
            "SHOW GRANTS FOR " + DatabaseHeartbeat.DEFINER + "@localhost");

    @Override
    public Script question(DatabaseHeartbeat heartbeat) {
        return DatabaseShell.asking("""
                        lines=$(printf '%s\\n' "$found" | tr '\\t' '\\n')
                        answer() { printf '%s\\n' "$lines" | sed -n "s/^$1 //p"; }
                        if [ -z "$(answer table)$(answer event)" ]; then absent; exit 0; fi
                        for name in scheduler table event does; do attr "$name" "$(answer "$name")"; done
                        rights=$(printf '%s\\n' "$lines" | sed -n 's/^GRANT \\(.*\\) TO [`'"'"'].*$/\\1/p' | grep -vx 'USAGE ON \\*\\.\\*' | sed ':a;N;$!ba;s/\\n/; /g')
                        if [ "$(answer locked)" = 1 ]; then locked=locked; else locked=open; fi
                        attr as "$(answer definer), $locked, $rights"
                        """, answer(heartbeat), heartbeat.data());
    }

    @Override
    public List<Glance> glances(DatabaseHeartbeat heartbeat) {
        return List.of(answer(heartbeat));
    }

    private static Glance.Answer answer(DatabaseHeartbeat heartbeat) {
        return new Glance.Answer(heartbeat.container(), DatabaseShell.session(ASK));
    }

    @Override
    public List<Step> make(String host, DatabaseHeartbeat heartbeat, Known known) {
        Script script = Script.of(DatabaseShell.WAIT + MAKE)
                .with("container", heartbeat.container())
                .with("schema", "CREATE DATABASE IF NOT EXISTS resctl;\n" + DatabaseHeartbeat.TABLE + ";\n")
                .with("account", ACCOUNT)
                .with("event", EVENT);
        return List.of(new Step.Run(host, script, Duration.ofMinutes(3)));
    }

    @Override
    public List<Step> remove(String host, DatabaseHeartbeat heartbeat, boolean data) {
        Script script = Script.of(DatabaseShell.OR_NOTHING
                        + "printf 'SET SESSION sql_log_bin = 0; DROP EVENT IF EXISTS resctl.heartbeat;' | sql\n")
                .with("container", heartbeat.container());
        return List.of(new Step.Run(host, script, Duration.ofMinutes(1)));
    }

    private static final String ACCOUNT = "CREATE USER IF NOT EXISTS " + DatabaseHeartbeat.DEFINER
            + "@localhost ACCOUNT LOCK;\nALTER USER " + DatabaseHeartbeat.DEFINER
            + "@localhost ACCOUNT LOCK;\nREVOKE ALL PRIVILEGES, GRANT OPTION FROM "
            + DatabaseHeartbeat.DEFINER + "@localhost;\n"
            + DatabaseHeartbeat.RIGHTS.stream()
                    .map(right -> "GRANT " + right + " TO " + DatabaseHeartbeat.DEFINER + "@localhost;\n")
                    .collect(Collectors.joining());

    private static final String EVENT = "DELIMITER //\nCREATE OR REPLACE DEFINER = " + DatabaseHeartbeat.DEFINER
            + "@localhost EVENT resctl.heartbeat ON SCHEDULE EVERY 1 SECOND ON COMPLETION PRESERVE ENABLE DO "
            + DatabaseHeartbeat.DOES + " //\nDELIMITER ;\nSET GLOBAL event_scheduler = ON;\n";

    private static final String MAKE = """
            ask() { printf '%s' "$1" | sql --batch --skip-column-names; }
            here() { ask "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'resctl' AND table_name = 'heartbeat';"; }
            read_only=$(ask 'SELECT @@global.read_only;')
            case $read_only in
            0|OFF)
                printf '%s%s' "$schema" "$account" | sql
                ;;
            *)
                tries=0
                while [ "$(here)" = 0 ]; do
                    tries=$((tries + 1))
                    if [ "$tries" -ge 60 ]; then
                        echo "the table resctl.heartbeat has not arrived from the primary within a minute: see 'resctl status', then apply again" >&2
                        exit 1
                    fi
                    sleep 1
                done
                printf 'SET SESSION sql_log_bin = 0;\\n%s' "$account" | sql
                ;;
            esac
            printf 'SET SESSION sql_log_bin = 0;\\n%s' "$event" | sql
            """;
}
