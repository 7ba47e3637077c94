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
    server_known && return 0
    server_of=$container
    # shellcheck disable=SC2046 # two words
    set -- $(timeout "${patience:-20}" docker container inspect -f '{{.State.Pid}} {{.State.Status}}' "$container" 2>/dev/null)
    server_pid=${1-}
    if [ "${2-}" != running ] || ! server_known || ! [ "/proc/$server_pid/ns/user" -ef /proc/self/ns/user ]; then
        server_pid=
        return 1
    fi
    while read -r server_key server_value server_rest; do
        case $server_key in
        Uid:) server_uid=$server_value ;;
        Gid:)
            server_gid=$server_value
            return 0
            ;;
        esac
    done 2>/dev/null <"/proc/$server_pid/status"
    server_pid=
    return 1
}

server_known() {
    [ -n "${server_pid-}" ] && [ "${server_of-}" = "$container" ] &&
        read -r server_name 2>/dev/null <"/proc/$server_pid/comm" && [ "$server_name" = mariadbd ]
}
