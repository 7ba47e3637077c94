package io.resctl.lab;

import io.resctl.model.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a lab shall consist of, before it has addresses.
 *
 * @param name of the lab: lower-case letters, digits and hyphens
 * @param gateways where the gateways of its zones answer on this machine
 */
public record LabSpec(String name, List<ZoneSpec> zones, Gateways gateways) {
    public static final String DEFAULT_NAME = "demo";
    public static final int DEFAULT_PORT = 18080;

    static final int MOST_ZONES = 6;
    static final int MOST_HOSTS = 39;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");

    /** How a host is made and reached. */
    public enum Kind {
        /** All packages are there; login as root. */
        ROOT,
        /** All packages are there; login as {@code deploy}, who may use {@code sudo -n}. */
        DEPLOY,
        /** Only systemd, sshd and sudo, and a way to the machine's package mirror; login as root. */
        BARE
    }

    /**
     * Ports of 127.0.0.1.
     *
     * @param first the first zone's; the next zones take the following
     * @param exactly no other will do: somebody asked for these. Else one that is in use is replaced by any that is free
     */
    public record Gateways(int first, boolean exactly) {
        static final Gateways DEFAULT = new Gateways(DEFAULT_PORT, false);
    }

    public record HostSpec(String name, Kind kind) {}

    public record ZoneSpec(String name, boolean home, List<HostSpec> hosts) {}

    public LabSpec {
        if (!NAME.matcher(name).matches()) {
            throw new LabException("A lab cannot be called '" + name
                    + "': use up to 31 lower-case letters, digits and hyphens, beginning with a letter.");
        }
        if (zones.isEmpty() || zones.size() > MOST_ZONES) {
            throw new LabException("A lab has 1 to " + MOST_ZONES + " zones, here are " + zones.size() + ".");
        }
        int last = gateways.first() + zones.size() - 1;
        if (gateways.first() < 1 || last > 65_535) {
            throw new LabException(
                    "Ports " + gateways.first() + " to " + last + ", one a zone, are not all from 1 to 65535.");
        }
        for (ZoneSpec zone : zones) {
            if (zone.hosts().size() > MOST_HOSTS) {
                throw new LabException("Zone " + zone.name() + " has "
                        + zone.hosts().size() + " hosts; a lab's zone has at most " + MOST_HOSTS + ".");
            }
        }
        zones = List.copyOf(zones);
    }

    /** Two zones, three hosts and two: Milan and Turin. */
    public static LabSpec standard(String name) {
        return new LabSpec(
                name,
                List.of(
                        new ZoneSpec("milan", true, hosts(List.of("a1", "a2", "a3"))),
                        new ZoneSpec("turin", false, hosts(List.of("b1", "b2")))),
                Gateways.DEFAULT);
    }

    /** The zones and hosts of a descriptor. */
    public static LabSpec of(String name, List<Zone> zones) {
        var made = new ArrayList<ZoneSpec>();
        for (Zone zone : zones) {
            made.add(new ZoneSpec(
                    zone.name(),
                    zone.home(),
                    hosts(zone.hosts().stream().map(h -> h.name()).toList())));
        }
        return new LabSpec(name, made, Gateways.DEFAULT);
    }

    /** With the first zone's gateway at this port of 127.0.0.1, and the next zones' behind it, or not at all. */
    public LabSpec atPort(int first) {
        return new LabSpec(name, zones, new Gateways(first, true));
    }

    /** The third host of a zone is reached without root, so that every site also proves that way in. */
    private static List<HostSpec> hosts(List<String> names) {
        var hosts = new ArrayList<HostSpec>();
        for (String host : names) {
            hosts.add(new HostSpec(host, hosts.size() == 2 ? Kind.DEPLOY : Kind.ROOT));
        }
        return List.copyOf(hosts);
    }
}
