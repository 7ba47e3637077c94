package io.resctl.component.firewall;

import io.resctl.component.Component;
import io.resctl.component.Setting;
import io.resctl.component.Wishes;
import io.resctl.model.Gateway;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Port;
import io.resctl.model.Site;
import io.resctl.model.Stable;
import io.resctl.render.Templates;
import io.resctl.resource.Content;
import io.resctl.resource.Directory;
import io.resctl.resource.Firewall;
import io.resctl.resource.Owner;
import io.resctl.resource.Ref;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** One nftables table a host, looked at before Docker rewrites addresses. It drops; it never opens what others closed. */
public final class FirewallComponent implements Component {
    private static final Templates TEMPLATES = new Templates();

    @Override
    public String kind() {
        return "firewall";
    }

    @Override
    public List<Wish> wishes(Setting setting) {
        Wishes wishes = new Wishes(kind());
        Site site = setting.site();
        Names names = site.names();
        String folder = names.etc() + "/firewall";
        String table = folder + "/table.nft";
        for (Host host : site.hosts().toList()) {
            wishes.on(host.name(), "table", "zones")
                    .after(host.name(), new Ref("packages", names.site()))
                    .after(host.name(), new Ref("directory", names.etc()))
                    .add(new Directory(folder, "0755", Owner.ROOT, false))
                    .add(new TextFile(table, Content.text(table(site, host)), "0644", Owner.ROOT))
                    .add(new TextFile(
                            "/etc/systemd/system/" + names.firewallUnit(),
                            Content.text(unit(site, table)),
                            "0644",
                            Owner.ROOT))
                    .add(new Firewall(names.firewallTable(), table))
                    .add(new Unit(
                            names.firewallUnit(),
                            true,
                            true,
                            List.of(),
                            Unit.OnChange.RESTART,
                            Optional.empty(),
                            Duration.ofSeconds(30)));
        }
        return wishes.list();
    }

    static String table(Site site, Host host) {
        Names names = site.names();
        return TEMPLATES.render(
                "firewall/table.nft",
                Map.of(
                        "site", site.name(),
                        "table", names.firewallTable(),
                        "vpn", names.vpnInterface(),
                        "bridge", names.bridge(),
                        "vpnPort", site.vpn().port().number(),
                        "names", Stable.nameAddresses(),
                        "sshPorts", sshPorts(site, host),
                        "publicPorts", publicPorts(site, host)));
    }

    static String unit(Site site, String table) {
        return TEMPLATES.render("firewall/firewall.service", Map.of("site", site.name(), "table", table));
    }

    /** 22 always: where the descriptor's port is forwarded to the host by something else, sshd itself is usually there. */
    private static NavigableSet<Integer> sshPorts(Site site, Host host) {
        NavigableSet<Integer> ports = new TreeSet<>(List.of(22));
        host.ssh().port().or(() -> site.ssh().port()).map(Port::number).ifPresent(ports::add);
        return ports;
    }

    private static NavigableSet<Integer> publicPorts(Site site, Host host) {
        NavigableSet<Integer> ports = new TreeSet<>();
        site.gateway().filter(g -> g.hosts().contains(host.name())).ifPresent((Gateway gateway) -> {
            ports.add(80);
            gateway.tlsSecret().ifPresent(secret -> ports.add(443));
        });
        return ports;
    }
}
