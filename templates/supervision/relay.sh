# shellcheck shell=bash disable=SC2154 # site, database and the like are the guard's
# What a replica received and did not apply is only in its relay logs, and MariaDB throws those away at the next start of its threads. So a replica is
# not stopped while its source is away, unless it applied all. Asked by resctl at the moment of action, and by administrators.

# A server speaks at ADDRESS PORT. One that hangs still takes connections, but says nothing.
greets() {
    # shellcheck disable=SC2016 # the inner shell expands
    [ "$(timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1" && head -c 1 <&3 | wc -c' "$1" "$2" 2>/dev/null)" = 1 ]
}

# Every GTID of the first list stands in the second, too. Of an empty list that is not known.
all_in() {
    local gtid
    [ -n "$1" ] || return 1
    for gtid in ${1//,/ }; do
        case ",$2," in *",$gtid,"*) ;; *) return 1 ;; esac
    done
}

# Fails with why, if something would be lost now. It waits a little: what was just received is mostly applied in a moment.
relay_may_stop() { # ROLE
    local tries from why
    [ "resctl-$site-$1" = "$database" ] || return 0
    for tries in 6 5 4 3 2 1; do
        case $(timeout 5 docker inspect -f '{{.State.Running}}' "$database" 2>&1) in false | *'o such '*) return 0 ;; esac
        if relay_drained; then return 0; fi
        [ "$tries" = 1 ] || sleep 1
    done
    printf '%s may not be stopped here now: %s, and its source %s does not answer. Nothing was done. When %s is back, try again; if it is gone for good, move the site first.\n' \
        "$1" "$why" "$from" "$from" >&2
    return 1
}

# Nothing is only here. Otherwise it sets why, and from whom it came.
relay_drained() {
    local status received applied file=$database_data/master.info port
    if status=$(server -E -e 'SHOW SLAVE STATUS; SELECT @@gtid_slave_pos AS applied') && [[ $status == *'applied: '* ]]; then
        from=$(field Master_Host) port=$(field Master_Port)
        received=$(field Gtid_IO_Pos) applied=$(field applied)
        [ -n "$from" ] || return 0
        why="it received transactions up to $received and applied them up to ${applied:-none}"
        [ -n "$received" ] || why="what it received and did not apply is not known since its server was started anew"
        if all_in "$received" "$applied"; then
            [ "$(field Slave_IO_Running)" = Yes ] || return 0
            why="it still receives transactions"
        fi
    else
        # Whether it follows anybody stands in a file, which goes when it follows nobody any more.
        [ -s "$file" ] || return 0
        from=$(sed -n 4p "$file") port=$(sed -n 7p "$file")
        [ -n "$from" ] || return 0
        why="the database does not answer, so it is not known what it received and did not apply"
    fi
    greets "$from" "${port:-3306}"
}
