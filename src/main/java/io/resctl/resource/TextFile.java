package io.resctl.resource;

import java.util.SortedMap;

/**
 * A file with its whole text. It is replaced by rename, so readers see the old or the new one.
 *
 * @param mode four octal digits
 */
public record TextFile(String path, Content content, String mode, Owner owner) implements Resource {
    @Override
    public Ref ref() {
        return at(path);
    }

    public static Ref at(String path) {
        return new Ref("file", path);
    }

    @Override
    public SortedMap<String, Content> wants() {
        SortedMap<String, Content> wants = Attributes.of("mode", mode, "owner", owner.toString());
        wants.put("content", content);
        return wants;
    }
}
