# shellcheck shell=bash disable=SC2154 # most variables are set in backup.conf and common.sh
# The copy in the other zone. The source answers two questions, `list` and `get`, and asks none: whoever takes the source over can neither delete nor
# change what was fetched. The one that fetches takes nothing on trust: neither names, nor sizes, nor that a thing is what its checksum says.
piece_name='([0-9]{12})_([0-9]{12})_[0-9]{8}T[0-9]{6}Z_(none|[0-9,-]{1,120})_([0-9a-f]{64})\.(zst|gz)'
path_form="^([a-z][a-z0-9-]*)-[0-9a-f]{16}/(([0-9]{6}-[0-9]{8}T[0-9]{6}Z-(full|incremental))/(manifest\.json|sha256|data\.[0-9]{5})|log/binlog\.[0-9]{6,9}/(closed_[0-9]{1,15}|$piece_name))\$"

# Where it is not empty, only what lies in these folders is fetched; a line each.
only=''

# Known to both ends, good for one address, and never stored: from a password that both keep anyway.
token() { # ADDRESS
    { printf 'resctl-backup\n' && cat -- "$secret" && printf '\n%s\n' "$1"; } | sha256sum | cut -d' ' -f 1
}

serve() {
    local said request
    IFS= read -r -t 10 -n 100 said && IFS= read -r -t 10 -n 400 request || return 0
    if [[ " ${servers[*]/%/ } " != *" ${REMOTE_ADDR:-nobody} "* ]] || [ "$said" != "$(token "${REMOTE_ADDR-}")" ]; then
        echo "somebody without the token was turned away: ${REMOTE_ADDR-}" >&2
        return 1
    fi
    case $request in
    list)
        find "$made" -mindepth 1 -name '.*' -prune -o -type f -printf '%P %s\n'
        echo end
        ;;
    'get '*)
        request=${request#get }
        [[ $request =~ $path_form ]] && [ -f "$made/$request" ] && [ ! -L "$made/$request" ] || return 0
        stat -c %s -- "$made/$request" && cat -- "$made/$request"
        ;;
    esac
}

# The token goes by standard input.
ask() { # ADDRESS QUESTION
    printf '%s\n%s\n' "$(token "$address")" "$2" | socat -t 3600 -T 60 - "TCP:$1:$port,connect-timeout=10,bind=$address" 2>/dev/null
}

pull() {
    local live server name of at failed=0
    [ "$(keeper)" = "$host" ] || return 0
    alone pull-lock 0 || return 0
    mkdir -p -- "$copies"
    live=$(lease_field live)
    for server in "${servers[@]}"; do
        read -r name of at <<<"$server"
        [ "$of" != "$live" ] || pull_from "$name" "$at" || failed=1
    done
    retain "$copies"
    return "$failed"
}

# What a restore needs and this host has not, beside what is kept. The caller says what by its environment, as for a restore.
fetch_from() { # NAME
    local server name at
    alone fetch-lock 0 || fail "this host is fetching already"
    copies=$store/fetched
    rm -rf -- "$copies"
    mkdir -p -- "$copies" || fail "$copies cannot be made"
    only=$(printf '%s\n%s\n' "$BACKUPS" "$LOGS" | cut -d' ' -f 2-)
    for server in "${servers[@]}"; do
        read -r name _ at <<<"$server"
        [ "$name" != "$1" ] || pull_from "$name" "$at" || fail "what is needed could not be fetched from $1"
    done
}

pull_from() { # NAME ADDRESS
    local list path name size wanted failed=0 status
    list=$(ask "$2" list)
    if [ "${list##*$'\n'}" != end ]; then
        printf 'the backups of %s cannot be fetched: it does not answer at %s:%s\n' "$1" "$2" "$port" >&2
        return 1
    fi
    # The log first: it is what was last written, and small.
    wanted=$(grep / <<<"$list" | sort -t/ -k 2,2r -k 3)
    while read -r path size; do
        if ! [[ $path =~ $path_form ]] || [ "${BASH_REMATCH[1]}" != "$1" ]; then continue; fi
        if [ -n "$only" ] && ! grep -qxF -- "${path%/*}" <<<"$only"; then continue; fi
        if ! [[ $size =~ ^[0-9]{1,9}$ ]] || [ "$size" -gt $((part_bytes * 2)) ]; then continue; fi
        name=${path%/*} name=${name##*/}
        case $path in
        */log/*) [ -e "$copies/$path" ] || refused "$path" || pull_piece "$2" "$path" "$size" ;;
        *) [ -e "$copies/${path%/*}" ] || refused "${path%/*}" || fetch "$2" "$path" "$size" "$copies/${path%%/*}/.pulling-$name/${path##*/}" ;;
        esac
        status=$?
        # What is damaged where it was made keeps nothing else from being fetched; a source that does not answer, or a full disk, does.
        if [ "$status" != 0 ]; then failed=1; fi
        if [ "$status" -gt 1 ]; then break; fi
    done <<<"$wanted"
    pulled "$1" || failed=1
    return "$failed"
}

# What was found to be damaged is not fetched again for a day. PATH
refused() { [ -n "$(find "$copies/.refused" -name "$(cksum <<<"$1" | tr ' ' -)" -mmin -1440 2>/dev/null)" ]; }
refuse() {
    mkdir -p -- "$copies/.refused"
    : >"$copies/.refused/$(cksum <<<"$1" | tr ' ' -)"
}

