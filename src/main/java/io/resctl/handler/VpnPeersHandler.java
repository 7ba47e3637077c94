package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Content;
import io.resctl.resource.Known;
import io.resctl.resource.VpnPeers;
import io.resctl.resource.VpnPeers.VpnPeer;
import io.resctl.resource.WireguardKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The peers of a running interface. Only what differs is touched, so that no other tunnel is interrupted. ({@code wg syncconf} will not do: the file
 * holds no private key, and it would take the interface's away.)
 */
final class VpnPeersHandler implements Handler<VpnPeers> {
    @Override
    public Script question(VpnPeers peers) {
        return Script.of("""
                        if ! command -v wg >/dev/null || ! list=$(wg show "$interface" allowed-ips); then
                            absent
                        else
                            attr interface up
                            tab=$(printf '\\t')
                            printf '%s\\n' "$list" | while IFS="$tab " read -r key address rest; do
                                if [ -n "$key" ]; then attr "peer ${address%/32}" "$key"; fi
                            done
                        fi
                        """).with("interface", peers.interfaceName());
    }

    @Override
    public List<Step> make(String host, VpnPeers peers, Known known) {
        List<String> lines = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (VpnPeer peer : peers.peers()) {
            addresses.add(peer.address());
            Content.fact(peer.host(), WireguardKey.PUBLIC)
                    .fill(known)
                    .ifPresent(key -> lines.add(peer.address() + " " + key + " " + peer.endpoint()));
        }
        // A peer whose key is not known now (its host is down) is in `addresses`, so it is not taken for one too many.
        Script script = Script.of("""
                        export WG_ENDPOINT_RESOLUTION_RETRIES=2
                        if ! found=$(wg show "$interface" allowed-ips 2>&1); then
                            echo "the VPN's interface $interface is not up ($found): systemctl status wg-quick@$interface says why" >&2
                            exit 1
                        fi
                        tab=$(printf '\\t')
                        printf '%s\\n' "$found" | while IFS="$tab " read -r key address rest; do
                            [ -n "$key" ] || continue
                            if ! printf '%s\\n' "$addresses" | grep -qxF -- "${address%/32}"; then
                                wg set "$interface" peer "$key" remove
                            fi
                        done
                        printf '%s\\n' "$peers" | while read -r address key endpoint; do
                            [ -n "$key" ] || continue
                            printf '%s\\n' "$found" | while IFS="$tab " read -r other had rest; do
                                if [ "$had" = "$address/32" ] && [ "$other" != "$key" ]; then
                                    wg set "$interface" peer "$other" remove
                                fi
                            done
                            if ! printf '%s\\n' "$found" | grep -qxF -- "$key$tab$address/32"; then
                                wg set "$interface" peer "$key" allowed-ips "$address/32" endpoint "$endpoint" \\
                                    persistent-keepalive 25
                            fi
                        done
                        """)
                .with("interface", peers.interfaceName())
                .with("addresses", addresses)
                .with("peers", lines);
        return List.of(new Step.Run(host, script, Duration.ofMinutes(1)));
    }

    /** Peers go with their interface. */
    @Override
    public List<Step> remove(String host, VpnPeers peers, boolean data) {
        return List.of();
    }
}
