# Docker: for many questions it is asked once, before the first ($many=yes); for a single one only about what that names, if it comes to it.
engine=none
containers=
images=
command -v docker >/dev/null 2>&1 && engine=unasked
# NAMES OR IDS…: sets $containers, and whether the engine is up. What nobody saw is not absent. A container that vanished since it was listed makes this
# fail too, but it is named, and the others are told.
look_at() {
    engine=up
    status=0
    containers=$(timeout 10 docker inspect --type container --format '{{.Name}} {{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}} {{with index .Config.Labels "io.resctl.definition"}}{{.}}{{else}}-{{end}} {{.Created}} {{.State.StartedAt}} {{.Image}}' "$@" 2>&1 </dev/null) || status=$?
    case $nl$containers in *"$nl/"* | *[Nn]'o such '*) ;; *) engine=down ;; esac
    while read -r line; do
        case $status:$line in
        0:* | 1:/* | 1: | 1:*[Nn]'o such '*) ;;
        *) engine=down ;;
        esac
    done <<END_OF_CONTAINERS
$containers
END_OF_CONTAINERS
}
if [ "$many$engine" = yesunasked ]; then
    engine=down
    if ids=$(timeout 10 docker ps -aq --no-trunc --filter "name=resctl-$site-" 2>/dev/null </dev/null) &&
        images=$(timeout 10 docker image ls --format '{{.Repository}}:{{.Tag}}' 2>/dev/null </dev/null); then
        engine=up
        # shellcheck disable=SC2086 # one word per id
        [ -z "$ids" ] || look_at $ids
    fi
fi
container_row() {
    [ "$engine" != unasked ] || look_at "$1"
    [ "$engine" = down ] && return 2
    while read -r row_name container_state container_health container_definition container_created container_started container_image; do
        if [ "$row_name" = "/$1" ]; then
            return 0
        fi
    done <<END_OF_CONTAINERS
$containers
END_OF_CONTAINERS
    return 1
}
# TIME as the engine writes it: prints seconds since 1970, 0 for never.
seconds() {
    seconds_of=$(date -d "$1" +%s)
    [ "$seconds_of" -ge 0 ] || seconds_of=0
    echo "$seconds_of"
}
image_present() {
    [ "$engine" = down ] && return 2
    [ "$engine" = none ] && return 1
    case "$nl$images$nl" in
    *"$nl$1$nl"*) return 0 ;;
    esac
    image_said=$(timeout 10 docker image inspect --format '{{.Id}}' "$1" 2>&1 </dev/null) && return 0
    case $image_said in *[Nn]'o such '*) return 1 ;; esac
    return 2
}
