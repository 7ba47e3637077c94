# shellcheck shell=bash disable=SC2154,SC2034 # maxscale, word and the like are the guard's
# The MaxScales of this zone, where they promote. Each starts passive and without locks, so it changes no server. Being active is conferred here, once for
# each start of it, when a server takes writes; and it is taken away before any server is closed, since an active one opens it again within a second.
maxscale_pending=no
maxscale_open=
maxscale_next=0 maxscale_look=0 maxscale_patience=20 record_next=0

# METHOD ADDRESS PATH [BODY]; what it says is in $answer. 0: done, 1: refused, 2: nothing listens there, 3: no answer. The login is in a file of root's.
mx() {
    local code body=()
    [ -z "${4-}" ] || body=(--data "$4")
    answer=$(curl --config "$home/maxscale.curl" --silent --noproxy '*' --connect-timeout 2 --max-time 4 --request "$1" \
        --header 'Content-Type: application/json' "${body[@]}" --write-out '\n%{http_code}' "http://$2/v1/$3" 2>/dev/null)
    code=$?
    case $code in 0) ;; 7) return 2 ;; *) return 3 ;; esac
    code=${answer##*$'\n'} answer=${answer%$'\n'*}
    [[ $code == 2* ]]
}

# The first value of that name in $answer: a word without its quotes.
told() { if [[ $answer =~ \"$1\"\ *:\ *(\"([^\"]*)\"|[a-z0-9.]+) ]]; then printf '%s' "${BASH_REMATCH[2]:-${BASH_REMATCH[1]}}"; fi; }

why_not() {
    local said_why
    said_why=$(told detail)
    printf '%s' "${said_why:-it gave no reason}"
}

# ADDRESS PATH NAME=JSON…: sets those parameters that are not so yet, all at once. Fails as mx does.
order() {
    local address=$1 path=$2 pair name value changes=''
    shift 2
    mx GET "$address" "$path" || return
    for pair in "$@"; do
        name=${pair%%=*} value=${pair#*=}
        if [ "$(told "$name")" != "${value//\"/}" ]; then changes+="${changes:+, }\"$name\": $value"; fi
    done
    [ -n "$changes" ] || return 0
    mx PATCH "$address" "$path" "{\"data\": {\"attributes\": {\"parameters\": {$changes}}}}"
}

# Fails as long as it is not done. Locks before it may act: two active ones without locks would both promote.
open_maxscale() {
    mx GET "$maxscale" servers || return 1
    if ! [[ $answer =~ \"state\"\ *:\ *\"Master ]]; then
        say maxscale "MaxScale stays passive: it sees no server that takes writes"
        return 1
    fi
    if ! { order "$maxscale" "monitors/$maxscale_monitor" "cooperative_monitoring_locks=\"$maxscale_locks\"" &&
        order "$maxscale" maxscale passive=false &&
        order "$maxscale" "monitors/$maxscale_monitor" enforce_writable_master=true; }; then
        say maxscale "MaxScale could not be opened ($(why_not)); trying again"
        return 1
    fi
    did maxscale "MaxScale is active now: it keeps the primary writable, and promotes another server of this zone when that dies"
}

# What a start of it still needs. maxscale_pending: look again soon.
maxscale_tend() {
    local state
    maxscale_pending=no
    [ -n "$maxscale" ] && [ "$word" = open ] && [ "$SECONDS" -ge "$maxscale_next" ] || return 0
    maxscale_next=$((SECONDS + 2))
    mx GET "$maxscale" maxscale
    case $? in
    0) ;;
    1) say maxscale "MaxScale refuses to answer: $(why_not)" && return 0 ;;
    *) return 0 ;;
    esac
    state="since $(told started_at)"
    [ "$(cat "$run/maxscale" 2>/dev/null)" != "$state" ] || return 0
    if open_maxscale; then printf '%s\n' "$state" >"$run/maxscale"; else maxscale_pending=yes; fi
}

# Sets maxscale_open to those that may still open a server. First all are passive, then none is to keep a primary writable; only then may servers be closed.
maxscale_close() {
    local address passive=()
    maxscale_open=
    [ "${#maxscales[@]}" != 0 ] || return 0
    rm -f -- "$run/maxscale"
    for address in "${maxscales[@]}"; do
        order "$address" maxscale passive=true
        case $? in
        0) passive+=("$address") ;;
        2) ;;
        *) maxscale_open+="${maxscale_open:+ }$address" ;;
        esac
    done
    for address in "${passive[@]}"; do
        order "$address" "monitors/$maxscale_monitor" enforce_writable_master=false 'cooperative_monitoring_locks="none"' ||
            maxscale_open+="${maxscale_open:+ }$address"
    done
    if [ -z "$maxscale_open" ]; then
        maxscale_patience=20
        say maxscale "MaxScale is passive in zone $zone: ${maxscales[*]}"
    elif [ "$maxscale_patience" -gt 0 ]; then
        maxscale_patience=$((maxscale_patience - 1))
        say maxscale "MaxScale at $maxscale_open may still be active, and does not say that it is not; trying again"
    else
        say maxscale "MaxScale at $maxscale_open does not answer: if it is active it may open a server, so this host's is looked at every minute"
        maxscale_open=
    fi
}

