# shellcheck shell=bash disable=SC2154,SC2034 # database, word and the like are the guard's
# The database server of this host, if it has one. It starts read-only and follows nobody by itself: being open and replicating are conferred here, once
# for each start of its container, so that what an administrator does by hand afterwards is left alone.
database_pending=no
database_open=
# In seconds of the guard's life. One that comes up beside a container that runs already looks for it too, in no hurry.
database_started=-15
tended_as='' look_again=0 looked_as='' next_look=0

# Started on an empty folder, the server would make a new database there, beside the site's living data: so it looks when a disk is not mounted. Only
# what resctl marked may be filled; and what was begun and never finished is not started either.
database_whole() { # ROLE
    [ "resctl-$site-$1" = "$database" ] || return 0
    if [ -e "$database_begun" ]; then
        [ ! -d "$database_data/mysql" ] && return 0
        printf '%s may not run here now: its set-up was broken off, and %s holds half a database. "resctl apply" begins it again.\n' "$1" "$database_data" >&2
    else
        [ -d "$database_data/mysql" ] && return 0
        printf '%s may not run here now: there is no database in %s. If its disk is not mounted, mount it; then "resctl plan" tells more.\n' "$1" "$database_data" >&2
    fi
    return 1
}

# The administrator is the socket inside the container.
server() { container=$database patience=3 sql "$@" 2>/dev/null </dev/null; }
ask_sql() { server -N -B -e "$1"; }
# From then on it is known, also to questions in pipes, and while the engine does not answer.
server_found() { container=$database server_near; }

database_position() { ask_sql "SELECT CONCAT_WS(',', NULLIF(@@gtid_binlog_pos, ''), NULLIF(@@gtid_slave_pos, ''))"; }

# What the guards of other hosts are told: how far this server is, and whether it takes writes.
database_standing() {
    local answer
    [ -n "$database" ] || return 0
    server_found || :
    answer=$(ask_sql 'SELECT @@read_only') || return 0
    printf 'position %s\n' "$(database_position)"
    ! writable "$answer" || printf 'writable\n'
}

# Whether the lease makes this server the one that takes writes.
leads() {
    local server name zone_of
    for server in "${servers[@]}"; do
        read -r name zone_of _ <<<"$server"
        if [ "$zone_of" = "$zone" ] && [ "$name" = "$verdict_primary" ]; then
            [ "$name" = "$host" ]
            return
        fi
    done
    [ "$first" = "$host" ]
}

# Field of SHOW SLAVE STATUS in $status.
field() { sed -n "s/^ *$1: //p" <<<"$status" | head -n 1; }

# The first GTID list holds, in some domain, more than the second.
ahead() {
    local part sequence
    local -A has=()
    local IFS=,
    for part in $2; do
        sequence=${part##*-}
        [ "${has[${part%%-*}]:-0}" -ge "$sequence" ] || has[${part%%-*}]=$sequence
    done
    for part in $1; do
        [ "${has[${part%%-*}]:-0}" -ge "${part##*-}" ] || return 0
    done
    return 1
}

# From version 12 on it is a word.
writable() { [ "$1" = 0 ] || [ "$1" = OFF ]; }

# Sets database_open while the server may still take writes. One that does not run starts read-only; one that does not answer may be open.
database_close() {
    local answer
    database_open=
    [ -n "$database" ] || return 0
    answer=$(ask_sql 'SELECT @@read_only')
    if [ -z "$answer" ]; then
        case $(timeout 5 docker inspect -f '{{.State.Running}}' "$database" 2>&1) in false | *'o such '*) return 0 ;; esac
        database_open=yes
        say database "the database does not answer, so it may still take writes; trying again"
        return 0
    fi
    writable "$answer" || return 0
    database_open=yes
    semi_sync_cut_off &
    if ask_sql 'SET STATEMENT max_statement_time=2 FOR SET GLOBAL read_only=1'; then
        database_open=
        [ "$semi_sync" = none ] || semi_sync_let_go
        did database "the database is read-only now"
    else
        say database "the database could not be made read-only within 2 s; trying again"
    fi
}

