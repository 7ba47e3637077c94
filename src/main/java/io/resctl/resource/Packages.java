package io.resctl.resource;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Debian packages, by name. Wants {@code NAME=installed} each. */
public record Packages(String name, SortedSet<String> packages) implements Resource {
    /** Told beside what is wanted: the packages that resctl itself installed on the host, which were not there before, and may be removed. */
    public static final String OURS = "ours";

    public static List<String> ours(Observed found) {
        String ours =
                found instanceof Observed.Present present ? present.attributes().getOrDefault(OURS, "") : "";
        return ours.isBlank() ? List.of() : List.of(ours.strip().split(" "));
    }

    @Override
    public Ref ref() {
        return new Ref("packages", name);
    }

    @Override
    public SortedMap<String, Content> wants() {
        SortedMap<String, Content> wants = new TreeMap<>();
        packages.forEach(p -> wants.put(p, Content.text("installed")));
        return wants;
    }

    /** The same package may come as what another one needs. */
    @Override
    public Set<String> unsettled() {
        Set<String> unsettled = new TreeSet<>(packages);
        unsettled.add(PRESENCE);
        return unsettled;
    }
}
