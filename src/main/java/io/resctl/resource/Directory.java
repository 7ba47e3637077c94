package io.resctl.resource;

import java.util.SortedMap;

/**
 * A folder.
 *
 * @param data it holds what users made: removed only by {@code destroy --data}
 */
public record Directory(String path, String mode, Owner owner, boolean data) implements Resource {
    @Override
    public Ref ref() {
        return new Ref("directory", path);
    }

    @Override
    public SortedMap<String, Content> wants() {
        return Attributes.of("mode", mode, "owner", owner.toString());
    }

    @Override
    public boolean holdsData() {
        return data;
    }
}
