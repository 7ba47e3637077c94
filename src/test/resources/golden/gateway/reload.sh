#!/bin/bash
# Made by resctl for site acme. `reload` is called by systemd when the configuration changed; `started` after a start.
# A configuration that does not take is put away, and what HAProxy took last is back in its place: all files that it reads, as one set, so that the next
# start finds them.
set -u
container='resctl-acme-gateway'
folder='/etc/resctl/acme/gateway'
inside='/usr/local/etc/haproxy'
kept='/run/resctl/haproxy-acme-gateway'
address='10.90.220.50'
port=8404
uri='/'
# One word each.
reads='haproxy.cfg'
cd "$folder" || exit 1
mkdir -p -m 0700 "$kept"

master() { docker inspect --format '{{.State.Pid}}' "$container" 2>/dev/null; }

workers() {
    local pid
    pid=$(master)
    [ "${pid:-0}" -gt 0 ] && grep -ls "^PPid:[[:space:]]*$pid\$" /proc/[0-9]*/status 2>/dev/null | cut -d/ -f3
}

# A worker that was not there before and stays for half a second; on a busy host, where looking takes longer, for two. The wait is short enough for two of
# them in the time that systemd gives a reload.
new_worker() {
    local seen=0 since=0 end=$((SECONDS + 20)) pid fresh
    while [ "$SECONDS" -lt "$end" ]; do
        fresh=
        for pid in $(workers); do
            case " $1 " in *" $pid "*) ;; *) fresh=$pid ;; esac
        done
        if [ -z "$fresh" ]; then
            seen=0
        else
            [ "$seen" -gt 0 ] || since=$SECONDS
            seen=$((seen + 1))
            [ "$seen" -ge 5 ] || [ "$((SECONDS - since))" -ge 2 ] && return 0
        fi
        sleep 0.1
    done
    return 1
}

# Copies of all that HAProxy reads, a private key too: readable for root alone, in memory, gone when the unit stops. `offered` is what it is asked to take
# now, copied before it reads; `taken` what it took last. Copies keep rights and time: a file that is put back is no news to whoever watches it.
offer() {
    local file
    rm -rf "$kept/offered"
    mkdir -m 0700 "$kept/offered" || return
    for file in $reads; do
        [ ! -f "$file" ] || cp -p --parents "$file" "$kept/offered" || return
    done
}

keep() { rm -rf "$kept/taken" && mv "$kept/offered" "$kept/taken"; }

# In the manner of who writes these files: beside them first, so that a reader sees the old or the new one.
put_back() {
    local temp
    temp=$(dirname "$1")/.$(basename "$1").resctl
    mkdir -p -m 0700 "$(dirname "$1")" && cp -p "$kept/taken/$1" "$temp" && mv -fT "$temp" "$1"
}

restore() {
    local file other='' refused=''
    if [ ! -d "$kept/taken" ]; then
        echo "There is no previous configuration to put back." >&2
        return
    fi
    for file in $reads; do
        cmp -s "$kept/taken/$file" "$file" || other+=${other:+, }$file
    done
    case $other in
    *haproxy.cfg*) cp -p haproxy.cfg "$kept/refused.cfg" && refused="; the refused one is $kept/refused.cfg" ;;
    esac
    for file in $reads; do
        [ -f "$kept/taken/$file" ] || rm -f "$file"
    done
    while IFS= read -r file; do
        put_back "$file" || echo "$folder/$file could not be put back: the next start of HAProxy may fail." >&2
    done < <(cd "$kept/taken" && find . -type f -printf '%P\n')
    echo "The previous ${other:-configuration} is back in its place$refused." >&2
}

# One line for each server of the new file: up if the running process says so, else down until its first check has passed.
states() {
    local up
    # shellcheck disable=SC2016 # the inner shell expands
    up=$(timeout 3 bash -c 'exec 3<>"/dev/tcp/$1/$2" && printf "GET %s;csv HTTP/1.0\r\n\r\n" "$3" >&3 && cat <&3' \
        statistics "$address" "$port" "$uri" 2>/dev/null |
        awk -F, '$18 ~ /^UP/ { printf " %s/%s ", $1, $2 }')
    # Nothing was learned: say nothing, so that all begin as up.
    [ -n "$up" ] || return 0
    echo 1
    echo "# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change" \
        "srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn" \
        "srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port"
    awk -v up="$up" '
        $1 == "backend" || $1 == "listen" { backend = $2; id = 0 }
        $1 == "id" { id = $2 }
        $1 == "server" && id {
            weight = 1
            for (i = 4; i < NF; i++) { if ($i == "id") server = $(i + 1); if ($i == "weight") weight = $(i + 1) }
            split($3, at, ":")
            on = index(up, " " backend "/" $2 " ") > 0
            print id, backend, server, $2, at[1], on ? 2 : 0, 0, weight, weight, 1, 6, 3, on ? 2 : 0, 6, 0, 1, 1, "-", at[2], "-", 0, 0, "-", "-", 0
        }' haproxy.cfg
}

if ! offer; then
    echo "The files that HAProxy reads could not be copied to $kept, so it was not asked to read them: is there memory left in /run?" >&2
    exit 1
fi
trap 'rm -rf "$kept/offered" servers.state' EXIT

case ${1:-reload} in
started)
    if new_worker ""; then keep; fi
    exit 0
    ;;
esac

if ! said=$(docker exec "$container" haproxy -c -f "$inside/haproxy.cfg" 2>&1); then
    case $said in
    *ALERT*) echo "HAProxy refuses the new configuration and serves on with what it had: $(echo "$said" | grep ALERT | head -n 3)" >&2 ;;
    *) echo "HAProxy could not be asked about the new configuration: $(echo "$said" | tail -n 3)" >&2 ;;
    esac
    restore
    exit 1
fi
# The state is news only to this reload: a later start shall not believe it.
states > servers.state
before=$(workers | tr '\n' ' ')
if docker kill --signal USR2 "$container" > /dev/null && new_worker "$before"; then
    keep
    exit 0
fi
echo "The new configuration is valid, but no worker came up with it: $(docker logs --tail 5 "$container" 2>&1)" >&2
restore
before=$(workers | tr '\n' ' ')
if ! { docker kill --signal USR2 "$container" > /dev/null && new_worker "$before"; }; then
    echo "HAProxy did not come up with that either: see 'docker logs $container'." >&2
fi
exit 1
