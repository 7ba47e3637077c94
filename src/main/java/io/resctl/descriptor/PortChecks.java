package io.resctl.descriptor;

import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Port;
import io.resctl.model.Service;
import io.resctl.model.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Ports that two things want. */
final class PortChecks {
    private static final Map<Integer, String> TAKEN = Map.of(
            Names.BACKUP_PORT,
            "the copy of backups",
            Names.DATABASE_PORT,
            "MariaDB",
            Names.ROUTER_READ_WRITE,
            "the database router",
            Names.ROUTER_HEALTH,
            "the database router",
            Names.ROUTER_READ_ONLY,
            "the database router",
            Names.GUARD_PORT,
            "the guard",
            Names.SEED_PORT,
            "seeding of replicas",
            Names.STATISTICS_PORT,
            "the gateway's statistics",
            Names.MAXSCALE_ADMIN_PORT,
            "MaxScale's interface");

    private PortChecks() {}

    static void services(Site site, Places places, Findings findings) {
        SortedMap<Integer, String> taken = new TreeMap<>(TAKEN);
        taken.put(site.vpn().port().number(), "the VPN");
        // A port for each server that is seeded, counted by its place in the list.
        site.database()
                .ifPresent(d -> IntStream.range(0, d.hosts().size())
                        .forEach(i -> taken.put(Names.SEED_PORT + i, "seeding of replicas")));
        List<Service> services = site.services();
        for (int i = 0; i < services.size(); i++) {
            Service service = services.get(i);
            Place place = places.of("services", service.name(), "publish");
            taken.subMap(first(service), last(service) + 1)
                    .forEach((port, owner) -> clash(findings, place, service, "port " + port + " of " + owner));
            services.stream()
                    .limit(i)
                    .filter(other -> first(service) <= last(other) && first(other) <= last(service))
                    .forEach(other -> clash(
                            findings,
                            place,
                            service,
                            "those of the service `" + other.name() + "` (" + range(other) + ")"));
        }
    }

    /** A login port that the gateway, the database or the guard would take away locks everybody out. */
    static void ssh(Site site, Places places, Findings findings) {
        Map<Integer, String> taken = new LinkedHashMap<>(TAKEN);
        taken.put(80, "the gateway");
        taken.put(443, "the gateway");
        for (Host host : site.hosts().toList()) {
            int port = sshPort(site, host);
            if (taken.containsKey(port)) {
                Place place = host.ssh().port().isPresent()
                        ? places.of("zones", host.zone(), "hosts", host.name(), "port")
                        : places.of("ssh", "port");
                findings.error(
                        place,
                        "port.clash",
                        "SSH of `" + host.name() + "` has the port " + port + " of " + taken.get(port),
                        "let sshd listen on another port of that host");
                return;
            }
        }
    }

    /** Other services reach this one on a host-local address and its own port, where sshd already listens on every address. */
    static void names(Site site, Places places, Findings findings) {
        Map<Integer, String> ssh = new LinkedHashMap<>();
        site.hosts().forEach(host -> ssh.putIfAbsent(sshPort(site, host), host.name()));
        for (Service service : site.services()) {
            Optional.ofNullable(ssh.get(service.port().number()))
                    .ifPresent(host -> findings.error(
                            places.of("services", service.name(), "port"),
                            "port.clash",
                            "the service `" + service.name() + "` has the port " + service.port() + " of SSH on `"
                                    + host + "`",
                            "let the program listen on another port inside its container"));
        }
    }

    private static int sshPort(Site site, Host host) {
        return host.ssh().port().or(site.ssh()::port).map(Port::number).orElse(22);
    }

    private static void clash(Findings findings, Place place, Service service, String with) {
        findings.error(
                place,
                "port.clash",
                (first(service) == last(service)
                                ? "the port " + first(service) + " that the replica of `" + service.name()
                                        + "` publishes inside the VPN is "
                                : "the ports " + range(service) + " that the replicas of `" + service.name()
                                        + "` publish inside the VPN overlap ")
                        + with,
                "say `publish: N` in this service, such as one from 20000 to 59900; replica 1 then gets the port N + 1");
    }

    private static String range(Service service) {
        return first(service) == last(service)
                ? Integer.toString(first(service))
                : first(service) + " to " + last(service);
    }

    /** Replicas are counted from 1. */
    private static int first(Service service) {
        return service.publish() + 1;
    }

    private static int last(Service service) {
        return service.publish()
                + Math.max(service.replicas(), service.standbyReplicas().orElse(service.replicas()));
    }
}
