#!/bin/bash
# Health questions of the official image: each option is one question, the first "no" ends with 1.
#   --connect · --innodb_initialized · --innodb_buffer_pool_loaded · --replication · --replication_io · --replication_sql
#   --replication_seconds_behind_master=N · --su-mysql · --defaults-file=F · --defaults-extra-file=F · --no-defaults
set -eo pipefail

datadir=/var/lib/mysql
options=()
[ ! -r "$datadir/.my-healthcheck.cnf" ] || options=(--defaults-extra-file="$datadir/.my-healthcheck.cnf")

ask() { mariadb "${options[@]}" --protocol=socket --connect-timeout=5 --batch --skip-column-names -e "$1" 2>/dev/null; }

# The server of the set-up answers by the socket only: a TCP connection tells it apart. "Access denied" is an answer too.
connect() {
    local said
    said=$(mariadb "${options[@]}" --protocol=tcp -h 127.0.0.1 --skip-ssl-verify-server-cert --connect-timeout=5 -e 'SELECT 1' 2>&1) && return
    case $said in *"Access denied"*) return 0 ;; *) return 1 ;; esac
}

status_is() { [ "$(ask "SELECT variable_value FROM information_schema.global_status WHERE variable_name = '$1'")" = "$2" ]; }

replica() {
    local value
    value=$(mariadb "${options[@]}" --protocol=socket --connect-timeout=5 -e 'SHOW REPLICA STATUS\G' 2>/dev/null | sed -n "s/^ *$1: //p" | head -n 1)
    if [ "$2" = at-most ]; then [[ $value =~ ^[0-9]+$ ]] && [ "$value" -le "$3" ]; else [ "$value" = "$2" ]; fi
}

for argument in "$@"; do
    case $argument in
    --su-mysql | --su=*) [ "$(id -u)" != 0 ] || exec setpriv --reuid=mysql --regid=mysql --init-groups "$0" "${@:2}" ;;
    --datadir=*) datadir=${argument#*=} ;;
    --defaults-file=* | --defaults-extra-file=* | --no-defaults) options=("$argument") ;;
    --connect) connect || exit 1 ;;
    --innodb_initialized) ask "SELECT 1 FROM information_schema.engines WHERE engine = 'innodb' AND support IN ('YES', 'DEFAULT')" | grep -q 1 || exit 1 ;;
    --innodb_buffer_pool_loaded) ask "SHOW STATUS LIKE 'Innodb_buffer_pool_load_status'" | grep -q complete || exit 1 ;;
    --replication) replica Slave_IO_Running Yes && replica Slave_SQL_Running Yes || exit 1 ;;
    --replication_io) replica Slave_IO_Running Yes || exit 1 ;;
    --replication_sql) replica Slave_SQL_Running Yes || exit 1 ;;
    --replication_seconds_behind_master=*) replica Seconds_Behind_Master at-most "${argument#*=}" || exit 1 ;;
    --galera_online) status_is WSREP_LOCAL_STATE 4 || exit 1 ;;
    *) echo "healthcheck.sh: unknown question $argument" >&2; exit 1 ;;
    esac
done
