# shellcheck shell=bash disable=SC2154 # most variables are set in backup.conf, common.sh and by the caller
# A backup and the log after it, laid out in a server without network beside the site. The caller says by its environment:
#   WHICH     restore, which stays for the administrator; verify, which goes as soon as it is looked at; or replace, which takes the site's place next
#   BACKUPS   KIND LINE/NAME of the full one and of each incremental one on it, a line each
#   LOGS      KIND LINE/log/FILE, a line each, in order; may be empty
#   START     where replay begins: a GTID position, or an offset in the first of the log files
#   STOP      empty; or a word of mariadb-binlog such as --stop-datetime=2026-11-24 11:00:06 (UTC) or --stop-position=0-1-7
#   LIMIT     for verify: seconds that the newest row of the heartbeat may be old
# Where the backups are encrypted, the private key is in $run/key, and is removed here.

restore() {
    which=${WHICH-}
    case $which in restore | verify | replace) ;; *) fail "'$which' can not be restored" 64 ;; esac
    folder=$restores/$which name=resctl-$site-$which began=$(now)
    trap 'forget' EXIT
    alone "$which-lock" 0 || fail "another restore is under way on this host"
    if [ "$which" != restore ]; then
        lay_down
    elif [ -e "$folder" ]; then
        fail "an earlier restore is still there ($folder, container $name). Look at it, or remove it: $home/backup remove restore"
    fi
    trap 'forget; lay_down' EXIT
    needed
    mkdir -p -- "$folder/data" "$folder/log" "$folder/conf" || fail "$folder cannot be made"
    chown -R -- "$owner" "$folder"
    unpack_all
    join_logs
    start_server
    replay
    report
    [ "$which" = verify ] || trap 'forget' EXIT
}

# The key, and what was fetched for this once.
forget() {
    rm -f -- "$run/key"
    case $BACKUPS in fetched*) rm -rf -- "$store/fetched" ;; esac
}

# The names are of the whole program, for what ends it.
lay_down() {
    docker rm -f -- "resctl-$site-$which" "resctl-$site-$which-tool" >/dev/null 2>&1
    rm -rf --one-file-system -- "${restores:?}/$which"
}

remove() { # WHICH
    which=$1
    case $which in restore | verify | replace) lay_down ;; *) fail "there is no restore that is called '$which'" 64 ;; esac
}

# Four times what is compressed, as a rule; and twice the log: its text, and what it becomes.
needed() {
    local kind path bytes=0
    while read -r kind path; do bytes=$((bytes + $(field "$store/$kind/$path" bytes) * 4)); done <<<"$BACKUPS"
    while read -r kind path; do [ -z "$path" ] || bytes=$((bytes + $(du -sb -- "$store/$kind/$path" | cut -f 1) * 8)); done <<<"$LOGS"
    mkdir -p -- "$restores"
    room "$restores" "$bytes" "nothing was restored" || exit 1
}

# In the image of the database, without network. PROGRAM [ARGUMENT…]
tool() {
    local program=$1
    shift
    docker run --rm -i --pull never --name "$name-tool" --network none --user "$owner" --entrypoint "$program" \
        --mount "type=bind,source=$folder,target=/restore" "$image" "$@"
}

open_piece() { # FILE ENCRYPTED
    if [ "$2" != yes ]; then
        cat -- "$1"
    else
        openssl cms -decrypt -binary -inform DER -inkey "$run/key" -in "$1"
    fi
}

