package io.resctl.component.ambassador;

import io.resctl.component.HaproxyReload;
import io.resctl.model.Database;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Replica;
import io.resctl.model.Router;
import io.resctl.model.Service;
import io.resctl.model.Site;
import io.resctl.model.Stable;
import io.resctl.render.Templates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the ambassador of one host answers for, and where it leads. All of its own zone. */
final class AmbassadorConfig {
    private static final String DB = "db";
    private static final String DB_RO = "db-ro";

    /** Replicas that do not exist yet are listed too, and are down: so one more replica changes nothing here. */
    private static final int SLOTS = 8;

    /** An address inside containers. */
    public record Name(String name, String address, int port, String backend) {}

    /**
     * Servers behind a name.
     *
     * @param checkPort 0: the server's own
     * @param cut connections end when their server goes down
     */
    public record Backend(String name, int id, String http, int checkPort, boolean cut, List<Server> servers) {}

    public record Server(String name, int id, String address, int port) {}

    /** A group of database servers, by what they answer. */
    public record Check(String name, int id, String answer, boolean cut) {}

    private final Site site;

    AmbassadorConfig(Site site) {
        this.site = site;
    }

    List<Name> names() {
        List<Name> names = new ArrayList<>();
        if (site.database().isPresent()) {
            names.add(new Name(DB, Stable.nameAddress(DB), Names.DATABASE_PORT, "routers_read_write"));
            names.add(new Name(DB_RO, Stable.nameAddress(DB_RO), Names.DATABASE_PORT, "routers_read_only"));
        }
        if (site.services().size() > 1) {
            site.services()
                    .forEach(s -> names.add(new Name(
                            s.name(), Stable.nameAddress(s.name()), s.port().number(), "service_" + s.name())));
        }
        return names;
    }

    String text(Host host) {
        List<Server> servers = routing(host) ? databaseServers(host.zone()) : List.of();
        Map<String, Object> values = new HashMap<>();
        values.put("site", site.name());
        values.put("folder", HaproxyReload.INSIDE);
        values.put("address", host.vpn());
        values.put("names", names());
        values.put("backends", backends(host.zone()));
        values.put("servers", servers);
        values.put("checks", checks());
        values.put("user", ServerCheck.USER);
        values.put("eitherAnswer", ServerCheck.EITHER);
        values.put("login", ServerCheck.login());
        values.put("question", ServerCheck.question());
        values.put("goodbye", ServerCheck.goodbye());
        values.put("readWritePort", Names.ROUTER_READ_WRITE);
        values.put("readOnlyPort", Names.ROUTER_READ_ONLY);
        values.put("healthPort", Names.ROUTER_HEALTH);
        return new Templates().render("haproxy/ambassador.cfg", values);
    }

    private static List<Check> checks() {
        return List.of(
                new Check("read_write", 2101, ServerCheck.WRITABLE, true),
                new Check("read_only", 2102, ServerCheck.READ_ONLY, false),
                new Check("any", 2103, ServerCheck.EITHER, false));
    }

    private List<Backend> backends(String zone) {
        List<Backend> backends = new ArrayList<>();
        site.database().ifPresent(database -> {
            boolean haproxy = database.router() == Router.HAPROXY;
            int check = haproxy ? Names.ROUTER_HEALTH : 0;
            backends.add(new Backend(
                    "routers_read_write",
                    2001,
                    haproxy ? "/read-write" : "",
                    check,
                    true,
                    routers(database, zone, Names.ROUTER_READ_WRITE)));
            backends.add(new Backend(
                    "routers_read_only",
                    2002,
                    haproxy ? "/read-only" : "",
                    check,
                    true,
                    routers(database, zone, Names.ROUTER_READ_ONLY)));
        });
        if (site.services().size() > 1) {
            site.services().forEach(s -> backends.add(service(s, zone)));
        }
        return backends;
    }

    private Backend service(Service service, String zone) {
        int slots = (Math.max(service.replicas(), 1) + SLOTS - 1) / SLOTS * SLOTS;
        List<Server> servers = Replica.first(slots, site, service, zone).stream()
                .map(r -> new Server(r.role(), r.number(), r.host().vpn(), r.port()))
                .toList();
        int id = 3000 + site.services().indexOf(service);
        return new Backend(
                "service_" + service.name(), id, service.health().http().orElse(""), 0, false, servers);
    }

    private List<Server> routers(Database database, String zone, int port) {
        List<String> hosts = database.maxscale().map(m -> m.hosts()).orElse(database.hosts());
        return servers(
                hosts.stream()
                        .map(site::host)
                        .filter(h -> h.zone().equals(zone))
                        .toList(),
                port);
    }

    private List<Server> databaseServers(String zone) {
        return servers(site.databaseHosts(zone), Names.DATABASE_PORT);
    }

    private static List<Server> servers(List<Host> hosts, int port) {
        return hosts.stream()
                .map(h -> new Server(h.name(), hosts.indexOf(h) + 1, h.vpn(), port))
                .toList();
    }

    private boolean routing(Host host) {
        return site.database()
                .filter(db -> db.router() == Router.HAPROXY && db.hosts().contains(host.name()))
                .isPresent();
    }
}
