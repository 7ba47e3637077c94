package io.resctl.descriptor;

import io.resctl.model.Host;
import io.resctl.model.MaxScale;
import io.resctl.model.Service;
import io.resctl.model.Site;
import io.resctl.model.Zone;
import java.util.List;

/** Either zone must be able to carry the whole site: else the standby stands by for nothing. */
final class CapacityChecks {
    private CapacityChecks() {}

    static void services(Site site, Places places, Findings findings) {
        for (Service service : site.services()) {
            if (!service.hosts().isEmpty()) {
                check(
                        site,
                        service.hosts(),
                        places.of("services", service.name(), "hosts"),
                        "the service `" + service.name() + "` may run on no host",
                        findings);
            }
        }
    }

    static void database(Site site, Places places, Findings findings) {
        site.database().ifPresent(database -> {
            Place place = places.of("database", "mariadb", "hosts");
            check(site, database.hosts(), place, "the database has no server", findings);
            database.maxscale()
                    .map(MaxScale::hosts)
                    .ifPresent(hosts -> check(
                            site, hosts, places.of("database", "maxscale", "hosts"), "MaxScale has no host", findings));
        });
    }

    static void gateway(Site site, Places places, Findings findings) {
        site.gateway()
                .ifPresent(gateway -> check(
                        site,
                        gateway.hosts(),
                        places.of("gateway", "haproxy", "hosts"),
                        "the gateway has no host",
                        findings));
    }

    private static void check(Site site, List<String> hosts, Place place, String lacking, Findings findings) {
        for (Zone zone : site.zones()) {
            List<String> names = zone.hosts().stream().map(Host::name).toList();
            if (hosts.stream().noneMatch(names::contains)) {
                findings.error(
                        place,
                        "zone.capacity",
                        lacking + " in the " + (zone.home() ? "home" : "standby") + " zone `" + zone.name()
                                + "`, which then cannot carry the site",
                        "add one of " + Words.list(names));
            }
        }
    }
}
