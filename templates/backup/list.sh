# shellcheck shell=bash disable=SC2154 # most variables are set in backup.conf and common.sh
# What is kept here, for programs: a line each.
#   host NAME ZONE NOW · turn HOST · keeper HOST · disk FREE SIZE (bytes) · frozen made|copy WHY · restore FOLDER
#   backup made|copy LINE ARRIVED {manifest}
#   log made|copy LINE FILE TO open|closed|gap FIRST LAST GTID
#   verified {what came of the last restore that was tried}

list() {
    local kind folder line name
    printf 'host %s %s %s\nturn %s\nkeeper %s\n' "$host" "$zone" "$(iso)" "$(turn)" "$(keeper)"
    [ ! -d "$store" ] || printf 'disk %s %s\n' "$(free_bytes "$store")" "$(df --output=size -B1 -- "$store" | tail -n 1 | tr -d ' ')"
    for kind in made copy; do
        [ ! -e "$store/$kind/frozen" ] || printf 'frozen %s %s\n' "$kind" "$(head -n 1 "$store/$kind/frozen")"
        for folder in "$store/$kind"/*-*/; do
            folder=${folder%/} line=${folder##*/}
            [ -d "$folder" ] || continue
            for name in $(backups_in "$folder"); do
                printf 'backup %s %s %s %s\n' "$kind" "$line" "$(head -c 16 "$folder/$name/arrived" 2>/dev/null || echo -)" "$(tr -d '\n' <"$folder/$name/manifest.json")"
            done
            list_logs "$kind" "$folder"
        done
    done
    [ ! -e "$store/verified.json" ] || printf 'verified %s\n' "$(tr -d '\n' <"$store/verified.json")"
    [ ! -e "$restores/restore" ] || printf 'restore %s\n' "$restores/restore"
}

list_logs() { # KIND FOLDER
    [ -d "$2/log" ] || return 0
    find "$2/log" -mindepth 2 -maxdepth 2 -type f ! -name '.*' -printf '%P\n' | sort -t/ -k 1,1 -k 2,2 |
        awk -F/ -v kind="$1" -v line="${2##*/}" '
            function tell() {
                if (file == "") { return }
                state = gap || (closed >= 0 && closed != to) ? "gap" : closed >= 0 ? "closed" : "open"
                printf "log %s %s %s %.0f %s %s %s %s\n", kind, line, file, to, state, first, last, gtid
            }
            $1 != file { tell(); file = $1; to = 0; gap = 0; closed = -1; first = "-"; last = "-"; gtid = "-" }
            {
                n = split($2, piece, "_")
                if (piece[1] == "closed") { closed = piece[2] + 0; next }
                if (n < 5) { next }
                # Two looks that began at the same place after a crash: the longer one counts.
                if (piece[1] + 0 > to) { gap = 1; next }
                if (piece[2] + 0 <= to) { next }
                to = piece[2] + 0
                if (first == "-") { first = piece[3] }
                last = piece[3]
                if (piece[4] != "none") { gtid = piece[4] }
            }
            END { tell() }'
}
