package io.resctl.component.gateway;

import io.resctl.component.HaproxyReload;
import io.resctl.model.Gateway;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Replica;
import io.resctl.model.Route;
import io.resctl.model.Service;
import io.resctl.model.Site;
import io.resctl.render.Quoting;
import io.resctl.render.Templates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** HAProxy's configuration on one host of the gateway: it balances over the replicas of its own zone. */
final class GatewayConfig {
    /** A line {@code use_backend}; conditions are written here, since a route can need two. */
    public record RouteLine(String service, String condition) {}

    public record Backend(
            String name, int id, String http, long timeout, long interval, long fast, int fall, List<Server> servers) {}

    public record Server(String name, int id, String address, int port, int weight) {}

    private final Site site;
    private final Gateway gateway;

    GatewayConfig(Site site, Gateway gateway) {
        this.site = site;
        this.gateway = gateway;
    }

    String text(Host host, boolean live) {
        List<Backend> backends = backends(host.zone(), live);
        int most = backends.stream().mapToInt(b -> b.servers().size()).max().orElse(0);
        Map<String, Object> values = new HashMap<>();
        values.put("site", site.name());
        values.put("folder", HaproxyReload.INSIDE);
        values.put("address", host.vpn());
        values.put("statisticsPort", Names.STATISTICS_PORT);
        values.put("retries", Math.max(3, most + 1));
        values.put("tls", gateway.tlsSecret().isPresent());
        values.put("balance", gateway.balance().word());
        values.put("routes", routes());
        values.put("backends", backends);
        return new Templates().render("haproxy/gateway.cfg", values);
    }

    private List<Backend> backends(String zone, boolean live) {
        List<Backend> backends = new ArrayList<>();
        for (Service service : site.services()) {
            if (gateway.routes().stream().anyMatch(r -> r.service().equals(service.name()))) {
                backends.add(backend(service, Replica.of(site, service, zone, live)));
            }
        }
        return backends;
    }

    private Backend backend(Service service, List<Replica> replicas) {
        Map<String, Integer> weights = Weights.of(replicas, gateway.weights());
        long interval = service.health().interval().toMillis();
        return new Backend(
                service.name(),
                1000 + site.services().indexOf(service),
                service.health().http().orElse(""),
                service.health().timeout().toMillis(),
                interval,
                Math.min(interval, 500),
                service.health().retries(),
                replicas.stream()
                        .map(r -> new Server(
                                r.role(), r.number(), r.host().vpn(), r.port(), weights.getOrDefault(r.role(), 1)))
                        .toList());
    }

    /** The more a route says, the earlier it is tried: first those with a host name, then longer paths. */
    private List<RouteLine> routes() {
        List<Route> sorted = gateway.routes().stream()
                .sorted(Comparator.comparing((Route r) -> r.host().isEmpty())
                        .thenComparingInt(r -> -r.path().length()))
                .toList();
        List<RouteLine> lines = new ArrayList<>();
        for (Route route : sorted) {
            String host = route.host()
                    .map(h -> "{ req.hdr(host),host_only -i -- " + Quoting.HAPROXY.quote(h) + " } ")
                    .orElse("");
            String folder = route.path().endsWith("/") ? route.path() : route.path() + "/";
            if (folder.equals("/")) {
                lines.add(new RouteLine(route.service(), host.strip()));
                continue;
            }
            lines.add(new RouteLine(route.service(), host + "{ path_beg -- " + Quoting.HAPROXY.quote(folder) + " }"));
            if (!route.path().endsWith("/")) {
                lines.add(new RouteLine(
                        route.service(), host + "{ path -- " + Quoting.HAPROXY.quote(route.path()) + " }"));
            }
        }
        return lines;
    }
}