# 2: it did not arrive.
fetch() { # ADDRESS PATH SIZE TARGET
    local told
    [ "$(stat -c %s -- "$4" 2>/dev/null)" != "$3" ] || return 0
    room "$store" "$3" "the copy is not continued" || return 2
    mkdir -p -- "${4%/*}"
    ask "$1" "get $2" | {
        IFS= read -r told
        [ "$told" = "$3" ] && head -c "$3" >"$4.part"
    }
    if [ "$(stat -c %s -- "$4.part" 2>/dev/null)" != "$3" ]; then
        rm -f -- "$4.part"
        printf '%s did not arrive whole; the next look goes on there\n' "$2" >&2
        return 2
    fi
    mv -T -- "$4.part" "$4"
}

pull_piece() { # ADDRESS PATH SIZE
    local sum=${2##*_} target=$copies/${2%/*}/.piece
    if [[ $2 == */closed_* ]]; then
        mkdir -p -- "$copies/${2%/*}" && : >"$copies/$2"
        return
    fi
    rm -f -- "$target"
    fetch "$1" "$2" "$3" "$target" || return
    if [ "$(sha256sum <"$target" | cut -d' ' -f 1)" != "${sum%%.*}" ]; then
        rm -f -- "$target"
        refuse "$2"
        printf '%s is not what its checksum says: it is damaged where it was made\n' "$2" >&2
        return 1
    fi
    sync -- "$target" && mv -T -- "$target" "$copies/$2"
}

# What arrived whole gets its name.
pulled() { # HOST
    local work name target path before failed=0
    for work in "$copies/$1"-*/.pulling-*; do
        [ -d "$work" ] || continue
        name=${work##*/.pulling-} target=${work%/*}/${work##*/.pulling-}
        # Its list of files comes last in no order: until all are there, it is not judged.
        if ! complete "$work"; then continue; fi
        if ! whole "$work" || [ "$(field "$work" name)" != "$name" ] || [ "$(field "$work" line)" != "$(basename -- "${work%/*}")" ]; then
            rm -rf -- "$work"
            path=${work#"$copies/"}
            refuse "${path%/*}/$name"
            failed=1
            printf 'the backup %s of %s is not what its checksums say: it is damaged where it was made, and not taken\n' "$name" "$1" >&2
            continue
        fi
        before=$(newest_full_bytes)
        if [[ $name == *-full ]] && [ "${before:-0}" -gt $(($(field "$work" bytes) * 2)) ]; then
            printf '%s of %s has %s bytes, and the full backup before it had %s: is it still what it should be? Until somebody said so, nothing is removed from the copy. If it is: %s retain shrink\n' \
                "$name" "$1" "$(field "$work" bytes)" "$before" "$home/backup" | tee "$copies/frozen" >&2
        fi
        printf '%s\n' "$(stamp)" >"$work/arrived"
        sync -- "$work"/* "$work" && mv -T -- "$work" "$target" && sync -- "${target%/*}"
    done
    return "$failed"
}

newest_full_bytes() {
    local newest
    newest=$(dated "$copies" | grep full | sort | tail -n 1 | cut -d' ' -f 2)
    [ -z "$newest" ] || field "$copies/$newest" bytes
}

# As many files as its checksums are of; whether the word that it arrived is there already, as after a power cut before it got its name, or not. FOLDER
complete() {
    [ -f "$1/sha256" ] && [ "$(grep -c . "$1/sha256")" = "$(find "$1" -mindepth 1 ! -name '*.part' ! -name sha256 ! -name arrived | wc -l)" ]
}

# A manifest may come from a host that somebody took over, and what it says is reckoned with: nothing else than this may stand in it.
sane() { # FOLDER
    local gtid='([0-9]+-[0-9]+-[0-9]+(,[0-9]+-[0-9]+-[0-9]+)*)?' time='[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z' line key
    local -A form=(
        [format]=1 [site]='[a-z0-9]+' [host]='[a-z0-9-]+' [line]='[a-z0-9-]+' [name]='[0-9A-Za-z-]+' [kind]='full|incremental' [base]='[0-9A-Za-z-]*'
        [started]=$time [ended]=$time [startGtid]=$gtid [endGtid]=$gtid [logFile]='binlog\.[0-9]{6,9}' [logPosition]='[0-9]{1,15}'
        [heartbeat]="($time)?" [image]='[A-Za-z0-9._:/@-]+' [compression]='zst|gz' [encrypted]='yes|no' [startLsn]='[0-9]{1,18}' [endLsn]='[0-9]{1,18}'
        [epoch]='[0-9]{1,18}' [bytes]='[0-9]{1,15}')
    [ "$(stat -c %s -- "$1/manifest.json" 2>/dev/null || echo 99999)" -lt 10000 ] || return 1
    while IFS= read -r line; do
        case $line in '{' | '}') continue ;; esac
        [[ $line =~ ^\ \ \"([A-Za-z]+)\":\ \"([^\"]*)\",?$ ]] || return 1
        key=${BASH_REMATCH[1]}
        # Once each, in its form.
        [ -n "${form[$key]-}" ] && [[ ${BASH_REMATCH[2]} =~ ^(${form[$key]})$ ]] || return 1
        unset "form[$key]"
    done <"$1/manifest.json"
    [ "${#form[@]}" = 0 ]
}

# The checksums are of all its files, and true. FOLDER
whole() {
    sane "$1" && (cd -- "$1" 2>/dev/null &&
        [ "$(find . -name 'data.*' ! -name '*.part' -o -name manifest.json | sort)" = "$(sed -n 's,^[0-9a-f]\{64\}  ,./,p' sha256 | sort)" ] &&
        sha256sum --check --strict --status sha256) 2>/dev/null
}