unpack_all() {
    local kind path into=data said
    while read -r kind path; do
        progress "unpacking $path"
        path=$store/$kind/$path
        whole "$path" || fail "the backup $path is damaged: its checksums do not hold. Nothing was restored; take an earlier one, or one that another host keeps"
        if [ "$(field "$path" encrypted)" = yes ] && [ ! -s "$run/key" ]; then fail "the backup $path is encrypted, and no private key was given"; fi
        rm -rf -- "$folder/incremental" && mkdir -m 0750 -- "$folder/incremental" && chown -- "$owner" "$folder/incremental"
        said=$({ for piece in "$path"/data.*; do open_piece "$piece" "$(field "$path" encrypted)" || exit 1; done |
            decompress "$(field "$path" compression)" | tool mbstream -x -C "/restore/$into"; } 2>&1) || fail "the backup $path could not be unpacked: $(tail -n 3 <<<"$said")"
        progress "preparing ${path##*/}"
        local arguments=(--prepare --target-dir=/restore/data)
        if [ "$into" = incremental ]; then arguments+=(--incremental-dir=/restore/incremental); fi
        said=$(tool mariadb-backup "${arguments[@]}" </dev/null 2>&1) || fail "the backup $path could not be prepared: $(tail -n 3 <<<"$said")"
        into=incremental
    done <<<"$BACKUPS"
    rm -rf -- "$folder/incremental"
}

