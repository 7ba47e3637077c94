package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.DatabaseRole.Source;
import io.resctl.resource.Known;
import io.resctl.sql.Statements;
import java.time.Duration;
import java.util.List;

/**
 * Who takes writes and who follows whom. An apply opens the primary and makes a fresh replica follow; it never turns one into the other, and turns a
 * replica to another source only after it applied what it received.
 */
final class DatabaseRoleHandler implements Handler<DatabaseRole> {
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    /** Sets {@code $read_only}, {@code $follows}, {@code $threads} and positions as they are. */
    private static final String LOOK = """
            field() { printf '%s\\n' "$status" | sed -n "s/^ *$1: //p" | head -n 1; }
            look() {
                status=$(printf 'SELECT @@global.read_only AS read_only, @@gtid_current_pos AS reached, @@gtid_slave_pos AS applied; SHOW SLAVE STATUS;' | sql --vertical) || return 1
                reached=$(field reached)
                applied=$(field applied)
                received=$(field Gtid_IO_Pos)
                case $(field read_only) in 0|OFF) read_only=OFF ;; *) read_only=ON ;; esac
                if [ -z "$(field Master_Host)" ]; then
                    follows=nobody
                    threads=none
                else
                    follows="$(field Master_Host):$(field Master_Port) as $(field Master_User)"
                    case $(field Slave_IO_Running)/$(field Slave_SQL_Running) in
                    No/*|*/No) threads=stopped ;;
                    *) threads=running ;;
                    esac
                fi
            }
            """;

    @Override
    public Script question(DatabaseRole role) {
        return Script.of(DatabaseShell.SQL + LOOK + "server=up\nif ! look 2>/dev/null; then\n" + DatabaseShell.SERVER
                        + "fi\n"
                        + """
                        case $server in
                        up)
                            if [ -n "${threads-}" ] || look 2>/dev/null; then
                                attr read_only "$read_only"
                                attr follows "$follows"
                                attr threads "$threads"
                                attr position "$reached"
                                if [ "$follows" != nobody ]; then
                                    attr received "$received"
                                    attr applied "$applied"
                                    case $(field Slave_IO_Running) in Yes) attr receiving yes ;; *) attr receiving no ;; esac
                                fi
                            else
                                unknown "the database server in $container does not answer"
                            fi
                            ;;
                        stopped)
                            # The role is conferred on a running server: a stopped one has none.
                            attr read_only stopped
                            attr follows stopped
                            attr threads stopped
                            ;;
                        missing) absent ;;
                        silent) unknown "the database server in $container does not answer" ;;
                        *) unknown "the Docker engine does not answer" ;;
                        esac
                        """)
                .with("container", role.container());
    }

    @Override
    public List<Step> make(String host, DatabaseRole role, Known known) {
        Script script = role.source()
                .map(source -> follow(source, known))
                .orElseGet(() -> Script.of(DatabaseShell.WAIT + LOOK + LEAD));
        return List.of(new Step.Run(
                host,
                script.with("container", role.container()).with("writable", role.writable() ? "OFF" : "ON"),
                PATIENCE));
    }

    /** Nothing: a role ends with its server. */
    @Override
    public List<Step> remove(String host, DatabaseRole role, boolean data) {
        return List.of();
    }

    private static Script follow(Source source, Known known) {
        String password = known.secret(source.passwordSecret()).orElseThrow();
        // The VPN encrypts; certificates of the servers' own would add nothing and expire one day.
        String head = "CHANGE MASTER TO MASTER_HOST = " + DatabaseShell.literal(source.address()) + ", MASTER_PORT = "
                + source.port() + ", MASTER_USER = " + DatabaseShell.literal(source.user()) + ", MASTER_PASSWORD = "
                + DatabaseShell.literal(password)
                + Statements.HEARD_OFTEN + ", MASTER_SSL = 0, MASTER_SSL_VERIFY_SERVER_CERT = 0";
        return Script.of(DatabaseShell.WAIT + LOOK + SourceChange.GREETS + SourceChange.DRAIN + REJOIN + FOLLOW)
                .with("nl", "\n")
                .with("change", DatabaseShell.session(List.of(head + ", MASTER_USE_GTID = slave_pos")))
                .with("demote", DatabaseShell.session(List.of(head + ", MASTER_DEMOTE_TO_SLAVE = 1")))
                .with("login", login(source.user(), password))
                .with("address", source.address())
                .with("port", Integer.toString(source.port()))
                .with("source", source.host())
                .with("wanted", source.address() + ":" + source.port() + " as " + source.user());
    }

    /** An option file of the client: it goes by standard input. */
    private static String login(String user, String password) {
        return "[client]\nuser = \"" + option(user) + "\"\npassword = \"" + option(password) + "\"\n";
    }

