# shellcheck shell=bash disable=SC2154 # root and other parts' names: see all.sh
# A Docker engine on this machine: the one that answers, else one that is installed and started, and remembered as ours.

engine_answers() { timeout 10 docker info >/dev/null 2>&1; }

engine_pid_file=${XDG_RUNTIME_DIR:-/run}/resctl-dist-dockerd.pid

need_docker() {
    if command -v docker >/dev/null && engine_answers; then return; fi
    if ! command -v dockerd >/dev/null || ! command -v docker >/dev/null; then
        say "no Docker engine on this machine: installing its package docker.io"
        install_packages docker.io || die "docker.io cannot be installed; install Docker Engine and run this again"
        has_package docker-cli && ! command -v docker >/dev/null && install_packages docker-cli
    fi
    if engine_answers; then return; fi
    [ "$(id -u)" = 0 ] || die "no Docker engine answers, and only root can start one: start it, or run this as root"
    say "starting the Docker engine (its log: $root/target/dockerd.log)"
    mkdir -p "$root/target"
    setsid dockerd >"$root/target/dockerd.log" 2>&1 </dev/null &
    echo $! >"$engine_pid_file"
    local i
    for i in $(seq 60); do
        if engine_answers; then
            say "the Docker engine answers after $i s"
            return
        fi
        sleep 1
    done
    tail -n 20 "$root/target/dockerd.log" >&2
    die "the Docker engine does not come up; its last words are above"
}

# Stops the engine if need_docker started it, and it is still that process.
stop_our_docker() {
    local pid
    [ -f "$engine_pid_file" ] || return 0
    pid=$(<"$engine_pid_file")
    if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = dockerd ]; then
        say "stopping the Docker engine that was started for this"
        kill "$pid"
        for _ in $(seq 30); do
            [ -d "/proc/$pid" ] || break
            sleep 1
        done
    fi
    rm -f "$engine_pid_file"
}
