package io.resctl.descriptor;

import io.resctl.model.Gateway;
import io.resctl.model.Host;
import io.resctl.model.Percent;
import io.resctl.model.Route;
import io.resctl.model.Schema;
import io.resctl.model.Service;
import io.resctl.model.Site;
import io.resctl.model.Zone;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is shared: accounts between databases, requests between hosts. */
final class ShareChecks {
    private ShareChecks() {}

    static void accounts(Site site, Places places, Findings findings) {
        Map<String, Schema> byUser = new HashMap<>();
        site.database().stream().flatMap(db -> db.schemas().stream()).forEach(schema -> {
            Schema first = byUser.putIfAbsent(schema.user(), schema);
            if (first != null && !first.passwordSecret().equals(schema.passwordSecret())) {
                findings.error(
                        places.of("database", "mariadb", "databases", schema.name(), "password"),
                        "database.account",
                        "the account `" + schema.user() + "` has two passwords: the secret `" + first.passwordSecret()
                                + "` for `" + first.name() + "` and `" + schema.passwordSecret() + "` for `"
                                + schema.name() + "`",
                        "give both databases the same secret, or each an account of its own");
            }
        });
    }

    static void weights(Site site, Places places, Findings findings) {
        site.gateway().filter(g -> !g.weights().isEmpty()).ifPresent(gateway -> {
            List<Service> routed = site.services().stream()
                    .filter(s -> gateway.routes().stream().map(Route::service).anyMatch(s.name()::equals))
                    .toList();
            gateway.weights().keySet().stream()
                    .filter(host -> routed.stream().noneMatch(s -> mayRunOn(s, host)))
                    .forEach(host -> findings.error(
                            places.of("gateway", "haproxy", "weights", host),
                            "weight.idle",
                            "the host `" + host
                                    + "` has a weight, and no service that the gateway routes to may run there",
                            "remove the weight, or add the host to the service's `hosts`"));
            site.zones().forEach(zone -> sum(gateway, zone, places, findings));
        });
    }

    private static void sum(Gateway gateway, Zone zone, Places places, Findings findings) {
        List<Percent> weights = zone.hosts().stream()
                .flatMap(host -> Optional.ofNullable(gateway.weights().get(host.name())).stream())
                .toList();
        BigDecimal sum = weights.stream().map(Percent::value).reduce(BigDecimal.ZERO, BigDecimal::add);
        boolean allNamed = weights.size() == zone.hosts().size();
        if (sum.compareTo(BigDecimal.valueOf(100)) > 0) {
            findings.error(
                    places.of("gateway", "haproxy", "weights"),
                    "weight.sum",
                    "the weights of the hosts " + names(zone) + " add up to " + sum.toPlainString() + "%",
                    "the shares of a zone are at most 100% together");
        } else if (allNamed && sum.signum() == 0) {
            findings.error(
                    places.of("gateway", "haproxy", "weights"),
                    "weight.sum",
                    "every host of the zone `" + zone.name() + "` has the weight 0%, so no request would be answered",
                    "give at least one of " + names(zone) + " a share");
        }
    }

    private static boolean mayRunOn(Service service, String host) {
        return service.hosts().isEmpty() || service.hosts().contains(host);
    }

    private static String names(Zone zone) {
        return Words.list(zone.hosts().stream().map(Host::name).toList());
    }
}