# While this zone is not live: whether something opened the server of this host all the same.
maxscale_watch() {
    local answer
    case $word in standby | fenced | conflict) ;; *) return 0 ;; esac
    [ "${#maxscales[@]}" != 0 ] && [ -n "$database" ] && [ "$closing" = no ] && [ "$SECONDS" -ge "$maxscale_look" ] || return 0
    maxscale_look=$((SECONDS + 60))
    answer=$(ask_sql 'SELECT @@read_only') || return 0
    if writable "$answer"; then
        say maxscale "the database takes writes although zone $zone is not live: closing it again"
        maxscale_patience=20 closing=yes
    fi
}

# MaxScale promotes first and asks nobody. So that the same server is opened after a cold start, the lease follows: the guard of the server that takes
# writes now signs it, when that server follows nobody and no other one that answers takes writes. Who holds the site's lock is about to decide itself.
maxscale_record() {
    local address file scratch=$run/.record
    [ "$promoter" = maxscale ] && [ "$word" = open ] && [ -n "$database" ] && [ "$SECONDS" -ge "$record_next" ] || return 0
    record_next=$((SECONDS + 4))
    ! leads || return 0
    answer=''
    for address in "${maxscales[@]}"; do
        mx GET "$address" "monitors/$maxscale_monitor" && [ "$(told master)" = "$host" ] && break
        answer=''
    done
    [ -n "$answer" ] && writable "$(ask_sql 'SELECT @@read_only')" && status=$(server -E -e 'SHOW SLAVE STATUS') && [ -z "$(field Master_Host)" ] || return 0
    [ -z "$(find "${lease%/*}/lock" -maxdepth 1 -newermt '-20 seconds' -print -quit 2>/dev/null)" ] || return 0
    ask position 5 database
    for file in "$run"/answers/*; do
        if grep -qx writable "$file" 2>/dev/null; then
            say record "MaxScale made $host the primary, and ${file##*/} takes writes too: the lease stays as it is"
            return 0
        fi
    done
    epoch=$((verdict_epoch + 1)) live=$zone primary=$host since=$(date -u +%FT%TZ) by=maxscale@$host
    lease_payload >"$scratch"
    if ! signature=$(openssl pkeyutl -sign -inkey "$site_key" -rawin -in "$scratch" 2>/dev/null | openssl base64 -A) || [ -z "$signature" ]; then
        say record "MaxScale made $host the primary, and the lease cannot be signed here: $site_key is missing or damaged"
    else
        top_epoch=$epoch top_live=$live top_primary=$primary top_text=$(lease_text)
        adopt "$verdict_epoch" && did record "MaxScale made $host the primary: the lease of epoch $epoch says so"
    fi
    rm -f -- "$scratch"
}
