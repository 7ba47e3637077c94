package io.resctl.descriptor;

import io.resctl.model.Balance;
import io.resctl.model.Gateway;
import io.resctl.model.Percent;
import io.resctl.model.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** {@code gateway:}. */
final class GatewayReader {
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~+,=:@%/-]*");
    private static final Pattern HOST =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    private GatewayReader() {}

    static Optional<Gateway> read(Cursor c) {
        return c.section(Keys.GATEWAY)
                .flatMap(s -> s.required("haproxy", "haproxy: {hosts: [a1, b1], routes: [{path: /, service: web}]}"))
                .flatMap(h -> h.section(Keys.HAPROXY))
                .map(GatewayReader::haproxy);
    }

    private static Gateway haproxy(Section s) {
        return new Gateway(
                s.optional("image").flatMap(Forms::image).orElse("haproxy:3.0"),
                s.required("hosts", "hosts: [a1, b1]").map(Forms::hosts).orElse(List.of()),
                s.optional("balance")
                        .flatMap(c -> Scalars.choice(c, Balance.class))
                        .orElse(Balance.ROUNDROBIN),
                s.optional("weights").map(GatewayReader::weights).orElseGet(TreeMap::new),
                s.optional("tls")
                        .flatMap(c -> c.section(Keys.TLS))
                        .flatMap(t -> t.required("certificate", "certificate: !secret shop-pem"))
                        .flatMap(Cursor::secret),
                s.required("routes", "routes: [{path: /, service: web}]")
                        .map(GatewayReader::routes)
                        .orElse(List.of()));
    }

    private static SortedMap<String, Percent> weights(Cursor c) {
        SortedMap<String, Percent> weights = new TreeMap<>();
        c.entries("a mapping of hosts to percentages").forEach((host, weight) -> {
            c.reading().names().use(Names.Kind.HOST, host, weight.key());
            Scalars.percent(weight).ifPresent(percent -> weights.put(host, percent));
        });
        return weights;
    }

    private static List<Route> routes(Cursor c) {
        List<Route> routes = new ArrayList<>();
        for (Cursor item : c.items()) {
            item.section(Keys.ROUTE).map(GatewayReader::route).ifPresent(route -> {
                boolean taken = routes.stream()
                        .anyMatch(other -> other.host().equals(route.host())
                                && other.path().equals(route.path()));
                if (taken) {
                    item.error(
                            "route.duplicate",
                            "another route already has the path `" + route.path() + "` of "
                                    + route.host().map(Words::quote).orElse("any host"),
                            "requests can go to one service only; change `host` or `path`");
                }
                routes.add(route);
            });
        }
        return routes;
    }

    private static Route route(Section s) {
        return new Route(
                s.optional("host")
                        .flatMap(c -> Scalars.matching(
                                c, HOST, "a host name in lower case", "such as `shop.example.org`, without port")),
                s.optional("path")
                        .flatMap(c -> Scalars.matching(c, PATH, "a path that begins with `/`", "such as `/` or `/api`"))
                        .orElse("/"),
                s.required("service", "service: web")
                        .flatMap(GatewayReader::service)
                        .orElse(""));
    }

    private static Optional<String> service(Cursor c) {
        Optional<String> service = c.word("the name of a service");
        service.ifPresent(name -> c.reading().names().use(Names.Kind.SERVICE, name, c.place()));
        return service;
    }
}
