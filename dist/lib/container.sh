# shellcheck shell=bash disable=SC2154 # root and other parts' names: see all.sh
# Where the machine has no JDK 25 and its packages have none (Debian 12), a container of the base image builds and runs resctl.

tools_image=resctl-lab/tools:trixie

need_tools_image() {
    need_docker
    "$root/dist/images/build" --only "$tools_image"
}

# Runs a command in that container as if it were this machine: same paths, network, engine, home and environment names.
# Usage: in_tools COMMAND…
in_tools() {
    local terminal=() names=() mounts=() name folder state=${XDG_STATE_HOME:-$HOME/.local/state}
    mkdir -p "$state"
    [ ! -t 0 ] || [ ! -t 1 ] || terminal=(-t)
    while IFS='=' read -r -d '' name _; do
        case $name in PATH | JAVA_HOME | HOSTNAME | PWD | OLDPWD | SHLVL | _ | BASH_FUNC_*) ;; *) names+=(-e "$name") ;; esac
    done < <(env -0)
    while read -r folder; do mounts+=(-v "$folder:$folder"); done < <(printf '%s\n' "$root" "$HOME" "$PWD" "$state" | sort -u)
    docker run --rm -i "${terminal[@]}" --network host "${mounts[@]}" -v /var/run/docker.sock:/var/run/docker.sock \
        -v /usr/local/share/ca-certificates:/usr/local/share/ca-certificates:ro -w "$PWD" "${names[@]}" "$tools_image" "$@"
}
