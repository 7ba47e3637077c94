package io.resctl.resource;

import java.util.SortedMap;
import java.util.TreeMap;

/** Attributes whose values are plain texts. */
final class Attributes {
    private Attributes() {}

    /** Names and values in turn. */
    static SortedMap<String, Content> of(String... namesAndValues) {
        SortedMap<String, Content> attributes = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            attributes.put(namesAndValues[i], Content.text(namesAndValues[i + 1]));
        }
        return attributes;
    }
}
