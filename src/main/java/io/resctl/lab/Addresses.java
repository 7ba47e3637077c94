package io.resctl.lab;

/**
 * Who has which address in a lab. It owns {@code 10.BLOCK.0.0/16}: .0 is the WAN, .1 the first zone, .2 the second.
 *
 * @param block 61 to 89, so that neither common container networks nor the usual VPN subnet 10.90.0.0/16 are touched
 */
record Addresses(int block) {
    static final int FIRST_BLOCK = 61;
    static final int LAST_BLOCK = 89;

    private static final int REGISTRY = 5;
    private static final int HOSTS = 11;
    private static final int NEIGHBOURS = 200;

    String wanSubnet() {
        return "10." + block + ".0.0/24";
    }

    /** @param zone 0 for the first */
    String zoneSubnet(int zone) {
        return in(zone, 0) + "/24";
    }

    String registry(int zone) {
        return in(zone, REGISTRY);
    }

    /** Where SSH and the zone's own hosts reach it. */
    String host(int zone, int index) {
        return in(zone, HOSTS + index);
    }

    /** Where the VPN of other zones reaches it. */
    String endpoint(int zone, int index) {
        return "10." + block + ".0." + (HOSTS + zone * (LabSpec.MOST_HOSTS + 1) + index);
    }

    /** @param host an address in the zone's network */
    static String neighbourOf(String host, int index) {
        return host.substring(0, host.lastIndexOf('.') + 1) + (NEIGHBOURS + index);
    }

    private String in(int zone, int last) {
        return "10." + block + "." + (zone + 1) + "." + last;
    }
}
