package io.resctl.observe;

import io.resctl.resource.Ref;
import io.resctl.resource.Resource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What resctl owns on a host, kept there.
 *
 * @param format version of this document
 * @param descriptor SHA-256 of the descriptor that was applied last; empty while a run is under way
 * @param facts what the hosts of the site told, by host and key: so a host that is down is still known to the files of its peers
 * @param entries in the order of making; removed in reverse
 */
public record Manifest(
        int format,
        String site,
        String descriptor,
        SortedMap<String, SortedMap<String, String>> facts,
        List<Entry> entries) {
    public static final int FORMAT = 1;

    public Manifest {
        entries = List.copyOf(entries);
        Objects.requireNonNull(facts);
        Objects.requireNonNull(descriptor);
    }

    /** Where a resource came from. */
    public enum Origin {
        /** It was not there before: it may be removed. */
        CREATED,
        /** It was there before resctl: it is never removed. */
        ADOPTED
    }

    /**
     * A resource that resctl owns.
     *
     * @param made false from the moment it is intended until it is known to be as wished
     */
    public record Entry(Resource resource, String component, String subject, Origin origin, boolean made) {}

    /** Of a host on which nothing is owned yet. */
    public static Manifest none(String site) {
        return new Manifest(FORMAT, site, "", new TreeMap<>(), List.of());
    }

    /** The same of other entries. */
    Manifest with(List<Entry> others) {
        return new Manifest(format, site, descriptor, facts, others);
    }

    /** Without what it remembers of other hosts than these. */
    public Manifest only(Set<String> hosts) {
        SortedMap<String, SortedMap<String, String>> kept = new TreeMap<>(facts);
        kept.keySet().retainAll(hosts);
        return new Manifest(format, site, descriptor, kept, entries);
    }

    public Optional<Entry> entry(Ref ref) {
        return entries.stream().filter(e -> e.resource().ref().equals(ref)).findFirst();
    }

    /**
     * What was intended, and is found to be so, is made: the run that did it was killed before it could say so.
     *
     * @param asIntended whether a resource was found to be as its entry has it
     */
    Manifest confirmed(Predicate<Resource> asIntended) {
        return new Manifest(
                format,
                site,
                descriptor,
                facts,
                entries.stream()
                        .map(e -> e.made() || !asIntended.test(e.resource())
                                ? e
                                : new Entry(e.resource(), e.component(), e.subject(), e.origin(), true))
                        .toList());
    }
}
