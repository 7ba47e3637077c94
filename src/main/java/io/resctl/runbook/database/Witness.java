package io.resctl.runbook.database;

import io.resctl.host.Script;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.sql.Answer;
import io.resctl.sql.Client;
import io.resctl.sql.Statement;
import io.resctl.sql.Statements;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a database host says of the other servers, after it has watched for a while.
 *
 * @param greets hosts at whose address a server speaks
 * @param hears something arrived meanwhile from the server that it follows
 * @param gone by the router on this host: servers that take no writes, and for how long
 */
public record Witness(Set<String> greets, boolean hears, Map<String, Duration> gone) {
    private static final Duration PATIENCE = Duration.ofSeconds(9);

    /**
     * Longer than the pause between two signs of life: rows of the site's heartbeat, or replication's own where its source has nothing to send. Who has no
     * thread that could hear anything need not listen.
     */
    private static final Statement WATCH = Statement.of(
            "DO SLEEP(IF(EXISTS(SELECT 1 FROM information_schema.PROCESSLIST WHERE COMMAND = 'Slave_IO'), LEAST(IF(EXISTS(SELECT 1 FROM information_schema.EVENTS WHERE"
                    + " EVENT_SCHEMA = '" + Statements.SCHEMA
                    + "' AND EVENT_NAME = 'heartbeat' AND STATUS = 'ENABLED'), 1.3, 4.5),"
                    + " COALESCE((SELECT IF(VARIABLE_VALUE > 0, VARIABLE_VALUE + 0.4, NULL) FROM information_schema.GLOBAL_STATUS"
                    + " WHERE VARIABLE_NAME = 'SLAVE_HEARTBEAT_PERIOD'), 4.5)), 0))");

    private static final Statement STATUS = Statement.of("SHOW ALL SLAVES STATUS");

    /** A server that is alive says who it is to everybody who knocks. */
    private static final Script KNOCK = Script.of("""
            # shellcheck disable=SC2016
            printf '%s\\n' "$servers" | while read -r name address; do
                timeout 1 bash -c 'exec 3<>"/dev/tcp/$0/$1" && [ -n "$(head -c 5 <&3 | tr "\\000" x)" ]' "$address" "$port" 2>/dev/null &&
                    echo "greets: $name" &
            done
            timeout 1 bash -c 'exec 3<>"/dev/tcp/$0/$1" && printf "GET /statistics;csv HTTP/1.0\\r\\n\\r\\n" >&3 && cat <&3' "$router" "$health" 2>/dev/null |
                awk -F, '$1 == "servers_read_write" && $2 != "BACKEND" && $18 ~ /^DOWN/ { print "gone: " $2 " " $24 }'
            wait
            sleep 0.2
            """);

    /** To be asked side by side; what they say is told together. */
    static List<Script> questions(Site site, Host own) {
        Names names = site.names();
        List<String> others = site.database().map(db -> db.hosts()).orElse(List.of()).stream()
                .filter(h -> !h.equals(own.name()))
                .map(h -> h + " " + site.host(h).vpn())
                .toList();
        return List.of(
                Client.run(names.container("db"), List.of(STATUS, WATCH, STATUS), PATIENCE),
                KNOCK.with("servers", others)
                        .with("port", Integer.toString(Names.DATABASE_PORT))
                        .with("router", own.vpn())
                        .with("health", Integer.toString(Names.ROUTER_HEALTH)));
    }

    static Witness parse(String out) {
        Answer answer = Answer.parse(out);
        Map<String, Duration> gone = new TreeMap<>();
        answer.all("gone").forEach(line -> {
            String[] words = line.split(" ", 2);
            if (words.length == 2 && words[1].matches("\\d{1,9}")) {
                gone.put(words[0], Duration.ofSeconds(Long.parseLong(words[1])));
            }
        });
        boolean hears = List.of("Read_Master_Log_Pos", "Gtid_IO_Pos", "Slave_received_heartbeats").stream()
                .anyMatch(name -> answer.all(name).stream().distinct().count() > 1);
        return new Witness(new TreeSet<>(answer.all("greets")), hears, gone);
    }
}
