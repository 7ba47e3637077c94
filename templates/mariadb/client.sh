# shellcheck shell=sh disable=SC2154 # container and patience are the caller's
# `sql [OPTION…]` hands statements from standard input to the server in $container, as its administrator: by the socket inside, as user mysql. Process 1
# must be the server itself: while the image makes its data, another one answers at the same socket.
sql() {
    if server_near; then
        # No more than its own processes could do: other rights, and a host's settings, stay outside.
        timeout "${patience:-20}" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
            setpriv --no-new-privs nsenter --target "$server_pid" --mount --uts --ipc --net --setuid "$server_uid" --setgid "$server_gid" \
            mariadb -u mysql --binary-mode --default-character-set=utf8mb4 --skip-reconnect "$@"
    else
        timeout "${patience:-20}" docker exec -i -u mysql "$container" sh -c \
            'read -r first </proc/1/comm; [ "$first" = mariadbd ] || { echo "the server is still being set up" >&2; exit 1; }
             exec mariadb -u mysql --binary-mode --default-character-set=utf8mb4 --skip-reconnect "$@"' sql "$@"
    fi
}

# Whether this shell can enter the container by itself, which takes a third of the time of `docker exec`: the server is the process that the engine says,
# and has the users of this host. Called outside of a pipe it spares later calls the question.
server_near() {
    if [ "${server_of-}" = "$container" ] && server_at "${server_pid-}" && [ "$server_seen" = "$server_is" ]; then return 0; fi
    server_of=$container server_pid=''
    # Who waits for the answer has its own patience, which is the client's; an engine that is busy is asked the other way.
    # shellcheck disable=SC2046 # two words
    set -- $(timeout 2 docker container inspect -f '{{.State.Pid}} {{.State.Status}}' "$container" 2>/dev/null </dev/null)
    [ "${2-}" = running ] && server_at "$1" && [ "/proc/$1/ns/user" -ef /proc/self/ns/user ] || return 1
    server_is=$server_seen
    while read -r server_key server_value server_rest; do
        case $server_key in
        Uid:) server_uid=$server_value ;;
        Gid:) server_gid=$server_value && server_pid=$1 && return 0 ;;
        esac
    done 2>/dev/null <"/proc/$1/status"
    return 1
}

# Whether that process is a server. Sets $server_seen, which no later process of the same number has.
server_at() { # PID
    [ -n "$1" ] && read -r server_seen 2>/dev/null <"/proc/$1/stat" || return 1
    # shellcheck disable=SC2086 # words
    set -- $server_seen
    server_seen=${22-}
    [ "$2" = '(mariadbd)' ]
}
