package io.resctl.model;

/**
 * A server of the site.
 *
 * @param name in the descriptor; unique in the site
 * @param zone the zone's name
 * @param address name or address for SSH, and for the VPN inside the zone
 * @param endpoint name or address under which hosts of other zones reach its VPN port; the same as {@code address} where not given
 * @param vpn its address inside the VPN
 * @param ssh what differs from the site's {@code ssh:} for this host
 */
public record Host(String name, String zone, String address, String endpoint, String vpn, Ssh ssh) {
    /** MariaDB's {@code server_id}: from the last two octets of the VPN address, so it is stable when hosts are added. */
    public int serverId() {
        return Ipv4.parse(vpn).orElseThrow() & 0xFFFF;
    }
}
