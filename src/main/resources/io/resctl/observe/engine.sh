# Docker is asked once for all questions.
engine=none
containers=
images=
if command -v docker >/dev/null 2>&1; then
    engine=down
    if ids=$(timeout 20 docker ps -aq --no-trunc --filter "name=resctl-$site-" 2>/dev/null </dev/null); then
        engine=up
        images=$(timeout 20 docker image ls --format '{{.Repository}}:{{.Tag}}' 2>/dev/null </dev/null)
        if [ -n "$ids" ]; then
            # shellcheck disable=SC2086 # one word per id
            containers=$(timeout 20 docker inspect --type container --format '{{.Name}} {{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}} {{with index .Config.Labels "io.resctl.definition"}}{{.}}{{else}}-{{end}} {{.Created}} {{.State.StartedAt}} {{.Image}}' $ids 2>/dev/null </dev/null)
        fi
    fi
fi
container_row() {
    [ "$engine" = down ] && return 2
    while read -r row_name container_state container_health container_definition row_created row_started container_image; do
        if [ "$row_name" = "/$1" ]; then
            container_created=$(date -d "$row_created" +%s)
            container_started=$(date -d "$row_started" +%s)
            [ "$container_started" -ge 0 ] || container_started=0
            return 0
        fi
    done <<END_OF_CONTAINERS
$containers
END_OF_CONTAINERS
    return 1
}
image_present() {
    [ "$engine" = down ] && return 2
    [ "$engine" = none ] && return 1
    case "$nl$images$nl" in
    *"$nl$1$nl"*) return 0 ;;
    esac
    timeout 20 docker image inspect "$1" >/dev/null 2>&1 </dev/null || return 1
}
