package io.resctl.component.wireguard;

import io.resctl.component.Component;
import io.resctl.component.Setting;
import io.resctl.component.Wishes;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.render.Templates;
import io.resctl.resource.Content;
import io.resctl.resource.Directory;
import io.resctl.resource.Owner;
import io.resctl.resource.Ref;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.VpnPeers;
import io.resctl.resource.VpnPeers.VpnPeer;
import io.resctl.resource.WireguardKey;
import io.resctl.resource.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mesh over all hosts of the site. The interface's own file names no peer, so it is not restarted when a host comes or goes; each peer has a file of its
 * own, read at boot, so a host whose key is not known yet holds up no other.
 */
public final class WireguardComponent implements Component {
    private static final Templates TEMPLATES = new Templates();

    @Override
    public String kind() {
        return "wireguard";
    }

    @Override
    public List<Wish> wishes(Setting setting) {
        Wishes wishes = new Wishes(kind());
        for (Host host : setting.site().hosts().toList()) {
            host(setting.site(), host, wishes);
        }
        return wishes.list();
    }

    private void host(Site site, Host host, Wishes wishes) {
        Names names = site.names();
        Directory folder = new Directory(folder(names), "0700", Owner.ROOT, false);
        Directory peerFiles = new Directory(folder(names) + "/peers", "0700", Owner.ROOT, false);
        List<VpnPeer> peers = site.hosts()
                .filter(other -> !other.equals(host))
                .map(other -> new VpnPeer(other.name(), other.vpn(), endpoint(site, host, other)))
                .toList();
        String conf = "/etc/wireguard/" + names.vpnInterface() + ".conf";

        Wishes.Subject vpn = wishes.on(host.name(), "vpn", "vpn")
                .after(host.name(), new Ref("packages", names.site()))
                .after(host.name(), new Ref("directory", names.etc()))
                .add(folder)
                .add(peerFiles)
                .add(new WireguardKey(key(names)))
                .add(new TextFile(conf, Content.text(conf(site, host)), "0600", Owner.ROOT))
                .add(new Unit(
                        "wg-quick@" + names.vpnInterface() + ".service",
                        true,
                        true,
                        List.of(conf),
                        Unit.OnChange.RESTART,
                        Optional.empty(),
                        Duration.ofSeconds(30)));
        for (VpnPeer peer : peers) {
            String path = folder(names) + "/peers/" + peer.host() + ".conf";
            wishes.on(host.name(), "vpn", "vpn")
                    .after(host.name(), peerFiles.ref())
                    .add(new TextFile(path, peerFile(peer), "0600", Owner.ROOT));
        }
        if (!peers.isEmpty()) {
            vpn.add(new VpnPeers(names.vpnInterface(), peers));
        }
    }

    static String conf(Site site, Host host) {
        return TEMPLATES.render(
                "wireguard/interface.conf",
                Map.of(
                        "site", site.name(),
                        "address", host.vpn(),
                        "prefix", site.vpn().subnet().prefix(),
                        "port", site.vpn().port().number(),
                        "key", key(site.names()),
                        "peers", folder(site.names()) + "/peers"));
    }

    static Content peerFile(VpnPeer peer) {
        return Content.text("# " + peer.host() + "\n[Peer]\nPublicKey = ")
                .plus(Content.fact(peer.host(), WireguardKey.PUBLIC))
                .plus("\nAllowedIPs = " + peer.address() + "/32\nEndpoint = " + peer.endpoint()
                        + "\nPersistentKeepalive = 25\n");
    }

    /** Inside a zone hosts reach each other by their own addresses, across zones by what the other zone shows. */
    private static String endpoint(Site site, Host from, Host to) {
        String address = from.zone().equals(to.zone()) ? to.address() : to.endpoint();
        return address + ":" + site.vpn().port();
    }

    private static String folder(Names names) {
        return names.etc() + "/wireguard";
    }

    private static String key(Names names) {
        return folder(names) + "/private.key";
    }
}
