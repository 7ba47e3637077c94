# shellcheck shell=bash disable=SC2154 # most variables are set in backup.conf and common.sh
# The archive of the binary log: pieces of each log file, each beginning where the one before ended, each ending between two transactions. What is
# archived stands in the names, so there is no book that could differ from it:
#   FROM_TO_TIME_GTID_SHA256.EXTENSION     bytes of the log; GTID: transactions up to there are in it or in what came before; SHA256 of the piece as it is
#   closed_SIZE                            the log file is over, and this was its size

follow() {
    while :; do
        # In a process of its own: what ends one look does not end the next.
        ("$home/backup" archive)
        sleep "$logs"
    done
}

archive() {
    local line answer gtid current position file
    [ "$(turn)" = "$host" ] || return 0
    alone log-lock 60 || fail "the log is being archived already, for more than a minute"
    # In this order the transactions up to the first are surely in front of the second.
    answer=$(printf 'SELECT CONCAT("at ", @@gtid_binlog_pos); SHOW MASTER STATUS;' | ask_sql 2>/dev/null)
    [[ $answer =~ ^at\ ([0-9,-]*)$'\n'(binlog\.[0-9]+)$'\t'([0-9]+) ]] || fail "the database server in $container does not tell where its binary log is; what it has archived so far is kept"
    gtid=${BASH_REMATCH[1]:-none} current=${BASH_REMATCH[2]} position=${BASH_REMATCH[3]}
    runs || fail "the database server in $container is still being set up"
    line_of_data
    for file in $(log_files); do
        archive_file "$file"
        [ "$file" != "$current" ] || break
    done
}

log_files() { as_server find "$data" -maxdepth 1 -type f -name 'binlog.[0-9]*' -printf '%f\n' | grep -E '^binlog\.[0-9]+$' | sort -t. -k 2n; }

# How far a log file is archived. Pieces that do not join end the count: what follows would not be a log.
archived() { # FOLDER
    find "$1" -maxdepth 1 -type f -name '[0-9]*_[0-9]*_*' -printf '%f\n' 2>/dev/null | sort |
        awk -F_ 'BEGIN { to = 0 } $1 + 0 == to { to = $2 + 0; next } { exit } END { printf "%.0f\n", to }'
}

archive_file() { # FILE
    local folder=$made/$line/log/$1 have end next marks
    marks=("$folder"/closed_*)
    [ ! -e "${marks[0]}" ] || return 0
    mkdir -p -- "$folder"
    have=$(archived "$folder")
    end=$position
    if [ "$1" != "$current" ]; then end=$(as_server stat -c %s -- "$data/$1"); fi
    if [ "$have" -gt "$end" ]; then
        # Only a server that lost what it had said to have written comes to this.
        as_server rm -f -- "$data/resctl-line"
        fail "$1 is shorter on the server than in the archive ($end and $have bytes): its end was lost. The archive of these data ends here, and the next backup begins a new chain."
    fi
    while [ "$have" -lt "$end" ]; do
        next=$((have + part_bytes < end ? have + part_bytes : end))
        piece "$1" "$folder" "$have" "$next" || fail "$1 could not be archived from $have to $next: what is archived so far is kept, and the next look goes on from there"
        have=$next
    done
    if [ "$1" != "$current" ]; then : >"$folder/closed_$end"; fi
}

piece() { # FILE FOLDER FROM TO
    local sum name reached=none
    room "$store" $(($4 - $3)) "the binary log is not archived" || return 1
    as_server dd if="$data/$1" iflag=skip_bytes,count_bytes,fullblock bs=1M skip="$3" count="$(($4 - $3))" status=none | compress | seal >"$2/.piece" || return 1
    sum=$(sha256sum <"$2/.piece") && sync -- "$2/.piece" || return 1
    if [ "$1" = "$current" ] && [ "$4" = "$position" ]; then reached=$gtid; fi
    printf -v name '%012d_%012d_%s_%s_%s.%s' "$3" "$4" "$(stamp)" "$reached" "${sum%% *}" "$(compressor)"
    mv -T -- "$2/.piece" "$2/$name" && sync -- "$2"
}
