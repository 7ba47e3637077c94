package io.resctl.resource;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * A container that Compose creates and systemd runs.
 *
 * @param name the container's name, the same as {@code container_name} in the file
 * @param composeFile file on the host that defines it
 * @param service its key in that file
 * @param definition hash of its definition, which the file also sets as label {@code io.resctl.definition}
 * @param unit the systemd unit that runs it; stopped before the container is replaced or removed
 * @param environmentFiles each file's base name is a variable and its whole content the value; they are exported to Compose when it creates the
 *     container (the file says {@code environment: {NAME: null}}), so that no syntax can harm a value. A newer one means it must be made anew
 * @param interlock asked before it is stopped, to be made anew or removed
 */
public record Container(
        String name,
        String project,
        String composeFile,
        String service,
        String definition,
        String unit,
        List<String> environmentFiles,
        Optional<Interlock> interlock)
        implements Resource {

    /** One that may be stopped at any time. */
    public Container(
            String name,
            String project,
            String composeFile,
            String service,
            String definition,
            String unit,
            List<String> environmentFiles) {
        this(name, project, composeFile, service, definition, unit, environmentFiles, Optional.empty());
    }

    /** The same, but who is to be asked first. */
    public Container with(Interlock asked) {
        return new Container(
                name, project, composeFile, service, definition, unit, environmentFiles, Optional.of(asked));
    }

    @Override
    public Ref ref() {
        return at(name);
    }

    public static Ref at(String name) {
        return new Ref("container", name);
    }

    @Override
    public SortedMap<String, Content> wants() {
        return Attributes.of("definition", definition, "environment", "current");
    }

    @Override
    public Set<Ref> disturbedBy() {
        return Refs.files(environmentFiles);
    }

    @Override
    public Set<String> unsettled() {
        return Set.of("environment");
    }
}
