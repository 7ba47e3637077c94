# shellcheck shell=bash disable=SC2154 # most variables are set in backup.conf and common.sh
# One backup. It is made under a name that nobody takes for a backup, and gets its own when it is whole and on disk.
inner=/tmp/resctl-backup

make() { # due|full|incremental
    local line kind base why lsn gtid epoch
    case $1 in due | full | incremental) ;; *) fail "a backup is full or incremental, not '$1'" 64 ;; esac
    if [ "$(turn)" != "$host" ]; then
        [ "$1" != due ] || exit 0
        fail "backups are made on $(turn) now, not here: it is the host that the lease and the descriptor lead to"
    fi
    if [ "$1" = due ]; then
        alone backup-lock 0 || exit 0
    else
        alone backup-lock 0 || { progress "waiting for the backup that is under way" && alone backup-lock 43200; } || fail "another backup has been under way for 12 hours"
    fi
    find "$made" -mindepth 2 -maxdepth 2 -name '.making-*' -exec rm -rf -- {} +
    runs || fail "the database server in $container does not run, so nothing can be backed up here: systemctl status resctl-$site@db"
    line_of_data
    mkdir -p -- "$made/$line"
    lsn=$(echo "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'Innodb_lsn_current';" | ask_sql) || fail "the database server in $container does not answer"
    epoch=$(lease_field epoch)
    decide "$1"
    [ "$kind" != none ] || exit 0
    progress "making a backup, $kind ($why)"
    estimate
    take
    retain "$made"
}

# Sets kind, base and why.
decide() { # WISH
    local last last_full age full_age
    last=$(backups_in "$made/$line" | tail -n 1)
    last_full=$(backups_in "$made/$line" | grep full | tail -n 1)
    kind=full base='' why="the first of these data"
    [ -n "$last" ] && [ -n "$last_full" ] || return 0
    # A clock that was set back makes an age negative: then one is due.
    age=$(($(now) - $(date -d "$(field "$made/$line/$last" started)" +%s)))
    full_age=$(($(now) - $(date -d "$(field "$made/$line/$last_full" started)" +%s)))
    if [ "$1" = due ] && [ "$age" -ge 0 ] && [ "$age" -lt $((every - 30)) ]; then
        kind=none
    elif [ "$1" = full ]; then
        why="asked for"
    elif [ "$epoch" != "$(field "$made/$line/$last" epoch)" ]; then
        why="the lease has moved since the last one"
    elif [ "$lsn" -lt "$(field "$made/$line/$last" endLsn)" ]; then
        why="the server's data are older than the last one: they were put back from elsewhere"
    elif [ "$full_age" -lt 0 ] || [ "$full_age" -ge $((full - 30)) ]; then
        why="the chain is old enough"
    elif ! (cd -- "$made/$line/$last" && [ "$(du -cb -- data.* | tail -n 1 | cut -f 1)" = "$(field . bytes)" ]) 2>/dev/null; then
        why="the last one is damaged"
    else
        kind=incremental base=$last why="since $last"
    fi
}

estimate() {
    local last need
    last=$(backups_in "$made/$line" | grep -- "$kind" | tail -n 1)
    if [ -n "$last" ]; then
        need=$(($(field "$made/$line/$last" bytes) * 5 / 4 + part_bytes))
    elif [ "$kind" = full ]; then
        need=$(($(as_server du -sb --exclude 'binlog.*' --exclude 'relay-bin.*' --exclude 'ib_logfile*' --exclude 'ibtmp*' -- "$data" | cut -f 1) / 2))
    else
        need=$part_bytes
    fi
    room "$store" "$need" "no backup was begun" || exit 1
}

# A backup whose reader is gone may go on in the container, and keep its locks.
stop_inner() {
    # shellcheck disable=SC2016 # the inner shell expands
    docker exec -u mysql "$container" sh -c '
        for process in /proc/[0-9]*; do
            if tr "\000" "\n" <"$process/cmdline" 2>/dev/null | grep -qxF -- "--target-dir=$0"; then kill -9 "${process#/proc/}"; fi
        done
        rm -rf -- "$0" "$0-info"' "$inner" >/dev/null 2>&1
}

