package io.resctl.observe;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Lease;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.resource.Content.Derivation;
import io.resctl.resource.Content.Piece;
import io.resctl.resource.Known;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which lease counts: the highest epoch that bears the site's signature.
 *
 * @param lease empty where no host that answered has one
 */
public record Leases(Optional<Lease> lease, List<Diagnostic> findings) {

    public static Leases judge(Site site, Observation observation, Known known) {
        List<Diagnostic> findings = new ArrayList<>();
        List<Sight.Seen> holders =
                observation.seen().filter(s -> s.lease().isPresent()).toList();
        List<Sight.Seen> genuine =
                holders.stream().filter(s -> genuine(site, s, known)).toList();
        if (genuine.isEmpty() && !holders.isEmpty()) {
            findings.add(forged(holders));
        }
        Optional<Lease> highest = genuine.stream().map(Leases::of).max(Comparator.comparingLong(Lease::epoch));
        highest.ifPresent(top -> {
            List<Sight.Seen> rivals =
                    genuine.stream().filter(s -> of(s).contradicts(top)).toList();
            rivals.forEach(rival -> findings.add(conflict(top, rival)));
            if (site.zones().stream().noneMatch(z -> z.name().equals(top.live()))) {
                findings.add(strange(top));
            }
        });
        return new Leases(
                highest.filter(
                        top -> site.zones().stream().anyMatch(z -> z.name().equals(top.live()))),
                findings);
    }

    /** While the site's key is not known to this process, signatures cannot be judged and count as true. */
    private static boolean genuine(Site site, Sight.Seen seen, Known known) {
        String payload = of(seen).payload(site.name());
        return known.derived(new Piece.Derived(Derivation.ED25519_SIGNATURE, Names.SITE_KEY, payload))
                .map(due -> due.equals(
                        seen.lease().map(Sight.SignedLease::signature).orElse("")))
                .orElse(true);
    }

    private static Lease of(Sight.Seen seen) {
        return seen.lease().orElseThrow().lease();
    }

    private static Diagnostic conflict(Lease top, Sight.Seen rival) {
        return Diagnostic.error(
                "lease.conflict",
                "two leases have epoch " + top.epoch() + ": one says " + words(top) + ", the one on " + rival.host()
                        + " says " + words(of(rival)),
                "stop the writers of one of them, decide which has the data that counts, and remove lease.json on the hosts"
                        + " that say the other; until then nothing is changed");
    }

    private static String words(Lease lease) {
        return "that zone " + lease.live() + " is live"
                + (lease.primary().isEmpty() ? "" : " with the primary " + lease.primary());
    }

    private static Diagnostic strange(Lease top) {
        return Diagnostic.error(
                "lease.zone",
                "the lease says that zone " + top.live() + " is live, and the descriptor has no such zone",
                "give the zone its old name again");
    }

    private static Diagnostic forged(List<Sight.Seen> holders) {
        return Diagnostic.error(
                "lease.unsigned",
                "no lease bears the site's signature; leases are on "
                        + String.join(
                                ", ", holders.stream().map(Sight.Seen::host).toList()),
                "if a file was edited by hand, put back lease.json as it was on any host; nothing is changed until then");
    }
}
