package io.resctl.resource;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** The peers of a running WireGuard interface. */
public record VpnPeers(String interfaceName, List<VpnPeer> peers) implements Resource {
    @Override
    public Ref ref() {
        return new Ref("vpn-peers", interfaceName);
    }

    /** {@code peer ADDRESS} = the public key. Endpoints roam and are not compared. */
    @Override
    public SortedMap<String, Content> wants() {
        SortedMap<String, Content> wants = Attributes.of("interface", "up");
        peers.forEach(p -> wants.put("peer " + p.address(), Content.fact(p.host(), WireguardKey.PUBLIC)));
        return wants;
    }

    @Override
    public boolean partial() {
        return true;
    }

    @Override
    public boolean runtimeState() {
        return true;
    }

    @Override
    public Set<String> unsettled() {
        return Set.of(PRESENCE);
    }

    /**
     * One other host of the mesh.
     *
     * @param address in the VPN
     * @param endpoint {@code HOST:PORT}
     */
    public record VpnPeer(String host, String address, String endpoint) {}
}
