package io.resctl.resource;

import java.util.SortedMap;

/**
 * A Docker bridge network.
 *
 * @param bridge name of the host's interface, 15 characters at most
 */
public record Network(String name, String bridge) implements Resource {
    @Override
    public Ref ref() {
        return new Ref("network", name);
    }

    @Override
    public SortedMap<String, Content> wants() {
        return Attributes.of("bridge", bridge);
    }
}