    private static String option(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static final String LEAD = """
            look
            if [ "$follows" != nobody ]; then
                echo "this server follows $follows, so it is a replica, and an apply makes no replica the primary: see 'resctl status', then 'resctl switchover'" >&2
                exit 1
            fi
            if [ "$read_only" != "$writable" ]; then printf 'SET GLOBAL read_only = %s;' "$writable" | sql; fi
            """;

    /**
     * A server that wrote before, such as a former primary: only what the new primary has too may be in its log. The primary may have no memory of what a
     * third server wrote long ago; what this one wrote itself it must have. The same choice as {@code sql.Errant}'s.
     */
    private static final String REJOIN = """
            # Ends with the reason where this server wrote what the primary does not have.
            compare() {
                mine=$(printf 'SELECT @@gtid_binlog_state;' | sql --batch --skip-column-names)
                [ -n "$mine" ] || return 0
                own=$(printf 'SELECT @@server_id;' | sql --batch --skip-column-names)
                if ! theirs=$(printf '%s' "$login" | timeout 20 docker exec -i -u mysql "$container" mariadb --defaults-file=/dev/stdin --skip-ssl \\
                    --connect-timeout=10 --host="$address" --port="$port" --batch --skip-column-names \\
                    --execute="SELECT CONCAT_WS(',', NULLIF(@@gtid_binlog_state, ''), NULLIF(@@gtid_slave_pos, ''))"); then
                    echo "the primary on $source does not say which transactions it has, so this server is left as it is" >&2
                    exit 1
                fi
                errant=$(printf '%s\\n' "$theirs" "$mine" | awk -v own="$own" '{
                    n = split($0, gtids, ",")
                    for (i = 1; i <= n; i++) {
                        split(gtids[i], part, "-")
                        stream = part[1] "-" part[2]
                        if (NR == 1) { if (!(stream in has) || part[3] > has[stream] + 0) has[stream] = part[3] + 0 }
                        else if ((stream in has) ? part[3] + 0 > has[stream] : part[2] == own) printf "%s%s", (found++ ? "," : ""), gtids[i]
                    }
                }')
                if [ -n "$errant" ]; then
                    echo "this server has transactions that $source never had, up to $errant, so it cannot follow as it is; it stays read-only. 'resctl database rebuild' with this host saves them as SQL and seeds it anew" >&2
                    exit 1
                fi
            }
            rejoin() {
                compare
                if [ -n "$mine" ]; then change=$demote; fi
            }
            """;

    /** A seed leaves its position in the data; it counts once, for a server that never followed anybody. */
    private static final String FOLLOW = """
            ended() { [ "$(field "Slave_$1_Running")" = No ] && [ "$(field "Last_$1_Errno")" != 0 ]; }
            need_source() {
                if greets "$address" "$port"; then return 0; fi
                echo "the primary on $source ($address:$port) cannot be reached from here, so this replica is left as it is: apply again when it answers" >&2
                exit 1
            }
            look
            if [ "$read_only" != ON ]; then
                printf 'SET STATEMENT max_statement_time = 15 FOR SET GLOBAL read_only = ON;' | sql
            fi
            seed=/var/lib/mysql/resctl-seed-position
            if [ "$follows" != "$wanted" ]; then
                need_source
                if [ "$follows" = nobody ] && position=$(docker exec -u mysql "$container" cat "$seed" 2>/dev/null); then
                    case $position in
                    *[!0-9,-]*) echo "the backup's position in $seed is not a GTID position: 'resctl database rebuild' with this host seeds it anew" >&2; exit 1 ;;
                    esac
                    printf "SET GLOBAL gtid_slave_pos = '%s';" "$position" | sql
                elif [ "$follows" = nobody ]; then
                    rejoin
                else
                    drain
                    printf 'STOP SLAVE;' | sql
                fi
                printf '%s' "$change" | sql
                look
            fi
            docker exec -u mysql "$container" sh -c 'if [ -e "$0" ]; then mv -f "$0" "$0.used"; fi' "$seed"
            if [ "$threads" != running ]; then
                need_source
                printf 'START SLAVE;' | sql
            fi
            tries=0
            while :; do
                look
                if [ "$(field Slave_IO_Running)/$(field Slave_SQL_Running)" = Yes/Yes ]; then exit 0; fi
                tries=$((tries + 1))
                if [ "$tries" -ge 60 ]; then break; fi
                # A source that is not reached is tried again; a thread that ended with an error is not.
                if [ "$tries" -ge 4 ] && { ended IO || ended SQL; }; then break; fi
                sleep 0.5
            done
            # 1950: the source's next transaction is older than one that is here already.
            if [ "$(field Last_SQL_Errno)" = 1950 ]; then compare; fi
            printf 'this replica does not follow %s: %s %s\\n' "$source" "$(field Last_IO_Error)" "$(field Last_SQL_Error)" >&2
            exit 1
            """;
}
