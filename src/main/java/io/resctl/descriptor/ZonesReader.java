package io.resctl.descriptor;

import io.resctl.model.Cidr;
import io.resctl.model.Host;
import io.resctl.model.Ipv4;
import io.resctl.model.Stable;
import io.resctl.model.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code zones:} and their hosts. */
final class ZonesReader {
    private ZonesReader() {}

    static List<Zone> read(Cursor c, Cidr subnet) {
        List<Zone> zones = new ArrayList<>();
        c.named("zone").forEach((name, zone) -> zones.add(zone(name, zone, subnet)));
        if (zones.size() != 2) {
            c.errorAtKey(
                    "zones.count",
                    "the site has " + zones.size() + (zones.size() == 1 ? " zone" : " zones")
                            + "; `pilot-light` needs exactly two",
                    "one zone serves and one stands by, such as `zones: {milan: {home: true, hosts: ...}, turin: {hosts: ...}}`");
        }
        List<String> home = zones.stream().filter(Zone::home).map(Zone::name).toList();
        if (home.size() != 1 && !zones.isEmpty() && c.reading().findings().clean(List.of("zones"))) {
            c.errorAtKey(
                    "zones.home",
                    home.isEmpty()
                            ? "no zone says `home: true`"
                            : "the zones " + Words.list(home) + " all say `home: true`",
                    "exactly one zone is the home, where the site lives by preference");
        }
        return zones;
    }

    private static Zone zone(String name, Cursor c, Cidr subnet) {
        Optional<Section> section = c.section(Keys.ZONE);
        List<Host> hosts = new ArrayList<>();
        section.flatMap(s -> s.required("hosts", "hosts: {a1: 203.0.113.11}")).ifPresent(h -> {
            h.named("host").forEach((host, entry) -> hosts.add(host(name, host, entry, subnet)));
            if (hosts.isEmpty() && h.isFields()) {
                h.errorAtKey(
                        "zone.empty",
                        "the zone " + Words.quote(name) + " has no host",
                        "add one, such as `a1: 203.0.113.11`");
            }
        });
        boolean home =
                section.flatMap(s -> s.optional("home")).flatMap(Scalars::bool).orElse(false);
        return new Zone(name, home, hosts);
    }

    private static Host host(String zone, String name, Cursor c, Cidr subnet) {
        c.reading().names().declare(Names.Kind.HOST, name, c.key(), c.reading().findings());
        String derived = Stable.vpnAddress(name, subnet);
        if (!c.isFields()) {
            String address = Forms.address(c).orElse("");
            return new Host(name, zone, address, address, derived, SshReader.NOTHING);
        }
        Section s = c.section(Keys.HOST).orElseThrow();
        String address = s.required("address", "address: 203.0.113.11")
                .flatMap(Forms::address)
                .orElse("");
        return new Host(
                name,
                zone,
                address,
                s.optional("endpoint").flatMap(Forms::address).orElse(address),
                s.optional("vpn").flatMap(ZonesReader::ipv4).orElse(derived),
                SshReader.host(s));
    }

    private static Optional<String> ipv4(Cursor c) {
        String accepted = "an IPv4 address of the VPN";
        return c.word(accepted)
                .flatMap(text -> Ipv4.parse(text).isPresent()
                        ? Optional.of(text)
                        : c.unfit(Words.quote(text), accepted, "such as `10.90.0.11`"));
    }
}
