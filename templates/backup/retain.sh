# shellcheck shell=bash disable=SC2154 # most variables are set in backup.conf and common.sh
# What is kept. Hours and days are counted among those that have backups, so a clock that jumps forward makes nothing old; and in a copy they are
# those in which a backup arrived here, so a source that sends a thousand of them pushes nothing out.

retain_all() { # [shrink]
    local folder
    alone backup-lock 60 || fail "a backup is under way: run this again when it is made"
    for folder in "$made" "$copies"; do [ ! -d "$folder" ] || retain "$folder" "${1-}"; done
}

# LINE/NAME and when it was made, or arrived here.
dated() { # FOLDER
    local folder name
    for folder in "$1"/*-*/; do
        folder=${folder%/}
        for name in $(backups_in "$folder"); do
            if [ -e "$folder/$name/arrived" ]; then
                printf '%s %s/%s\n' "$(head -c 16 "$folder/$name/arrived")" "${folder##*/}" "$name"
            else
                printf '%s %s/%s\n' "$(cut -d- -f 2 <<<"$name")" "${folder##*/}" "$name"
            fi
        done
    done
}

# Reads what `dated` prints, prints what is to go.
surplus() {
    sort -r | awk -v hourly="$keep_hourly" -v daily="$keep_daily" '
        {
            at[NR] = $1; path[NR] = $2
            hour = substr($1, 1, 11); day = substr($1, 1, 8)
            if (!(hour in hours)) { hours[hour] = ++hourCount }
            if ($2 ~ /full$/) {
                if (!(day in days)) { days[day] = ++dayCount }
                # The last one read is the first of its day.
                first[day] = $2
            }
        }
        END {
            for (i = 1; i <= NR; i++) {
                day = substr(at[i], 1, 8)
                if (hours[substr(at[i], 1, 11)] <= hourly) { keep[path[i]] = 1 }
                if (path[i] ~ /full$/ && first[day] == path[i] && days[day] <= daily) { keep[path[i]] = 1 }
            }
            # An incremental one is worth nothing without all that it builds on.
            for (i = 1; i <= NR; i++) { byName[i] = path[i] }
            for (i = 2; i <= NR; i++) {
                p = byName[i]; for (j = i - 1; j > 0 && byName[j] < p; j--) { byName[j + 1] = byName[j] } byName[j + 1] = p
            }
            needed = ""
            for (i = 1; i <= NR; i++) {
                split(byName[i], piece, "/")
                if (piece[1] != needed) { needed = "" }
                if (keep[byName[i]] || needed != "") { keep[byName[i]] = 1; needed = (byName[i] ~ /full$/) ? "" : piece[1] }
            }
            for (i = 1; i <= NR; i++) { if (!keep[path[i]]) { print path[i] } }
        }'
}

retain() { # FOLDER [shrink]
    local all gone fulls path oldest
    all=$(dated "$1")
    gone=$(surplus <<<"$all")
    fulls=$(grep -c full <<<"$all")
    if [ -e "$1/frozen" ] && [ "${2-}" != shrink ]; then
        printf 'nothing is removed from %s: %s\n' "$1" "$(head -n 1 "$1/frozen")" >&2
        return 0
    fi
    # A day's passing takes one. More at once is a shorter `keep:`, or somebody's doing.
    if [ "${2-}" != shrink ] && [ "$(grep -c full <<<"$gone")" -gt $((fulls / 4 > 2 ? fulls / 4 : 2)) ]; then
        printf 'nothing is removed from %s: %s of %s full backups would go at once. If that is meant: %s retain shrink\n' \
            "$1" "$(grep -c full <<<"$gone")" "$fulls" "$home/backup" >&2
        return 0
    fi
    rm -f -- "$1/frozen"
    for path in $gone; do away "$1/$path"; done
    oldest=$(dated "$1" | cut -d' ' -f 2 | sed 's,.*/[0-9]*-\([0-9TZ]*\)-.*,\1,' | sort | head -n 1)
    for path in "$1"/*-*/log; do
        [ ! -d "$path" ] || [ -z "$oldest" ] || retain_logs "${path%/log}" "$oldest"
    done
}

# First out of sight, then gone: what is half removed is never taken for whole.
away() {
    local gone=${1%/*}/.gone-${1##*/}
    mv -T -- "$1" "$gone" && rm -rf -- "$gone"
}

# From the oldest on, as long as they are older than every backup that is kept, and no backup of these data begins in them.
retain_logs() { # LINE FOLDER, OLDEST
    local folder name first='' number newest
    for name in $(backups_in "$1"); do
        number=$(field "$1/$name" logFile)
        number=$((10#${number##*.}))
        if [ -z "$first" ] || [ "$number" -lt "$first" ]; then first=$number; fi
    done
    for folder in $(find "$1/log" -mindepth 1 -maxdepth 1 -type d -name 'binlog.*' -printf '%f\n' | sort -t. -k 2n); do
        number=$((10#${folder##*.}))
        [ -z "$first" ] || [ "$number" -lt "$first" ] || return 0
        newest=$(find "$1/log/$folder" -maxdepth 1 -name '[0-9]*_*' -printf '%f\n' | cut -d_ -f 3 | sort | tail -n 1)
        [[ $newest < $2 ]] || return 0
        away "$1/log/$folder"
    done
}
