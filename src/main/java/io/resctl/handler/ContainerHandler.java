package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Container;
import io.resctl.resource.Known;
import java.time.Duration;
import java.util.List;

/** Containers: Compose creates them, their units run them. One that is already as wished is left alone. */
final class ContainerHandler implements Handler<Container> {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public Script question(Container container) {
        return Script.of("""
                        container_row "$name"
                        case $? in
                        0)
                            attr definition "$container_definition"
                            environment=current
                            if [ -n "$environment_files" ]; then created=$(seconds "$container_created"); fi
                            while read -r key file; do
                                [ -n "$file" ] || continue
                                stat_of "$key" "$file" || stat_time=0.
                                if [ "${stat_time%.*}" -gt "$created" ]; then environment=stale; fi
                            done <<EOF
                        $environment_files
                        EOF
                            attr environment "$environment"
                            ;;
                        1) absent ;;
                        *) unknown "the Docker engine does not answer" ;;
                        esac
                        """)
                .with("name", container.name())
                .with("environment_files", Glances.files(container.environmentFiles()));
    }

    @Override
    public List<Glance> glances(Container container) {
        return container.environmentFiles().stream()
                .<Glance>map(Glance.Stat::new)
                .toList();
    }

    @Override
    public List<Step> make(String host, Container container, Known known) {
        return List.of(new Step.Run(host, REMOVE_IF_OTHER.of(container).then(CREATE.of(container)), PATIENCE));
    }

    @Override
    public List<Step> remove(String host, Container container, boolean data) {
        // Where data go too, nothing is left to be lost.
        Order order = data ? REMOVE : REMOVE_IF_ALLOWED;
        return List.of(new Step.Run(host, order.of(container), PATIENCE));
    }

    /** Shell text that takes a container's fields as variables. */
    private record Order(String code) {
        Script of(Container container) {
            return Interlocks.with(Script.of(code), container.interlock())
                    .with("name", container.name())
                    .with("project", container.project())
                    .with("file", container.composeFile())
                    .with("service", container.service())
                    .with("definition", container.definition())
                    .with("unit", container.unit())
                    .with("environment_files", container.environmentFiles())
                    .with("server_api", "{{.Server.APIVersion}}")
                    .with("look", "{{index .Config.Labels \"io.resctl.definition\"}} {{.Created}}")
                    .with("project_of", "{{index .Config.Labels \"com.docker.compose.project\"}}");
        }
    }

    private static final Order REMOVE_IF_OTHER = new Order(Interlocks.ASK + """
            found=$(docker container inspect -f "$look" "$name" 2>/dev/null) || exit 0
            created=$(date -d "${found#* }" +%s)
            right=no
            if [ "${found%% *}" = "$definition" ]; then
                right=yes
                while IFS= read -r file; do
                    [ -n "$file" ] || continue
                    if [ "$(stat -Lc %Y -- "$file")" -gt "$created" ]; then right=no; fi
                done <<EOF
            $environment_files
            EOF
            fi
            if [ "$right" = yes ]; then exit 0; fi
            if [ "$(docker container inspect -f "$project_of" "$name")" != "$project" ]; then
                echo "a container named $name exists and is not of resctl: remove or rename it, then apply again" >&2
                exit 1
            fi
            if [ "$(docker container inspect -f '{{.State.Running}}' "$name")" = true ]; then ask_to_stop; fi
            echo "progress: stopping $name to make it anew" >&2
            systemctl stop "$unit" 2>/dev/null || true
            docker stop -- "$name" >/dev/null
            docker rm -v -- "$name" >/dev/null
            """);

    /** Values reach Compose by its environment, so that nothing in them is syntax; neither a shell nor a process list shows them. */
    private static final Order CREATE = new Order("""
            if docker container inspect "$name" >/dev/null 2>&1; then exit 0; fi
            while IFS= read -r path; do
                [ -n "$path" ] || continue
                variable=${path##*/}
                value=$(cat -- "$path" && printf x)
                export "$variable=${value%x}"
            done <<EOF
            $environment_files
            EOF
            set -- -f "$file"
            more=${file%.yml}.engine25.yml
            if [ -e "$more" ]; then
                api=$(docker version -f "$server_api")
                minor=${api#*.}
                if [ "${api%%.*}" -gt 1 ] || [ "$minor" -ge 44 ]; then
                    # Compose may be older than the engine.
                    if docker compose --env-file /dev/null -p "$project" "$@" -f "$more" config -q >/dev/null 2>&1; then set -- "$@" -f "$more"; fi
                fi
            fi
            if ! said=$(docker compose --env-file /dev/null -p "$project" "$@" --progress quiet \\
                up --no-start --no-deps --no-build --pull never "$service" 2>&1 </dev/null); then
                printf 'Compose could not create %s from %s: %s\\n' "$name" "$file" "$said" >&2
                exit 1
            fi
            """);

    private static final String GONE = """
            systemctl stop "$unit" 2>/dev/null || true
            if docker container inspect "$name" >/dev/null 2>&1; then
                docker stop -- "$name" >/dev/null
                docker rm -v -- "$name" >/dev/null
            fi
            """;

    private static final Order REMOVE = new Order(GONE);
    private static final Order REMOVE_IF_ALLOWED = new Order(Interlocks.ASK + """
            if [ "$(docker container inspect -f '{{.State.Running}}' "$name" 2>/dev/null)" = true ]; then ask_to_stop; fi
            """ + GONE);
}
