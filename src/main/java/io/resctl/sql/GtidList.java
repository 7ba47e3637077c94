package io.resctl.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A position (one entry a domain: all up to it) or a state (one a domain and server: the last one of each), as MariaDB prints them. Of two that agree in
 * domain and server only the later one is kept.
 */
public record GtidList(List<Gtid> entries) {
    public static final GtidList NONE = new GtidList(List.of());

    public GtidList {
        SortedMap<Gtid, Gtid> last = new TreeMap<>();
        for (Gtid gtid : entries) {
            last.merge(new Gtid(gtid.domain(), gtid.server(), 0), gtid, (a, b) -> a.compareTo(b) < 0 ? b : a);
        }
        entries = List.copyOf(last.values());
    }

    /** From {@code 0-1-10,1-5-3}. What is not a GTID is passed over; MariaDB prints no such thing. */
    public static GtidList parse(String text) {
        List<Gtid> entries = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Gtid.parse(part).ifPresent(entries::add);
        }
        return new GtidList(entries);
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    public GtidList plus(GtidList more) {
        List<Gtid> all = new ArrayList<>(entries);
        all.addAll(more.entries);
        return new GtidList(all);
    }

    /** As a position: the last entry of each domain, whichever server wrote it. */
    public GtidList position() {
        SortedMap<Long, Gtid> last = new TreeMap<>();
        entries.forEach(g -> last.merge(g.domain(), g, (a, b) -> a.sequence() < b.sequence() ? b : a));
        return new GtidList(List.copyOf(last.values()));
    }

    /** In every domain as far as the other, or further. */
    public boolean covers(GtidList other) {
        return lacks(other) == 0;
    }

    /** How many transactions the other has beyond this one. */
    public long lacks(GtidList other) {
        return other.position().entries.stream()
                .mapToLong(g -> Math.max(0, g.sequence() - reached(g.domain())))
                .sum();
    }

    /** Transactions of this list that the other never saw. Sequence numbers alone cannot tell: two servers may use the same ones. */
    public GtidList errant(GtidList known) {
        return new GtidList(entries.stream()
                .filter(g -> known.entries.stream()
                        .noneMatch(k ->
                                k.domain() == g.domain() && k.server() == g.server() && k.sequence() >= g.sequence()))
                .toList());
    }

    /** Without what these servers wrote. */
    public GtidList without(Collection<Long> servers) {
        return new GtidList(
                entries.stream().filter(g -> !servers.contains(g.server())).toList());
    }

    /** The last sequence number of a domain; 0 where there is none. */
    public long reached(long domain) {
        return entries.stream()
                .filter(g -> g.domain() == domain)
                .mapToLong(Gtid::sequence)
                .max()
                .orElse(0);
    }

    /** As MariaDB takes it. */
    @Override
    public String toString() {
        return new TreeSet<>(entries).stream().map(Gtid::toString).collect(Collectors.joining(","));
    }

    /** For people. */
    public String words() {
        return isEmpty() ? "no transaction yet" : toString();
    }
}
