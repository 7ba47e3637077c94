# shellcheck shell=bash
# Whatever ends a script of dist/ - its last line, Ctrl-C, a pipeline's time limit - ends all that it started. What it started is
# known by a mark in its environment, which children inherit: also a child whose parent is gone.

# Marks what is started from here on, and lets a signal end this script, through its EXIT trap, while it waits.
begin_run() {
    export RESCTL_RUN=$$-$EPOCHSECONDS
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

# Runs a command and waits for it in a way that a signal can end. Usage: waiting COMMAND…
waiting() {
    "$@" &
    wait $!
}

# The processes of this run but for this script itself and for what looks for them: with many others to look through, a marked one would find itself.
run_processes() {
    # shellcheck disable=SC2016 # expanded inside
    env -u RESCTL_RUN sh -c 'grep -lzxF -- "RESCTL_RUN=$0" /proc/[0-9]*/environ 2>/dev/null | cut -d / -f 3' "$RESCTL_RUN"
}

# Asks all processes of this run to end, once more after ten seconds, and after half a minute makes them. What they do about
# it themselves, such as removing a container, is given that time.
end_run() {
    local i left
    for i in $(seq 60); do
        mapfile -t left < <(run_processes)
        [ ${#left[@]} -gt 0 ] || return 0
        case $i in
        1 | 20) kill "${left[@]}" 2>/dev/null ;;
        60) kill -s KILL "${left[@]}" 2>/dev/null ;;
        esac
        sleep 0.5
    done
}
