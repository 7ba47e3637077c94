package io.resctl.resource;

import java.util.SortedMap;

/** What was found of one resource on its host. Unknown is not absent. */
public sealed interface Observed {
    record Absent() implements Observed {}

    /** It is there. Attributes may hold secret values: hold them in memory only. */
    record Present(SortedMap<String, String> attributes) implements Observed {}

    /** It could not be seen, so nothing may be concluded. */
    record Unknown(String reason) implements Observed {}
}
