package io.resctl.plan;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Host;
import io.resctl.model.Site;
import io.resctl.observe.Observation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Hosts that were part of the site at the last apply, as the others remember, and are not described any more. Nobody looks at them, so it is said. */
final class Departed {
    private Departed() {}

    static List<Diagnostic> of(Site site, Observation observation) {
        Set<String> described = site.hosts().map(Host::name).collect(Collectors.toSet());
        Set<String> departed = new TreeSet<>();
        observation
                .seen()
                .flatMap(seen -> seen.manifest().stream())
                .forEach(manifest -> departed.addAll(manifest.facts().keySet()));
        departed.removeAll(described);
        return departed.stream().map(Departed::left).toList();
    }

    private static Diagnostic left(String host) {
        return Diagnostic.warning(
                "host.left",
                host
                        + " was part of the site and is not described any more: the other hosts part from it, and it is not"
                        + " touched itself; what was made there is still there, and may still run",
                "put " + host
                        + " back into the descriptor if that was a mistake; else stop it, or remove /etc/resctl and"
                        + " the units resctl-* there by hand. An apply says this for the last time");
    }
}
