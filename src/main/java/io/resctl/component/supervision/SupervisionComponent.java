package io.resctl.component.supervision;

import io.resctl.component.Component;
import io.resctl.component.Setting;
import io.resctl.component.Wishes;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.resource.Content;
import io.resctl.resource.Directory;
import io.resctl.resource.LeaseFile;
import io.resctl.resource.Owner;
import io.resctl.resource.Ref;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.Unit.OnChange;
import io.resctl.resource.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** On every host: the lease, the units that run containers, and the guard. Whoever wishes such a unit requires the guard's. */
public final class SupervisionComponent implements Component {
    private static final String UNITS = "/etc/systemd/system/";

    @Override
    public String kind() {
        return "supervision";
    }

    @Override
    public List<Wish> wishes(Setting setting) {
        Wishes wishes = new Wishes(kind());
        Site site = setting.site();
        site.hosts().forEach(host -> guard(setting, host, wishes));
        site.keepers().forEach(host -> secrets(site, host, wishes));
        return wishes.list();
    }

    private static void guard(Setting setting, Host host, Wishes wishes) {
        Site site = setting.site();
        Names names = site.names();
        GuardFiles files = new GuardFiles(site, host);
        Wishes.Subject guard = wishes.on(host.name(), "guard", "zones")
                .after(host.name(), directory(names.etc()))
                .add(new Directory(files.folder(), "0755", Owner.ROOT, false));
        List<TextFile> program = files.program(setting.lease());
        program.forEach(guard::add);
        guard.add(LeaseFile.of(names, setting.lease()));
        files.relayCopies()
                .ifPresent(path -> guard.after(host.name(), directory(names.srv()))
                        .add(new Directory(path, "0700", Owner.ROOT, true)));
        files.units().forEach((name, text) -> guard.add(file(UNITS + name, Content.text(text), "0644")));

        guard.after(host.name(), new Ref("packages", names.site()))
                .add(unit(files.socket(), List.of(UNITS + files.socket())))
                // It asks the other hosts through the VPN.
                .after(host.name(), Unit.at(files.vpnUnit()))
                .after(host.name(), Unit.at(names.firewallUnit()))
                .add(unit(
                        names.guardUnit(), program.stream().map(TextFile::path).toList()));
    }

    /** What resctl made up itself, on the hosts that keep it. */
    private static void secrets(Site site, Host host, Wishes wishes) {
        Names names = site.names();
        String file = names.madeSecret(Names.SITE_KEY);
        Wishes.Subject kept = wishes.on(host.name(), "secrets", "zones")
                .after(host.name(), directory(names.etc()))
                .add(new Directory(file.substring(0, file.lastIndexOf('/')), "0700", Owner.ROOT, false));
        kept.add(secret(names, Names.SITE_KEY)).add(secret(names, Names.SITE_KEY_PUBLIC));
        if (site.database().isPresent()) {
            kept.add(secret(names, Names.REPLICATION_PASSWORD));
        }
        if (site.database().flatMap(db -> db.maxscale()).isPresent()) {
            kept.add(secret(names, Names.MAXSCALE_PASSWORD)).add(secret(names, Names.MAXSCALE_ADMIN_PASSWORD));
        }
    }

    private static TextFile secret(Names names, String secret) {
        return file(names.madeSecret(secret), Content.secret(secret), "0400");
    }

    private static Unit unit(String name, List<String> watches) {
        return new Unit(name, true, true, watches, OnChange.RESTART, Optional.empty(), Duration.ofSeconds(30));
    }

    static TextFile file(String path, Content content, String mode) {
        return new TextFile(path, content, mode, Owner.ROOT);
    }

    private static Ref directory(String path) {
        return new Ref("directory", path);
    }
}
