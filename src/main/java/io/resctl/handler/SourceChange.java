package io.resctl.handler;

/**
 * Shell text by which a replica leaves the server that it follows without losing what it received from it. MariaDB throws away its relay logs when one of
 * its threads starts and none was running: so what they hold is applied before the last thread stops, or it is known to be elsewhere.
 */
final class SourceChange {
    private SourceChange() {}

    /** {@code greets ADDRESS PORT}: a server speaks there. One that hangs still takes connections, but says nothing. */
    static final String GREETS = """
            greets() { [ "$(timeout 5 bash -c 'exec 3<>"/dev/tcp/$0/$1" && head -c 1 <&3 | wc -c' "$1" "$2" 2>/dev/null)" = 1 ]; }
            """;

    /** {@code drain}: returns when nothing would be lost by a stop of both threads; else it says why not and ends the script. */
    static final String DRAIN = """
            left() {
                printf 'this replica still follows %s, and kept what it received: %s\\n' "$follows" "$1" >&2
                exit 1
            }
            # Sets $beyond to what the relay logs hold and the data do not: GTIDs, a line each. (With a start position the tool fails where nothing is beyond.)
            in_relay_logs() {
                held=$(timeout 120 docker exec -u mysql "$container" sh -c '
                    base=$(mariadb -u mysql -BN -e "SELECT @@relay_log_basename") && [ -n "$base" ] || exit 1
                    { mariadb-binlog "$base".[0-9]* && echo whole; } | sed -n "s/.*[[:space:]]GTID \\([0-9-]*\\).*/\\1/p; /^whole$/p"' 2>/dev/null) || return 1
                case $nl$held in *"$nl"whole) ;; *) return 1 ;; esac
                beyond=$(printf '%s\\n' "${held%whole}" | awk -F - -v applied="$applied" '
                    BEGIN { for (n = split(applied, all, ","); n > 0; n--) { split(all[n], gtid, "-"); reached[gtid[1]] = gtid[3] + 0 } }
                    NF == 3 && (!($1 in reached) || $3 + 0 > reached[$1])')
            }
            # Waits so many seconds until what was received is applied.
            catch_up() {
                until_when=$(($(date +%s) + $1))
                why='it does not answer any more'
                while look; do
                    if [ "$(field Slave_SQL_Running)" != Yes ]; then
                        why="what it received cannot be applied: $(field Last_SQL_Error)"
                        return 1
                    fi
                    case $received in
                    # A thread runs and nothing has come since it was started: there is nothing to be lost.
                    '') return 0 ;;
                    *[!0-9,-]*) why="it tells a position that is none: $received"; return 1 ;;
                    esac
                    waited=$(printf "SELECT MASTER_GTID_WAIT('%s', 5);" "$received" | sql --batch --skip-column-names) || waited=
                    if [ "$waited" = 0 ]; then return 0; fi
                    why="it did not apply within $1 s what it received, up to $received; apply again when it has"
                    if [ "$(date +%s)" -ge "$until_when" ]; then return 1; fi
                    printf 'progress: applying what it received from %s, up to %s\\n' "$follows" "$received" >&2
                done
                return 1
            }
            drain() {
                case $(field Slave_IO_Running)/$(field Slave_SQL_Running) in
                No/No)
                    if greets "$(field Master_Host)" "$(field Master_Port)"; then return 0; fi
                    in_relay_logs || left "what its relay logs hold cannot be read, and its source does not answer: see docs/lost-primary.md"
                    if [ -z "$beyond" ]; then return 0; fi
                    left "both its threads are stopped, its source does not answer, and to start them would throw away $(printf '%s\\n' "$beyond" | wc -l) transactions, up to ${beyond##*"$nl"}, that are only in its relay logs: see docs/lost-primary.md"
                    ;;
                */No)
                    if [ "$(field Last_SQL_Errno)" != 0 ]; then left "what it received cannot be applied: $(field Last_SQL_Error)"; fi
                    # The other thread runs, so nothing is thrown away.
                    printf 'START SLAVE SQL_THREAD;' | sql
                    ;;
                esac
                # As far as can be while the connection is still there; then the rest.
                catch_up 120 || left "$why"
                printf 'STOP SLAVE IO_THREAD;' | sql
                if ! catch_up 60; then
                    printf 'START SLAVE IO_THREAD;' | sql
                    left "$why"
                fi
            }
            """;
}
