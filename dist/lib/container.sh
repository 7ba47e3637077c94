# shellcheck shell=bash disable=SC2154 # root and other parts' names: see all.sh
# Where the machine has no JDK 25 and its packages have none (Debian 12), a container of the base image builds and runs resctl.

tools_image=resctl-lab/tools:trixie

need_tools_image() {
    need_docker
    "$root/dist/images/build" --only "$tools_image"
}

# Prints the folders that are the same inside: all at the top of this machine that are not its system's own, /tmp among
# them, since the engine looks there for what tests mount; and those that are named, wherever they are. Usage: shared_folders FOLDER…
shared_folders() {
    printf '%s\n' /*/ "$@" | sed 's:/*$::' | sort -u |
        grep -vxE '(/(bin|boot|dev|etc|lib[^/]*|lost\+found|proc|run|sbin|sys|usr|var))?'
}

# Runs a command in that container as if it were this machine: same paths, network, engine, home and environment names.
# Usage: in_tools COMMAND…
in_tools() {
    local options=() name folder state=${XDG_STATE_HOME:-$HOME/.local/state} socket=/var/run/docker.sock
    mkdir -p "$state"
    [ ! -t 0 ] || [ ! -t 1 ] || options+=(-t)
    while IFS='=' read -r -d '' name _; do
        case $name in PATH | JAVA_HOME | HOSTNAME | PWD | OLDPWD | SHLVL | _ | BASH_FUNC_*) ;; *) options+=(-e "$name") ;; esac
    done < <(env -0)
    while read -r folder; do options+=(-v "$folder:$folder"); done < <(
        shared_folders "$root" "$HOME" "$PWD" "$state" "${TMPDIR:-/tmp}" ${SSH_AUTH_SOCK:+"${SSH_AUTH_SOCK%/*}"}
    )
    case ${DOCKER_HOST:-} in unix://*) socket=${DOCKER_HOST#unix://} ;; esac
    docker run --rm -i --init --network host "${options[@]}" -v "$socket:$socket" \
        -v /usr/local/share/ca-certificates:/usr/local/share/ca-certificates:ro -w "$PWD" "$tools_image" "$@"
}
