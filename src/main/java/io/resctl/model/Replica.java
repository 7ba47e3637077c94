package io.resctl.model;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One of a service's equal containers in a zone.
 *
 * @param number from 1
 * @param port on the host's VPN address
 */
public record Replica(Service service, int number, Host host, int port) {

    /** As people and units call it, such as {@code web-3}. */
    public String role() {
        return service.name() + "-" + number;
    }

    /** The first {@code count} replicas of a service in a zone: they take turns on its hosts, so one more moves none of the others. */
    public static List<Replica> first(int count, Site site, Service service, String zone) {
        List<Host> hosts = allowed(site, service, zone);
        if (hosts.isEmpty()) {
            return List.of();
        }
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> new Replica(service, n, hosts.get((n - 1) % hosts.size()), service.publish() + n))
                .toList();
    }

    /** Those that exist in a zone: all of them where it is live, else those that stand by. */
    public static List<Replica> of(Site site, Service service, String zone, boolean live) {
        int count = live ? service.replicas() : service.standbyReplicas().orElse(service.replicas());
        return first(count, site, service, zone);
    }

    private static List<Host> allowed(Site site, Service service, String zone) {
        if (service.hosts().isEmpty()) {
            return site.zone(zone).hosts();
        }
        return service.hosts().stream()
                .map(site::host)
                .filter(host -> host.zone().equals(zone))
                .toList();
    }
}
