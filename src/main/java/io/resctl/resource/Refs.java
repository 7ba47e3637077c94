package io.resctl.resource;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Sets of references. */
final class Refs {
    private Refs() {}

    static Set<Ref> files(Collection<String> paths) {
        Set<Ref> refs = new TreeSet<>();
        paths.forEach(path -> refs.add(TextFile.at(path)));
        return refs;
    }
}
