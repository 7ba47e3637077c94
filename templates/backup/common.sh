# shellcheck shell=bash disable=SC2154,SC2034 # most variables are set in backup.conf
# What the parts share.
made=$store/made
copies=$store/copy
run=/run/resctl-backup-$site
part_bytes=67108864

fail() {
    printf '%s\n' "$1" >&2
    exit "${2:-1}"
}

# For who watches; a journal has enough in what came of it.
progress() { [ -n "${JOURNAL_STREAM-}" ] || printf 'progress: %s\n' "$1" >&2; }

now() { date +%s; }
stamp() { date +%Y%m%dT%H%M%SZ; }
iso() { date -d "@${1:-$(now)}" +%FT%TZ; }

# One at a time. FILE SECONDS
alone() {
    mkdir -p -- "$store" "$made"
    exec 8>"$store/.$1"
    flock -w "$2" 8
}

# A field of the lease that this host has.
lease_field() {
    sed -n "s/^ *\"$1\": *\"\{0,1\}\([A-Za-z0-9@._+:-]*\)\"\{0,1\},\{0,1\}\$/\1/p" "$lease" 2>/dev/null | head -n 1
}

# The host that makes backups now: it follows the lease, so that no apply is needed after a promotion. The primary only where it has no replica.
turn() {
    local live primary server name of first='' replica='' wished=''
    live=$(lease_field live)
    primary=$(lease_field primary)
    for server in "${servers[@]}"; do
        read -r name of _ <<<"$server"
        [ "$of" = "$live" ] || continue
        first=${first:-$name}
        primary=${primary:-$name}
        if [ "$name" != "$primary" ]; then
            replica=${replica:-$name}
            if [ "$name" = "$from" ]; then wished=$name; fi
        fi
    done
    printf '%s\n' "${wished:-${replica:-$first}}"
}

# The first database host of the zone that is not live keeps the copy.
keeper() {
    local live server name of
    live=$(lease_field live)
    [ "$copy" = yes ] && [ -n "$live" ] || return 0
    for server in "${servers[@]}"; do
        read -r name of _ <<<"$server"
        if [ "$of" != "$live" ]; then printf '%s\n' "$name" && return; fi
    done
}

# The folder of the data belongs to the server's user, so only with its rights is anything read or written in it.
as_server() { setpriv --reuid="${owner%%:*}" --regid="${owner##*:}" --clear-groups "$@"; }

# Statements come by standard input.
ask_sql() { sql --batch --raw --skip-column-names; }

# Process 1 is the server itself, not the set-up's.
runs() { docker exec -u mysql "$container" grep -qx mariadbd /proc/1/comm >/dev/null 2>&1; }

# What one server's data are called from their making to their end: their log positions and LSNs mean nothing beside those of others, such as those
# that a rebuild makes. Sets line.
line_of_data() {
    local id
    # There whole or not at all, also when this is killed; of two that begin at once the first gives the name.
    # shellcheck disable=SC2016 # the inner shell expands
    [ -e "$data/resctl-line" ] || as_server sh -c 'head -c 8 /dev/urandom | od -An -tx1 | tr -d " \n" >"$0.$$" && [ "$(wc -c <"$0.$$")" = 16 ] &&
        sync "$0.$$" && ln -- "$0.$$" "$0"; rm -f -- "$0.$$"' "$data/resctl-line" 2>/dev/null
    id=$(as_server head -c 16 -- "$data/resctl-line" 2>/dev/null)
    [[ $id =~ ^[0-9a-f]{16}$ ]] || fail "the data in $data cannot be told apart from others: $data/resctl-line cannot be read or written"
    line=$host-$id
}

# Whole backups of a line, oldest first. What is being made or fetched begins with a dot.
backups_in() { find "$1" -mindepth 1 -maxdepth 1 -type d -name '[0-9]*-*-*' -printf '%f\n' 2>/dev/null | grep -E '^[0-9]{6}-[0-9]{8}T[0-9]{6}Z-(full|incremental)$' | sort; }

# A field of a backup's manifest. FOLDER KEY
field() { sed -n "s/^ *\"$2\": *\"\{0,1\}\([^\"]*[^\",]\)\"\{0,1\},\{0,1\}\$/\1/p" "$1/manifest.json" | head -n 1; }

compressor() { if command -v zstd >/dev/null; then echo zst; else echo gz; fi; }
compress() {
    if [ "$(compressor)" = zst ]; then
        zstd -q -c -3 -T2
    elif command -v pigz >/dev/null; then
        pigz -c -3
    else
        gzip -c -3
    fi
}

# What another host compressed may need a program that is only in the database's image here.
decompress() {
    case $1 in
    gz) gzip -dc ;;
    zst) if command -v zstd >/dev/null; then zstd -q -dc; else docker run --rm -i --network none --entrypoint zstd "$image" -q -dc; fi ;;
    *) return 1 ;;
    esac
}

# For a certificate whose key no host has: each piece by itself, so that opening it needs little memory.
export RESCTL_CERTIFICATE=$certificate
# shellcheck disable=SC2016 # the shell that seals expands
sealing='openssl cms -encrypt -binary -stream -aes-256-gcm -outform DER -recip "$RESCTL_CERTIFICATE"'
if [ -z "$certificate" ]; then sealing='cat'; fi
seal() { sh -c "$sealing"; }

free_bytes() { df --output=avail -B1 -- "$1" | tail -n 1 | tr -d ' '; }

# Backups share the disk with the database as a rule, and must never be what fills it.
reserve_bytes() { echo $(($(df --output=size -B1 -- "$1" | tail -n 1 | tr -d ' ') / 20)); }

# Fails, saying so, unless BYTES fit beside the reserve. FOLDER BYTES WHAT
room() {
    local free reserve
    free=$(free_bytes "$1")
    reserve=$(reserve_bytes "$1")
    [ $((free - $2)) -gt "$reserve" ] && return
    printf '%s: about %s MB are needed, and the disk of %s has %s MB free, of which the last %s MB are left to the database. Make room there.\n' \
        "$3" "$(($2 / 1048576))" "$1" "$((free / 1048576))" "$((reserve / 1048576))" >&2
    return 1
}
