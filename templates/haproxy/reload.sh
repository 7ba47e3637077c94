#!/bin/bash
# Made by resctl for site [=site]. `reload` is called by systemd when the configuration changed; `started` after a start.
# A configuration that does not take is put away, and the previous one is back in its place.
set -u
container=[=sh(container)]
folder=[=sh(folder)]
inside=[=sh(inside)]
kept=[=sh(kept)]
address=[=sh(address)]
port=[=port]
uri=[=sh(uri)]
cd "$folder" || exit 1
mkdir -p -m 0700 "$kept"

master() { docker inspect --format '{{.State.Pid}}' "$container" 2>/dev/null; }

workers() {
    local pid
    pid=$(master)
    [ "${pid:-0}" -gt 0 ] && grep -ls "^PPid:[[:space:]]*$pid\$" /proc/[0-9]*/status 2>/dev/null | cut -d/ -f3
}

# A worker that was not there before and stays for half a second.
new_worker() {
    local seen=0 pid fresh
    for _ in $(seq 100); do
        fresh=
        for pid in $(workers); do
            case " $1 " in *" $pid "*) ;; *) fresh=$pid ;; esac
        done
        if [ -n "$fresh" ]; then seen=$((seen + 1)); else seen=0; fi
        [ "$seen" -ge 5 ] && return 0
        sleep 0.1
    done
    return 1
}

# Copies keep their time: a file that is put back is no news to whoever watches it.
keep() { cp -p haproxy.cfg "$kept/new" && mv -f "$kept/new" "$kept/previous.cfg"; }

restore() {
    if [ -f "$kept/previous.cfg" ]; then
        cp -p haproxy.cfg "$kept/refused.cfg"
        cp -p "$kept/previous.cfg" .haproxy.cfg.resctl && mv -f .haproxy.cfg.resctl haproxy.cfg
        echo "The previous configuration is back in its place and serves on; the refused one is $kept/refused.cfg." >&2
    else
        echo "There is no previous configuration to put back; what ran before still serves." >&2
    fi
}

# One line for each server of the new file: up if the running process says so, else down until its first check has passed.
states() {
    local up
    up=$( (exec 3<>"/dev/tcp/$address/$port" && printf 'GET %s;csv HTTP/1.0\r\n\r\n' "$uri" >&3 && cat <&3) 2>/dev/null |
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

case ${1:-reload} in
started)
    if new_worker ""; then keep; fi
    exit 0
    ;;
esac

if ! said=$(docker exec "$container" haproxy -c -f "$inside/haproxy.cfg" 2>&1); then
    echo "HAProxy refuses the new configuration: $(echo "$said" | grep ALERT | head -n 3)" >&2
    restore
    exit 1
fi
# The state is news only to this reload: a later start shall not believe it.
states > servers.state
trap 'rm -f servers.state' EXIT
before=$(workers | tr '\n' ' ')
docker kill --signal USR2 "$container" > /dev/null || exit 1
if new_worker "$before"; then
    keep
    exit 0
fi
echo "The new configuration is valid, but no worker came up with it: $(docker logs --tail 5 "$container" 2>&1)" >&2
restore
docker kill --signal USR2 "$container" > /dev/null
exit 1
