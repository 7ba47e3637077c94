#!/bin/bash
# First start: makes the data directory, the accounts and the database that the environment asks for. Every start: becomes mariadbd.
# The variables are those the official image documents; each may be given as NAME_FILE, and as MYSQL_… for MARIADB_….
set -eo pipefail
shopt -s nullglob

socket=/run/mysqld/mysqld.sock
names=(ROOT_PASSWORD ROOT_PASSWORD_HASH ROOT_HOST RANDOM_ROOT_PASSWORD ALLOW_EMPTY_ROOT_PASSWORD DATABASE USER PASSWORD PASSWORD_HASH
    MYSQL_LOCALHOST_USER MYSQL_LOCALHOST_GRANTS INITDB_SKIP_TZINFO AUTO_UPGRADE
    REPLICATION_USER REPLICATION_PASSWORD REPLICATION_PASSWORD_HASH)

note() { printf '%s [entrypoint] %s\n' "$(date -u +%FT%TZ)" "$*" >&2; }
fail() { note "failed: $*"; exit 1; }

# Sets MARIADB_NAME from itself, its file, or its older name.
read_variable() {
    local new=MARIADB_$1 old=MYSQL_$1 from
    for from in "$new" "$old"; do
        local file=${from}_FILE
        [ -z "${!from:-}" ] || [ -z "${!file:-}" ] || fail "$from and $file are both set: give one"
        if [ -n "${!from:-}" ]; then export "$new=${!from}" && return; fi
        if [ -n "${!file:-}" ]; then export "$new=$(<"${!file}")" && unset "$file" && return; fi
    done
}

