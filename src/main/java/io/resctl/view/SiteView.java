package io.resctl.view;

import io.resctl.model.Host;
import io.resctl.model.Service;
import io.resctl.model.Site;
import java.util.stream.Collectors;

/** The site in a few lines, as a person would tell it. */
public final class SiteView {
    private SiteView() {}

    /** For the one who asks whether a descriptor is valid. */
    public static String summary(String file, Site site) {
        StringBuilder out = new StringBuilder(file + " is valid: the site " + site.name() + ", kept as "
                + site.strategy().word() + ".\n");
        site.zones()
                .forEach(zone -> out.append("  zone ")
                        .append(zone.name())
                        .append(zone.home() ? " (home): " : ": ")
                        .append(zone.hosts().stream().map(Host::name).collect(Collectors.joining(", ")))
                        .append("\n"));
        site.services()
                .forEach(service ->
                        out.append("  service ").append(line(service)).append("\n"));
        return out.toString();
    }

    private static String line(Service service) {
        return service.name() + ": " + service.image() + ", "
                + service.replicas() + " serving, " + service.standbyReplicas().orElse(service.replicas())
                + " standing by";
    }
}