join_logs() {
    local kind path piece parts from to end encrypted last
    last=$(tail -n 1 <<<"$LOGS")
    while read -r kind path; do
        [ -n "$path" ] || continue
        end=0
        for piece in "$store/$kind/$path"/[0-9]*_*; do
            IFS=_ read -r from to _ <<<"${piece##*/}"
            from=$((10#$from)) to=$((10#$to))
            [ "$to" -gt "$end" ] || continue
            if [ "$from" != "$end" ]; then
                # Replay ends at it, as whoever asked was told by the list; over it nothing is replayed.
                [ "$kind $path" = "$last" ] || fail "the archive of the binary log has a gap: $path lacks the bytes from $end to $from"
                progress "the archive of the binary log has a gap in $path: nothing after it is restored"
                break
            fi
            parts=${piece##*_}
            [ "$(sha256sum <"$piece" | cut -d' ' -f 1)" = "${parts%%.*}" ] || fail "$piece is damaged: its checksum does not hold"
            encrypted=no
            # What a compressor wrote begins as its kind does.
            case $(head -c 4 "$piece" | od -An -tx1 | tr -d ' \n') in 28b52ffd | 1f8b*) ;; *) encrypted=yes ;; esac
            if [ "$encrypted" = yes ] && [ ! -s "$run/key" ]; then fail "the archive of the binary log is encrypted, and no private key was given"; fi
            open_piece "$piece" "$encrypted" | decompress "${piece##*.}" >>"$folder/log/${path##*/}" || fail "$piece could not be opened"
            end=$to
            [ "$(stat -c %s -- "$folder/log/${path##*/}")" = "$end" ] || fail "$piece does not hold the $((to - from)) bytes that it should"
        done
    done <<<"$LOGS"
    chown -R -- "$owner" "$folder/log"
}

inside() { docker exec -i -u mysql "$name" mariadb -u mysql --batch --raw --skip-column-names; }

start_server() {
    local tries=0
    cat >"$folder/conf/restore.cnf" <<'END'
[mariadbd]
# Nobody reaches it, it follows nobody, and nothing runs in it by itself.
skip_networking = ON
skip_slave_start = ON
event_scheduler = OFF
server_id = 4294967295
log_bin = binlog
log_slave_updates = ON
binlog_format = ROW
gtid_domain_id = 0
max_allowed_packet = 1G
character_set_server = utf8mb4
# What is replayed can be replayed again.
sync_binlog = 0
innodb_flush_log_at_trx_commit = 0
END
    chown -R -- "$owner" "$folder/conf"
    progress "starting the restored server"
    docker run -d --pull never --name "$name" --network none --user "$owner" --entrypoint mariadbd --label "io.resctl.restore=$site" \
        --mount "type=bind,source=$folder/data,target=/var/lib/mysql" --mount "type=bind,source=$folder/log,target=/restore-log,readonly" \
        --mount "type=bind,source=$folder/conf,target=/etc/mysql/conf.d,readonly" "$image" >/dev/null || fail "the restored server could not be created"
    until echo 'SELECT 1;' | inside >/dev/null 2>&1; do
        tries=$((tries + 1))
        if [ "$tries" -ge 1200 ] || [ "$(docker inspect -f '{{.State.Running}}' "$name" 2>/dev/null)" != true ]; then
            fail "the restored server does not start: $(docker logs --tail 5 "$name" 2>&1)"
        fi
        sleep 0.5
    done
    # From here on its positions are those of the site.
    position=$(field "$store/$(tail -n 1 <<<"$BACKUPS" | tr ' ' /)" endGtid)
    [ -z "$position" ] || printf "SET GLOBAL gtid_binlog_state = '%s';" "$position" | inside || fail "the position '$position' of the backup could not be set"
}

replay() {
    local files said watcher arguments=("--start-position=$START" --verify-binlog-checksum)
    [ -n "$LOGS" ] || return 0
    files=$(while read -r _ path; do printf '/restore-log/%s\n' "${path##*/}"; done <<<"$LOGS")
    [ -z "${STOP-}" ] || arguments+=("$STOP")
    progress "replaying the binary log"
    (while sleep 5; do progress "replayed up to $(echo 'SELECT @@gtid_binlog_pos;' | inside 2>/dev/null)"; done) 8>&- &
    watcher=$!
    # shellcheck disable=SC2016,SC2086 # the inner shell expands; one word a file
    said=$(docker exec -u mysql -e TZ=UTC "$name" bash -o pipefail -c 'mariadb-binlog "$@" | mariadb -u mysql --binary-mode --max-allowed-packet=1G' replay "${arguments[@]}" $files 2>&1)
    local status=$?
    kill "$watcher" 2>/dev/null
    [ "$status" = 0 ] || fail "the binary log could not be replayed: $(tail -n 5 <<<"$said")"
}

report() {
    local reached beat age='' ok=yes why='' damaged
    progress "checking the tables"
    reached=$(echo 'SELECT @@gtid_binlog_pos;' | inside)
    beat=$(echo "SET time_zone = '+00:00'; SELECT DATE_FORMAT(MAX(at), '%Y-%m-%dT%TZ') FROM resctl.heartbeat;" | inside 2>/dev/null | grep -E '^[0-9-]+T[0-9:]+Z$')
    damaged=$(docker exec -u mysql "$name" mariadb-check -u mysql --all-databases --check --quick --silent 2>&1 | grep -iE '(error|corrupt)' | head -n 5)
    if [ -n "$beat" ]; then age=$((began - $(date -d "$beat" +%s))); fi
    if [ -n "$damaged" ]; then
        ok=no why="tables are damaged: ${damaged//$'\n'/; }"
    elif [ "$which" = verify ] && [ -z "$beat" ]; then
        ok=no why="it holds no heartbeat (table resctl.heartbeat), so nobody can tell how old its data are"
    elif [ "$which" = verify ] && [ "$age" -gt "$LIMIT" ]; then
        ok=no why="its newest data are of $beat, which is more than the $LIMIT s that are allowed"
    fi
    if [ "$which" = verify ]; then
        printf '{"at":"%s","host":"%s","ok":"%s","why":"%s","backup":"%s","reached":"%s","heartbeat":"%s","age":"%s","limit":"%s","seconds":"%s"}\n' \
            "$(iso)" "$host" "$ok" "$(tr -d '"\134' <<<"$why")" "$(tail -n 1 <<<"$BACKUPS")" "$reached" "$beat" "$age" "$LIMIT" "$(($(now) - began))" >"$store/.verified"
        sync -- "$store/.verified" && mv -T -- "$store/.verified" "$store/verified.json"
    fi
    printf '%s %s\n' reached "${reached:--}" heartbeat "${beat:--}" age "${age:--}" ok "$ok" seconds "$(($(now) - began))"
    printf 'why %s\ncontainer %s\nfolder %s\n' "${why//$'\n'/; }" "$name" "$folder"
}
