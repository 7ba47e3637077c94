package io.resctl.plan;

import io.resctl.model.Lease;
import io.resctl.model.Site;
import io.resctl.observe.Manifest;
import io.resctl.observe.Observation;
import io.resctl.resource.Known;
import io.resctl.resource.Wish;
import java.util.Optional;

/**
 * What a plan stands on.
 *
 * @param lease as found; empty where there is none
 * @param effective the same, or the first one, which this plan makes
 */
public record Ground(Site site, Observation observation, Known known, Optional<Lease> lease, Lease effective) {

    Optional<Manifest.Entry> entry(Wish.At at) {
        return observation.seen(at.host()).flatMap(s -> s.manifest()).flatMap(m -> m.entry(at.ref()));
    }

    /** It was once as wished, as far as its host remembers. */
    boolean made(Wish.At at) {
        return entry(at).map(Manifest.Entry::made).orElse(false);
    }

    boolean seen(String host) {
        return observation.seen(host).isPresent();
    }
}
