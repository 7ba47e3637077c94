package io.resctl.descriptor;

import io.resctl.model.Cidr;
import io.resctl.model.Host;
import io.resctl.model.Ipv4;
import io.resctl.model.Port;
import io.resctl.model.Service;
import io.resctl.model.Site;
import io.resctl.model.Stable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Addresses that must differ, and a VPN that must not stand in the way of anything. */
final class AddressChecks {
    private static final Cidr DOCKER = Cidr.parse("172.17.0.0/16").orElseThrow();
    private static final Cidr LOOPBACK = Cidr.parse("127.0.0.0/8").orElseThrow();
    private static final Cidr LINK_LOCAL = Cidr.parse("169.254.0.0/16").orElseThrow();

    private AddressChecks() {}

    static void sameServer(Site site, Places places, Findings findings) {
        Map<String, Host> seen = new LinkedHashMap<>();
        site.hosts().forEach(host -> {
            int port = host.ssh().port().or(site.ssh()::port).map(Port::number).orElse(22);
            Host other = seen.putIfAbsent(host.address().toLowerCase(Locale.ROOT) + " " + port, host);
            if (other != null) {
                findings.error(
                        place(places, host, "address"),
                        "host.address",
                        "the hosts `" + other.name() + "` and `" + host.name() + "` are the same server: "
                                + host.address() + ", port " + port,
                        "every host of a site is a server of its own; correct one of the addresses");
            }
        });
    }

    static void vpn(Site site, Places places, Findings findings) {
        Cidr subnet = site.vpn().subnet();
        Place subnetPlace = places.of("vpn", "wireguard", "subnet");
        if (subnet.prefix() > 28 || subnet.size() - 2 < site.hosts().count()) {
            findings.error(
                    subnetPlace,
                    "vpn.small",
                    "the VPN subnet " + subnet + " is too small for hosts to have addresses of their own in it",
                    "take a larger one, such as `10.90.0.0/16`; at least a /28");
            return;
        }
        Stream.of(DOCKER, LOOPBACK, LINK_LOCAL)
                .filter(subnet::overlaps)
                .forEach(taken -> findings.error(
                        subnetPlace,
                        "vpn.overlap",
                        "the VPN subnet " + subnet + " overlaps " + taken + ", which every host uses for itself",
                        "take a private network that is free, such as `10.90.0.0/16`"));
        site.hosts().forEach(host -> outside(host, subnet, places, findings));
        clashes(site.hosts().toList(), subnet, places, findings);
    }

    /** Names inside containers have addresses that are hashes of them, the database's too. */
    static void names(Site site, Places places, Findings findings) {
        Map<String, String> taken = new LinkedHashMap<>();
        taken.put(Stable.nameAddress("db"), "db");
        taken.put(Stable.nameAddress("db-ro"), "db-ro");
        for (Service service : site.services()) {
            String other = taken.putIfAbsent(Stable.nameAddress(service.name()), service.name());
            if (other != null && !other.equals(service.name())) {
                findings.error(
                        places.of("services", service.name()),
                        "name.clash",
                        "the names `" + other + "` and `" + service.name()
                                + "` would have the same address inside containers, by an accident of hashing",
                        "give the service a slightly different name, such as `" + service.name() + "s`");
            }
        }
    }

    /** What hosts are reached by must not lie in the VPN: the tunnel would try to run through itself. */
    private static void outside(Host host, Cidr subnet, Places places, Findings findings) {
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("address", host.address());
        addresses.putIfAbsent("endpoint", host.endpoint());
        addresses.forEach((key, address) -> {
            boolean repeated = key.equals("endpoint") && address.equals(host.address());
            if (!repeated && Ipv4.parse(address).filter(subnet::contains).isPresent()) {
                findings.error(
                        place(places, host, key),
                        "vpn.overlap",
                        "the " + key + " " + address + " of `" + host.name() + "` lies in the VPN subnet " + subnet,
                        "take another subnet under `vpn:`, one that none of your networks uses");
            }
        });
    }

    private static void clashes(List<Host> hosts, Cidr subnet, Places places, Findings findings) {
        Map<String, Host> byAddress = new LinkedHashMap<>();
        Map<Integer, Host> byServerId = new LinkedHashMap<>();
        for (Host host : hosts) {
            int ip = Ipv4.parse(host.vpn()).orElseThrow();
            Place place = place(places, host, "vpn");
            if (!subnet.contains(ip) || ip == subnet.address() || ip == subnet.address() + (int) (subnet.size() - 1)) {
                findings.error(
                        place,
                        "vpn.outside",
                        "the VPN address " + host.vpn() + " of `" + host.name() + "` is no host address of " + subnet,
                        "take one between the first and the last of the subnet, or leave `vpn:` out");
                continue;
            }
            Optional<Host> same = Optional.ofNullable(byAddress.putIfAbsent(host.vpn(), host));
            Optional<Host> sameId = Optional.ofNullable(byServerId.putIfAbsent(host.serverId(), host));
            if (same.isPresent()) {
                findings.error(
                        place,
                        "vpn.clash",
                        "the hosts `" + same.get().name() + "` and `" + host.name() + "` both have the VPN address "
                                + host.vpn(),
                        "say `vpn: ADDRESS` on `" + host.name() + "` (`" + host.name() + ": {address: " + host.address()
                                + ", vpn: " + free(hosts, subnet) + "}`)");
            } else if (sameId.isPresent() || host.serverId() == 0) {
                findings.error(
                        place,
                        "vpn.server-id",
                        "the last two numbers of " + host.vpn() + " cannot be the database's server number of `"
                                + host.name() + "`: "
                                + sameId.map(o -> "`" + o.name() + "` has the same")
                                        .orElse("zero is none"),
                        "choose a VPN address whose last two numbers are its own");
            }
        }
    }

    private static String free(List<Host> hosts, Cidr subnet) {
        List<String> taken = hosts.stream().map(Host::vpn).toList();
        int candidate = subnet.address() + 1;
        while (taken.contains(Ipv4.text(candidate))) {
            candidate++;
        }
        return Ipv4.text(candidate);
    }

    private static Place place(Places places, Host host, String key) {
        return places.of("zones", host.zone(), "hosts", host.name(), key);
    }
}
