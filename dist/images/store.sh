# shellcheck shell=bash
# shellcheck disable=SC2154 # logs is the sourcing script's
# The registry that inner engines pull from carries its images inside, so that a lab starts without pushing anything.

# Usage: fill_registry EMPTY FILLED LABEL=VALUE IMAGE…
fill_registry() {
    local empty=$1 filled=$2 label=$3 started=$SECONDS box port image name
    shift 3
    say "image $filled: pushing $# images into it"
    box=$(docker run -d -p 127.0.0.1::5000 "$empty")
    # shellcheck disable=SC2064 # the id of now
    trap "docker rm -f $box >/dev/null" EXIT
    port=$(docker port "$box" 5000/tcp | sed -n 's/.*://p' | head -n 1)
    for image in "$@"; do
        case $image in */*) name=$image ;; *) name=library/$image ;; esac
        docker tag "$image" "localhost:$port/$name"
        push_patiently "localhost:$port/$name"
        docker rmi "localhost:$port/$name" >/dev/null
    done
    docker commit -c "LABEL $label" "$box" "$filled" >/dev/null
    docker rm -f "$box" >/dev/null
    trap - EXIT
    say "image $filled: filled in $((SECONDS - started)) s"
}

push_patiently() {
    local try
    for try in 1 2 3 4 5; do
        if quietly "$logs/push.log" docker push "$1" 2>/dev/null; then return; fi
        sleep "$try"
    done
    die "the registry container did not take $1 (the whole output: $logs/push.log)"
}
