package io.resctl.component.bootstrap;

import io.resctl.component.Component;
import io.resctl.component.Setting;
import io.resctl.component.Wishes;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.resource.Directory;
import io.resctl.resource.Network;
import io.resctl.resource.Owner;
import io.resctl.resource.Packages;
import io.resctl.resource.Wish;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The ground that all other components stand on: they require the container network, and that requires the rest. */
public final class BootstrapComponent implements Component {
    /** Each any of its alternatives: Debian's or Ubuntu's name, or a vendor's package that an administrator chose. */
    private static final SortedSet<String> PACKAGES = new TreeSet<>(List.of(
            "docker.io|docker-ce",
            "docker-cli|docker.io|docker-ce-cli",
            "docker-compose-v2|docker-compose-plugin|docker-compose>=2",
            "iproute2",
            "nftables",
            "openssl",
            "socat",
            "wireguard-go|kernel:wireguard",
            "wireguard-tools"));

    @Override
    public String kind() {
        return "bootstrap";
    }

    @Override
    public List<Wish> wishes(Setting setting) {
        Wishes wishes = new Wishes(kind());
        Names names = setting.site().names();
        for (Host host : setting.site().hosts().toList()) {
            Wishes.Subject folders = wishes.on(host.name(), "folders", "zones");
            // The folder below /var/lib is the run's own: the lock makes it before anything else is done.
            for (String path : List.of(names.etc(), names.srv())) {
                folders.add(folder(path.substring(0, path.lastIndexOf('/')))).add(folder(path));
            }
            Packages packages = new Packages(names.site(), packages(setting.site(), host));
            wishes.on(host.name(), "packages", "zones")
                    .after(host.name(), folder(names.etc()).ref())
                    .add(packages);
            wishes.on(host.name(), "network", "zones")
                    .after(host.name(), packages.ref())
                    .after(host.name(), folder(names.srv()).ref())
                    .add(new Network(names.network(), names.bridge()));
        }
        return wishes.list();
    }

    private static SortedSet<String> packages(Site site, Host host) {
        SortedSet<String> packages = new TreeSet<>(PACKAGES);
        // The guards of the database tier speak to MaxScale by HTTP.
        boolean tier = site.database().stream().anyMatch(db -> db.hosts().contains(host.name()));
        if (site.maxscaleHosts().anyMatch(m -> tier || m.equals(host))) {
            packages.add("curl");
        }
        return packages;
    }

    private static Directory folder(String path) {
        return new Directory(path, "0755", Owner.ROOT, false);
    }
}
