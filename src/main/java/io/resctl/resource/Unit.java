package io.resctl.resource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * A systemd unit and the state it should be in.
 *
 * @param name with its suffix, such as {@code resctl-acme@db.service}
 * @param watches files that it reads: {@code loaded} is {@code stale} when one is newer than the unit's last start or reload
 * @param container the container that it runs, if any; after a start resctl waits until that is healthy
 * @param patience how long to wait for that
 * @param interlock asked before it is stopped or restarted
 */
public record Unit(
        String name,
        boolean enabled,
        boolean running,
        List<String> watches,
        OnChange onChange,
        Optional<String> container,
        Duration patience,
        Optional<Interlock> interlock)
        implements Resource {

    /** One that may be stopped at any time. */
    public Unit(
            String name,
            boolean enabled,
            boolean running,
            List<String> watches,
            OnChange onChange,
            Optional<String> container,
            Duration patience) {
        this(name, enabled, running, watches, onChange, container, patience, Optional.empty());
    }

    /** The same, but who is to be asked first. */
    public Unit with(Interlock asked) {
        return new Unit(name, enabled, running, watches, onChange, container, patience, Optional.of(asked));
    }

    @Override
    public Ref ref() {
        return at(name);
    }

    public static Ref at(String name) {
        return new Ref("unit", name);
    }

    @Override
    public SortedMap<String, Content> wants() {
        return Attributes.of(
                "enabled", enabled ? "yes" : "no", "state", running ? "running" : "stopped", "loaded", "current");
    }

    @Override
    public Set<Ref> disturbedBy() {
        Set<Ref> refs = Refs.files(watches);
        container.ifPresent(c -> refs.add(Container.at(c)));
        return refs;
    }

    @Override
    public Set<String> unsettled() {
        return Set.of("state", "loaded", PRESENCE);
    }

    /** What a unit does when a file that it watches was written. */
    public enum OnChange {
        RELOAD,
        RESTART
    }
}
