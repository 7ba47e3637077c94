package io.resctl.component.maxscale;

import io.resctl.component.Component;
import io.resctl.component.ComposeFile;
import io.resctl.component.Ground;
import io.resctl.component.Holes;
import io.resctl.component.Setting;
import io.resctl.component.Wishes;
import io.resctl.model.Database;
import io.resctl.model.Host;
import io.resctl.model.MaxScale;
import io.resctl.model.Names;
import io.resctl.model.Promoter;
import io.resctl.model.Site;
import io.resctl.render.Templates;
import io.resctl.resource.Container;
import io.resctl.resource.Content;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.Directory;
import io.resctl.resource.Image;
import io.resctl.resource.Owner;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.Wish;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** MaxScale on its hosts, in both zones. Each starts passive, so it does nothing to the databases until it is told to. */
public final class MaxScaleComponent implements Component {
    private static final String ROLE = "maxscale";
    private static final String BECAUSE = "database.maxscale";
    private static final String USER = "resctl_maxscale";

    /** A database server as a section of the file. */
    public record Server(String name, String address, int port) {}

    @Override
    public String kind() {
        return ROLE;
    }

    @Override
    public List<Wish> wishes(Setting setting) {
        Wishes wishes = new Wishes(kind());
        setting.site()
                .database()
                .ifPresent(database -> database.maxscale()
                        .ifPresent(maxscale -> maxscale.hosts().stream()
                                .map(setting.site()::host)
                                .forEach(host -> on(host, database, maxscale, setting, wishes))));
        return wishes.list();
    }

    private static void on(Host host, Database database, MaxScale maxscale, Setting setting, Wishes wishes) {
        Names names = setting.site().names();
        String folder = names.etc() + "/maxscale";
        String configuration = folder + "/conf/maxscale.cnf";
        String accounts = folder + "/accounts.json";
        String composeFile = folder + "/compose.yml";
        String unit = names.unit(ROLE);
        ComposeFile compose = new ComposeFile(names, ROLE, ROLE, maxscale.image())
                // The file with its passwords is root's; MaxScale refuses root unless it is named.
                .user("0:0")
                // The image's own start puts a process in front that does not pass on the signal to stop.
                .entrypoint(List.of(
                        "maxscale", "--nodaemon", "--user=root", "--log=stdout", "--config=/etc/maxscale/maxscale.cnf"))
                .onHostNetwork()
                .bind(folder + "/conf", "/etc/maxscale", true)
                // Read once, at the start: so the file may be replaced, and the default account never exists.
                .bind(accounts, "/var/lib/maxscale/passwd", true);
        Wishes.Subject subject = wishes.on(host.name(), ROLE, BECAUSE)
                .rollout(ROLE, 1)
                .after(host.name(), Ground.ready(names))
                .add(new Directory(folder, "0755", Owner.ROOT, false))
                .add(new Directory(folder + "/conf", "0700", Owner.ROOT, false));
        // By then the servers accept the password that is in it.
        setting.site()
                .primary(setting.lease())
                .ifPresent(primary -> setting.site()
                        .maxscaleHosts()
                        .forEach(h -> subject.after(primary.name(), DatabaseAccount.at(USER, h.vpn()))));
        subject.add(new TextFile(configuration, content(host, database, maxscale, setting), "0400", Owner.ROOT))
                .add(new TextFile(accounts, RestAccount.content(), "0400", Owner.ROOT))
                .add(new Image(maxscale.image()))
                .add(new TextFile(composeFile, Content.text(compose.text()), "0644", Owner.ROOT))
                .add(new Container(
                        compose.container(),
                        names.project(ROLE),
                        composeFile,
                        ROLE,
                        compose.definition(),
                        unit,
                        List.of()))
                .after(host.name(), Ground.guarded(names))
                .add(new Unit(
                        unit,
                        true,
                        true,
                        List.of(configuration, accounts),
                        Unit.OnChange.RESTART,
                        Optional.of(compose.container()),
                        Duration.ofMinutes(2)));
    }

    private static Content content(Host host, Database database, MaxScale maxscale, Setting setting) {
        Site site = setting.site();
        List<Host> hosts = database.hosts().stream().map(site::host).toList();
        Map<String, Object> values = new HashMap<>();
        values.put("site", site.name());
        values.put("address", host.vpn());
        values.put("adminPort", Names.MAXSCALE_ADMIN_PORT);
        values.put("monitor", Names.MAXSCALE_MONITOR);
        values.put("promotes", site.promoter() == Promoter.MAXSCALE);
        values.put("gui", maxscale.gui());
        values.put(
                "servers",
                hosts.stream()
                        .map(h -> new Server(h.name(), h.vpn(), Names.DATABASE_PORT))
                        .toList());
        values.put("all", hosts.stream().map(Host::name).toList());
        // Monitored and made to follow, but neither read nor promoted: another zone's servers are not this router's
        // business.
        values.put("own", inZone(hosts, host.zone(), true));
        values.put("noPromotion", inZone(hosts, host.zone(), false));
        values.put("user", USER);
        values.put("password", Holes.secret(Names.MAXSCALE_PASSWORD));
        values.put("replicationUser", "resctl_repl");
        values.put("replicationPassword", Holes.secret(Names.REPLICATION_PASSWORD));
        values.put("readWritePort", Names.ROUTER_READ_WRITE);
        values.put("readOnlyPort", Names.ROUTER_READ_ONLY);
        return Holes.content(new Templates().render("maxscale/maxscale.cnf", values));
    }

    private static List<String> inZone(List<Host> hosts, String zone, boolean same) {
        return hosts.stream()
                .filter(h -> h.zone().equals(zone) == same)
                .map(Host::name)
                .toList();
    }
}
