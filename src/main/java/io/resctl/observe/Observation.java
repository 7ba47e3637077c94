package io.resctl.observe;

import io.resctl.resource.Observed;
import io.resctl.resource.Wish;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** What was found on all hosts of the site, by host. */
public record Observation(SortedMap<String, Sight> hosts) {
    public Stream<Sight.Seen> seen() {
        return hosts.values().stream().flatMap(s -> s instanceof Sight.Seen seen ? Stream.of(seen) : Stream.empty());
    }

    public Stream<Sight.Unseen> unseen() {
        return hosts.values().stream().flatMap(s -> s instanceof Sight.Unseen no ? Stream.of(no) : Stream.empty());
    }

    public Optional<Sight.Seen> seen(String host) {
        return hosts.get(host) instanceof Sight.Seen seen ? Optional.of(seen) : Optional.empty();
    }

    /** Unknown where the host was not seen or the resource was not asked for. */
    public Observed of(Wish.At at) {
        return seen(at.host())
                .map(seen -> seen.resources().get(at.ref()))
                .map(Sight.Found::observed)
                .orElseGet(() -> new Observed.Unknown(
                        hosts.get(at.host()) instanceof Sight.Unseen unseen
                                ? unseen.why().summary()
                                : "not asked"));
    }
}