# A text as an SQL literal.
literal() {
    local s=${1//\\/\\\\}
    printf "'%s'" "${s//\'/\\\'}"
}
# shellcheck disable=SC2016 # backticks that SQL reads
identifier() { printf '`%s`' "${1//\`/\`\`}"; }

setting() { mariadbd "${server[@]:1}" --verbose --help 2>/dev/null | awk -v k="$1" '$1 == k { print $2; exit }'; }

sql() { MYSQL_PWD=$root_password mariadb --protocol=socket --socket="$socket" -uroot --binary-mode "$@"; }

# Reachable by the socket only, and nothing it does enters the binary log.
start_private_server() {
    "${server[@]}" --skip-networking --socket="$socket" --skip-log-bin --skip-slave-start --default-time-zone=SYSTEM \
        --loose-innodb-buffer-pool-load-at-startup=0 &
    private=$!
    for _ in $(seq 300); do
        if sql -e 'SELECT 1' >/dev/null 2>&1; then return; fi
        kill -0 "$private" 2>/dev/null || break
        sleep 0.1
    done
    fail "the server did not start for the set-up; its messages are above"
}

stop_private_server() {
    kill "$private"
    wait "$private" || fail "the server did not stop cleanly after the set-up"
}

identified() {
    if [ -n "$2" ]; then printf 'IDENTIFIED BY PASSWORD %s' "$(literal "$2")"; else printf 'IDENTIFIED BY %s' "$(literal "$1")"; fi
}

account_statements() {
    local host
    echo "SET SESSION sql_mode = '';"
    echo "DELETE FROM mysql.global_priv WHERE user = '' OR user = 'root' AND host <> 'localhost'; DELETE FROM mysql.proxies_priv WHERE host <> 'localhost'; FLUSH PRIVILEGES;"
    if [ -n "$MARIADB_DATABASE" ]; then echo "CREATE DATABASE IF NOT EXISTS $(identifier "$MARIADB_DATABASE");"; fi
    if [ -n "$MARIADB_USER" ] && [ -n "$MARIADB_PASSWORD$MARIADB_PASSWORD_HASH" ]; then
        echo "CREATE USER $(literal "$MARIADB_USER")@'%' $(identified "$MARIADB_PASSWORD" "$MARIADB_PASSWORD_HASH");"
        [ -z "$MARIADB_DATABASE" ] ||
            echo "GRANT ALL ON $(identifier "${MARIADB_DATABASE//_/\\_}").* TO $(literal "$MARIADB_USER")@'%';"
    fi
    if [ -n "$MARIADB_REPLICATION_USER" ]; then
        echo "CREATE USER $(literal "$MARIADB_REPLICATION_USER")@'%'" \
            "$(identified "$MARIADB_REPLICATION_PASSWORD" "$MARIADB_REPLICATION_PASSWORD_HASH");" \
            "GRANT REPLICATION REPLICA ON *.* TO $(literal "$MARIADB_REPLICATION_USER")@'%';"
    fi
    if [ -n "$MARIADB_MYSQL_LOCALHOST_USER" ]; then
        echo "CREATE USER mysql@localhost IDENTIFIED VIA unix_socket;"
        [ -z "$MARIADB_MYSQL_LOCALHOST_GRANTS" ] || echo "GRANT $MARIADB_MYSQL_LOCALHOST_GRANTS ON *.* TO mysql@localhost;"
    fi
    for host in localhost 127.0.0.1 ::1; do
        echo "CREATE USER healthcheck@'$host' IDENTIFIED BY $(literal "$health_password"); GRANT USAGE ON *.* TO healthcheck@'$host';"
    done
    host=${MARIADB_ROOT_HOST-%}
    if [ -n "$host" ] && [ "$host" != localhost ]; then
        echo "CREATE USER root@$(literal "$host") $(identified "$new_root_password" "$MARIADB_ROOT_PASSWORD_HASH");" \
            "GRANT ALL ON *.* TO root@$(literal "$host") WITH GRANT OPTION; GRANT PROXY ON ''@'%' TO root@$(literal "$host") WITH GRANT OPTION;"
    fi
    echo "ALTER USER root@localhost $(identified "$new_root_password" "$MARIADB_ROOT_PASSWORD_HASH");"
}

run_init_files() {
    local f
    for f in /docker-entrypoint-initdb.d/*; do
        case $f in
        *.sh) note "running $f"; if [ -x "$f" ]; then "$f"; else
            # shellcheck disable=SC1090 # whatever the user mounted
            . "$f"
        fi ;;
        *.sql) note "running $f"; sql ${MARIADB_DATABASE:+-D "$MARIADB_DATABASE"} <"$f" ;;
        *.sql.gz) note "running $f"; zcat "$f" | sql ${MARIADB_DATABASE:+-D "$MARIADB_DATABASE"} ;;
        *.sql.xz) note "running $f"; xzcat "$f" | sql ${MARIADB_DATABASE:+-D "$MARIADB_DATABASE"} ;;
        *.sql.zst) note "running $f"; zstdcat "$f" | sql ${MARIADB_DATABASE:+-D "$MARIADB_DATABASE"} ;;
        *) note "ignoring $f" ;;
        esac
    done
}

first_start() {
    local new_root_password=$MARIADB_ROOT_PASSWORD health_password
    [ -n "$MARIADB_ROOT_PASSWORD$MARIADB_ROOT_PASSWORD_HASH$MARIADB_ALLOW_EMPTY_ROOT_PASSWORD$MARIADB_RANDOM_ROOT_PASSWORD" ] ||
        fail "the data directory is empty and nothing says what root's password shall be: set MARIADB_ROOT_PASSWORD," \
            "MARIADB_ROOT_PASSWORD_HASH, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD or MARIADB_RANDOM_ROOT_PASSWORD"
    if [ -n "$MARIADB_RANDOM_ROOT_PASSWORD" ]; then
        new_root_password=$(head -c 24 /dev/urandom | base64)
        note "GENERATED ROOT PASSWORD: $new_root_password"
    fi
    health_password=$(head -c 24 /dev/urandom | base64)
    note "making the data directory $datadir"
    mariadb-install-db "${server[@]:1}" --datadir="$datadir" --auth-root-authentication-method=normal --skip-test-db \
        --skip-name-resolve --skip-log-bin --loose-innodb-buffer-pool-load-at-startup=0 >/dev/null
    root_password=
    start_private_server
    if [ -z "$MARIADB_INITDB_SKIP_TZINFO" ]; then
        mariadb-tzinfo-to-sql --skip-write-binlog /usr/share/zoneinfo 2>/dev/null | sql -D mysql >/dev/null
    fi
    account_statements | sql
    (umask 077 && printf '[mariadb-client]\nuser=healthcheck\npassword=%s\n' "$health_password" >"$datadir/.my-healthcheck.cnf")
    root_password=$new_root_password
    run_init_files
    sql -N -e 'SELECT VERSION()' 2>/dev/null | sed 's/MariaDB.*/MariaDB/' >"$datadir/mariadb_upgrade_info" || true
    stop_private_server
    note "the data directory is ready"
}

upgrade() {
    local now
    now=$(mariadbd --version | sed -n 's/.*Ver \([0-9.]*-MariaDB\).*/\1/p')
    if grep -qsF "$now" "$datadir/mariadb_upgrade_info" "$datadir/mysql_upgrade_info"; then return; fi
    note "upgrading the system tables to $now"
    root_password=$MARIADB_ROOT_PASSWORD
    start_private_server
    MYSQL_PWD=$root_password mariadb-upgrade --socket="$socket" -uroot --upgrade-system-tables --skip-write-binlog
    stop_private_server
}

case ${1:-} in -*) set -- mariadbd "$@" ;; esac
case ${1:-} in mariadbd | mysqld) ;; *) exec "$@" ;; esac
for argument in "$@"; do
    case $argument in --help | -\? | --version | -V | --print-defaults) exec "$@" ;; esac
done
server=("$@")

for name in "${names[@]}"; do read_variable "$name"; done
datadir=$(setting datadir)
datadir=${datadir%/}
[ -n "$datadir" ] || fail "mariadbd does not accept its configuration: $(mariadbd "${server[@]:1}" --verbose --help 2>&1 >/dev/null | tail -n 3)"
if [ "$(id -u)" = 0 ]; then
    mkdir -p "$datadir"
    find "$datadir" /run/mysqld \! -user mysql -exec chown mysql: {} +
    export HOME=$datadir
    exec setpriv --reuid=mysql --regid=mysql --init-groups "$0" "${server[@]}"
fi
if [ ! -d "$datadir/mysql" ]; then
    first_start
elif [ -n "$MARIADB_AUTO_UPGRADE" ]; then
    upgrade
fi
for name in "${names[@]}"; do case $name in *PASSWORD*) unset "MARIADB_$name" "MYSQL_$name" ;; esac; done
exec "${server[@]}"