# What a start of the server still needs. database_pending: look again soon.
database_tend() {
    local start state mode status fresh
    database_pending=no
    [ -n "$database" ] || return 0
    # What it may be depends on a lease that is certain.
    case $word in open | standby | fenced) ;; *) return 0 ;; esac
    # Units tell of starts: between them one look a minute is enough.
    fresh=$((SECONDS - database_started))
    if [ "$fresh" -ge 30 ] && [ "$tended_as" = "$word $verdict_epoch" ] && [ "$SECONDS" -lt "$look_again" ]; then return 0; fi
    # Each look costs some processes, just while the host has much to do.
    if [ "$fresh" -ge 10 ] && [ "$looked_as" = "$word $verdict_epoch" ] && [ "$SECONDS" -lt "$next_look" ]; then
        database_pending=yes
        return 0
    fi
    looked_as="$word $verdict_epoch" next_look=$((SECONDS + 3))
    start=$(timeout 5 docker inspect -f '{{.State.Running}} {{.State.StartedAt}}' "$database" 2>/dev/null)
    if [[ $start != true\ * ]]; then
        [ "$fresh" -ge 30 ] || database_pending=yes
        return 0
    fi
    server_found || :
    state="$start $word $verdict_epoch"
    if [ "$(cat "$run/tended" 2>/dev/null)" = "$state" ]; then
        tended_as="$word $verdict_epoch" look_again=$((SECONDS + 60))
        semi_sync_hold "$state"
        # It may be the container as it was just before it started anew.
        [ "$fresh" -ge 5 ] || database_pending=yes
        return 0
    fi
    tended_as=''
    if [ "$state" != "${tending-}" ]; then tending=$state patience=60; fi
    [ "$patience" -le 0 ] || { patience=$((patience - 1)) && database_pending=yes; }
    if [ -e "$database_begun" ]; then
        say database "the database is left alone: its set-up was broken off, so $database_data holds half a database"
        return 0
    fi
    # While it makes its data it runs without network, and is not the server that is meant.
    mode=$(ask_sql 'SELECT @@skip_networking, @@read_only') || return 0
    [[ $mode == 0$'\t'* ]] || return 0
    if [ "$word" != open ] && writable "${mode#*$'\t'}"; then
        closing=yes
        return 0
    fi
    status=$(server -E -e 'SHOW SLAVE STATUS') || return 0
    semi_sync_tend "${mode#*$'\t'}" || return 0
    if [ "$word" = open ] && leads; then
        open_primary "$mode" || return 0
    elif [ "$promoter" = resctl ] && writable "${mode#*$'\t'}"; then
        say database "the database takes writes, and the lease of epoch $verdict_epoch makes ${verdict_primary:-$first} the primary: closing it"
        database_close
        return 0
    else
        follow || return 0
    fi
    printf '%s\n' "$state" >"$run/tended"
    database_pending=no
}

# Fails as long as it is not done.
open_primary() { # MODE
    local own file theirs
    ! writable "${1#*$'\t'}" || return 0
    if [ -n "$(field Master_Host)" ]; then
        say database "the database is not opened: it follows $(field Master_Host), so it is not the primary"
        return 1
    fi
    own=$(database_position) || return 1
    ask position 5 database
    for file in "$run"/answers/*; do
        if grep -qx writable "$file" 2>/dev/null; then
            say database "the database is not opened: ${file##*/} takes writes"
            return 1
        fi
        theirs=$(sed -n 's/^position \([0-9,-]*\)$/\1/p' "$file" 2>/dev/null)
        if ahead "$theirs" "$own"; then
            say database "the database is not opened: ${file##*/} has transactions that are not here ($theirs there, $own here)"
            return 1
        fi
    done
    ask_sql 'SET GLOBAL read_only=0' || return 1
    did database "the database takes writes now, at ${own:-no transaction yet}: no other server that answers is ahead"
}

# Where MaxScale promotes, any server of the live zone may be the primary.
followed() { # ADDRESS
    local server name zone_of address named='' found=''
    for server in "${servers[@]}"; do
        read -r name zone_of address <<<"$server"
        [ "$zone_of" = "$verdict_live" ] || continue
        [ "$name" != "$verdict_primary" ] || named=$address
        [ "$address" != "$1" ] || found=yes
    done
    [ -n "$found" ] && { [ "$promoter" = maxscale ] || [ -z "$named" ] || [ "$named" = "$1" ]; }
}

follow() {
    local from
    from=$(field Master_Host)
    [ -n "$from" ] || return 0
    if [ "$(field Slave_IO_Running)$(field Slave_SQL_Running)" != NoNo ]; then return 0; fi
    if ! followed "$from"; then
        say database "replication is not started: $from is not the primary of the live zone $verdict_live; \"resctl apply\" makes this server follow that"
        return 1
    fi
    # shellcheck disable=SC2016 # the inner shell expands
    if ! timeout 2 bash -c 'exec 3<>"/dev/tcp/$1/$2"' port "$from" "$(field Master_Port)" 2>/dev/null; then
        say database "replication is not started yet: the primary $from does not answer"
        return 1
    fi
    copy_relay_logs
    ask_sql 'START SLAVE' || return 1
    did database "replication from $from started"
}

# MariaDB throws away what was received and not applied when the threads start: the last three sets are kept.
copy_relay_logs() {
    local base process target old
    base=$(ask_sql 'SELECT @@relay_log_basename')
    process=$(docker inspect -f '{{.State.Pid}}' "$database")
    target=$relay_copies/$(date -u +%Y%m%dT%H%M%SZ)
    [[ $base =~ ^/[A-Za-z0-9/._-]+$ && $process -gt 0 ]] || return 0
    if ! { mkdir -m 0700 -- "$target" && cp -a --reflink=auto -- "/proc/$process/root$base".[0-9]* "$target/"; } 2>/dev/null; then
        rm -rf -- "$target"
        say relay "the relay logs could not be copied to $relay_copies; replication starts all the same, since the primary answers"
    fi
    for old in $(find "$relay_copies" -mindepth 1 -maxdepth 1 -name '20*Z' -printf '%f\n' | sort -r | tail -n +4); do
        rm -rf -- "${relay_copies:?}/$old"
    done
}
