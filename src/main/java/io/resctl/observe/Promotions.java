package io.resctl.observe;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Host;
import io.resctl.model.Lease;
import io.resctl.model.Promoter;
import io.resctl.model.Site;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.Observed;
import java.util.List;
import java.util.Optional;

/**
 * Where MaxScale promotes by itself, the lease learns of it afterwards: the one server of the live zone that takes writes is the primary, whatever the lease
 * says, and an apply writes that down. Where resctl promotes, the lease is always first, and what differs from it is a difference to mend.
 */
final class Promotions {
    private Promotions() {}

    /**
     * The lease that is due.
     *
     * @param next says since when and by whom, if there is a new one
     */
    static Optional<Lease> due(Site site, Observation observation, Lease lease, Lease next) {
        if (site.promoter() != Promoter.MAXSCALE) {
            return Optional.empty();
        }
        List<String> writable = site.databaseHosts(lease.live()).stream()
                .map(Host::name)
                .filter(host -> observation.seen(host).filter(Promotions::leads).isPresent())
                .toList();
        return Optional.of(writable)
                .filter(one -> one.size() == 1)
                .map(List::getFirst)
                .filter(host -> !site.primary(lease).map(Host::name).equals(Optional.of(host)))
                .map(host -> new Lease(lease.epoch() + 1, lease.live(), host, next.since(), next.by()));
    }

    static Diagnostic noticed(Site site, Lease old, Lease due) {
        String before = site.primary(old).map(Host::name).orElse("none");
        return Diagnostic.warning(
                "database.promoted",
                "MaxScale has made " + due.primary() + " the primary in the place of " + before,
                "`resctl apply` writes that into the lease of every host; nothing is moved back");
    }

    private static boolean leads(Sight.Seen seen) {
        return seen.resources().values().stream()
                .filter(found -> found.asked() instanceof DatabaseRole)
                .anyMatch(found -> found.observed() instanceof Observed.Present present
                        && "OFF".equals(present.attributes().get("read_only"))
                        && "nobody".equals(present.attributes().get("follows")));
    }
}
