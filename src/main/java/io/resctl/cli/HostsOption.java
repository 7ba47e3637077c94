package io.resctl.cli;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Site;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** {@code --zone} and {@code --host}: a part of the site. */
final class HostsOption {
    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            split = ",",
            hideParamSyntax = true,
            description = "Only the hosts of this zone. May be repeated, or a list with commas.")
    private List<String> zones = new ArrayList<>();

    @Option(
            names = "--host",
            paramLabel = "HOST",
            split = ",",
            hideParamSyntax = true,
            description = "Only this host. May be repeated, or a list with commas.")
    private List<String> hosts = new ArrayList<>();

    List<String> zones() {
        return zones;
    }

    List<String> hosts() {
        return hosts;
    }

    boolean everything() {
        return zones.isEmpty() && hosts.isEmpty();
    }

    /** The hosts that are meant; all of them where nothing was said. */
    Set<String> of(Site site) {
        Set<String> meant = new LinkedHashSet<>();
        Predicate<io.resctl.model.Host> wanted =
                h -> everything() || zones.contains(h.zone()) || hosts.contains(h.name());
        site.hosts().filter(wanted).forEach(h -> meant.add(h.name()));
        return meant;
    }

    /** A name that the site does not have. */
    Optional<Diagnostic> unknown(Site site) {
        List<String> knownZones = site.zones().stream().map(z -> z.name()).toList();
        List<String> knownHosts = site.hosts().map(h -> h.name()).toList();
        return zones.stream()
                .filter(z -> !knownZones.contains(z))
                .map(z -> unknown("zone", z, knownZones))
                .findFirst()
                .or(() -> hosts.stream()
                        .filter(h -> !knownHosts.contains(h))
                        .map(h -> unknown("host", h, knownHosts))
                        .findFirst());
    }

    private static Diagnostic unknown(String kind, String name, List<String> known) {
        return Diagnostic.error(
                "usage." + kind,
                "the site has no " + kind + " '" + name + "'",
                "its " + kind + "s are " + String.join(", ", known));
    }
}
