# shellcheck shell=bash
# What a person reads while a script of dist/ works: one line a step, with the seconds since the start.

# A script that another one of these calls goes on with its clock.
export RESCTL_DIST_BEGAN=${RESCTL_DIST_BEGAN:-$(date +%s)}
SECONDS=$(($(date +%s) - RESCTL_DIST_BEGAN))

say() { printf '[%4ds] %s\n' "$SECONDS" "$*"; }

# What is wrong, then what to do next.
die() {
    printf '[%4ds] failed: %s\n' "$SECONDS" "$*" >&2
    exit 1
}

# Runs a command quietly; what it printed is shown only if it fails. Usage: quietly LOGFILE COMMAND…
quietly() {
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    if ! "$@" >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        return 1
    fi
}