take() {
    local name work sequence started states watcher info said
    sequence=$(backups_in "$made/$line" | tail -n 1 | cut -d- -f 1)
    started=$(now)
    name=$(printf '%06d-%s-%s' "$((10#${sequence:-0} + 1))" "$(date -d "@$started" +%Y%m%dT%H%M%SZ)" "$kind")
    work=$made/$line/.making-$name
    mkdir -m 0700 -- "$work" || fail "$work cannot be made"
    stop_inner
    local arguments=(--backup --user=mysql --stream=mbstream "--target-dir=$inner" "--extra-lsndir=$inner-info")
    if [ "$kind" = incremental ]; then arguments+=("--incremental-lsn=$(field "$made/$line/$base" endLsn)"); fi
    gtid=$(echo 'SELECT @@gtid_binlog_pos;' | ask_sql)
    watch_room "$work" 8>&- &
    watcher=$!
    # shellcheck disable=SC2064 # what is to be cleared is known now
    trap "kill $watcher 2>/dev/null; rm -rf -- '$work'; stop_inner" EXIT
    docker exec -u mysql "$container" mariadb-backup "${arguments[@]}" 2>"$work/.log" </dev/null 8>&- | compress 8>&- |
        split -b "$part_bytes" -d -a 5 --filter="$sealing >\"\$FILE\"" - "$work/data." 8>&-
    states=${PIPESTATUS[*]}
    kill "$watcher" 2>/dev/null
    info=$(docker exec -u mysql "$container" sh -c 'cat "$0/mariadb_backup_info" 2>/dev/null || cat "$0/xtrabackup_info"' "$inner-info" 2>/dev/null)
    stop_inner
    if [ "$states" != "0 0 0" ] || ! grep -q 'completed OK!' "$work/.log" || [ -z "$info" ]; then
        said=$(grep -iE 'error|fail' "$work/.log" | tail -n 3)
        if [ -e "$work/.full" ]; then said="the disk was filling up, so it was stopped: make room on the disk of $store"; fi
        fail "the backup was not made ($states): ${said:-$(tail -n 3 "$work/.log")}. Nothing of it is kept; what was there before is as good as it was."
    fi
    if ! { manifest "$work" "$name" "$started" "$info" >"$work/manifest.json" &&
        rm -f -- "$work/.log" &&
        (cd -- "$work" && sha256sum -- manifest.json data.* >sha256) &&
        sync -- "$work"/* "$work" && mv -T -- "$work" "$made/$line/$name" && sync -- "$made/$line"; }; then
        fail "the backup could not be written to $made: nothing of it is kept"
    fi
    trap - EXIT
    printf 'made %s/%s\n' "$line" "$name"
}

watch_room() { # FOLDER
    local reserve
    reserve=$(reserve_bytes "$1")
    while sleep 2 && [ -d "$1" ]; do
        progress "$(($(du -sb -- "$1" | cut -f 1) / 1048576)) MB written"
        if [ "$(free_bytes "$1")" -lt "$reserve" ]; then
            : >"$1/.full"
            stop_inner
        fi
    done
}

# The newest row of the heartbeat says how old the data are, whatever the clock of this host says.
heartbeat() { echo "SET time_zone = '+00:00'; SELECT DATE_FORMAT(MAX(at), '%Y-%m-%dT%TZ') FROM resctl.heartbeat;" | ask_sql 2>/dev/null | grep -E '^[0-9-]+T[0-9:]+Z$'; }

manifest() { # FOLDER NAME STARTED INFO
    local position
    position=$(sed -n "s/^binlog_pos = //p" <<<"$4")
    said() { sed -n "s/.*$1 '\([^']*\)'.*/\1/p" <<<"$position"; }
    [ -n "$(said filename)" ] && [[ $(sed -n 's/^innodb_to_lsn = //p' <<<"$4") =~ ^[0-9]+$ ]] || return 1
    printf '{\n'
    printf '  "%s": "%s",\n' format 1 site "$site" host "$host" line "$line" name "$2" kind "$kind" base "$base" \
        started "$(iso "$3")" ended "$(iso)" startGtid "$gtid" endGtid "$(said 'GTID of the last change')" \
        logFile "$(said filename)" logPosition "$(said position)" heartbeat "$(heartbeat)" \
        image "$image" compression "$(compressor)" encrypted "$([ -n "$certificate" ] && echo yes || echo no)" \
        startLsn "$(sed -n 's/^innodb_from_lsn = //p' <<<"$4")" endLsn "$(sed -n 's/^innodb_to_lsn = //p' <<<"$4")" epoch "${epoch:-0}"
    printf '  "bytes": "%s"\n}\n' "$(du -cb -- "$1"/data.* | tail -n 1 | cut -f 1)"
}
