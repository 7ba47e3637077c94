# shellcheck shell=bash disable=SC2154 # root and other parts' names: see all.sh
# A Docker engine on this machine: the one that answers, else one that is installed and started, and remembered as ours.

engine_answers() { timeout 10 docker info >/dev/null 2>&1; }

# How it was started by us: the word "service", or the process id of dockerd. Absent where it was running before.
engine_ours=${XDG_RUNTIME_DIR:-/run}/resctl-dist-engine

need_docker() {
    if command -v docker >/dev/null && engine_answers; then return; fi
    if ! command -v dockerd >/dev/null || ! command -v docker >/dev/null; then
        say "no Docker engine on this machine: installing its package docker.io"
        install_packages docker.io || die "docker.io cannot be installed; install Docker Engine and run this again"
        if ! command -v docker >/dev/null && has_package docker-cli; then install_packages docker-cli; fi
    fi
    [ "$(id -u)" = 0 ] || die "no Docker engine answers, and only root can start one: start it, or run this as root"
    start_engine
    local i
    for i in $(seq 60); do
        if engine_answers; then
            say "the Docker engine answers after $i s"
            return
        fi
        sleep 1
    done
    die "the Docker engine does not come up; see $root/target/dockerd.log or: journalctl -u docker"
}

start_engine() {
    mkdir -p "$root/target"
    if [ -d /run/systemd/system ] && systemctl cat docker >/dev/null 2>&1; then
        say "starting the Docker engine (systemctl start docker)"
        echo service >"$engine_ours"
        systemctl start docker || true
    else
        say "starting the Docker engine (its log: $root/target/dockerd.log)"
        setsid dockerd >"$root/target/dockerd.log" 2>&1 </dev/null &
        echo $! >"$engine_ours"
    fi
}

# Stops the engine if need_docker started it and nothing runs in it, such as the demo's lab while tests ran.
stop_our_docker() {
    local how
    [ -f "$engine_ours" ] || return 0
    if [ -n "$(docker ps -q 2>/dev/null)" ]; then
        say "the Docker engine that was started for this goes on: containers run in it (docker ps)"
        return 0
    fi
    how=$(<"$engine_ours")
    rm -f "$engine_ours"
    if [ "$how" = service ]; then
        say "stopping the Docker engine that was started for this"
        systemctl stop docker.socket docker
    elif [ "$(cat "/proc/$how/comm" 2>/dev/null)" = dockerd ]; then
        say "stopping the Docker engine that was started for this"
        kill "$how"
        for _ in $(seq 30); do
            [ -d "/proc/$how" ] || break
            sleep 1
        done
    fi
}
