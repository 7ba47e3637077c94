package io.resctl.resource;

import java.util.SortedMap;

/** A container image in the host's engine. */
public record Image(String image) implements Resource {
    @Override
    public Ref ref() {
        return new Ref("image", image);
    }

    @Override
    public SortedMap<String, Content> wants() {
        return Attributes.of("image", "present");
    }
}
