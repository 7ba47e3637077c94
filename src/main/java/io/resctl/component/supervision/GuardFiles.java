package io.resctl.component.supervision;

import io.resctl.model.Database;
import io.resctl.model.Host;
import io.resctl.model.Lease;
import io.resctl.model.Names;
import io.resctl.model.Promoter;
import io.resctl.model.SemiSync;
import io.resctl.model.Site;
import io.resctl.render.Templates;
import io.resctl.resource.Content;
import io.resctl.resource.DatabaseData;
import io.resctl.resource.TextFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The texts that one host gets: the guard's program, which is the same everywhere, its site in {@code guard.conf}, and the units. */
final class GuardFiles {
    private static final Templates TEMPLATES = new Templates();
    private static final List<String> PARTS = List.of(
            "mariadb/client.sh",
            "supervision/lease.sh",
            "supervision/database.sh",
            "supervision/maxscale.sh",
            "supervision/relay.sh",
            "supervision/semisync.sh");

    /** The role of the container with the database server. */
    private static final String DATABASE_ROLE = "db";

    private final Site site;
    private final Names names;
    private final Host host;

    GuardFiles(Site site, Host host) {
        this.site = site;
        this.names = site.names();
        this.host = host;
    }

    String folder() {
        return names.etc() + "/guard";
    }

    String vpnUnit() {
        return "wg-quick@" + names.vpnInterface() + ".service";
    }

    String socket() {
        return "resctl-" + site.name() + "-guard.socket";
    }

    /** Where relay logs are copied before replication starts, on a host with a database. */
    Optional<String> relayCopies() {
        return hasDatabase(host) ? Optional.of(names.srv() + "/relay-copies") : Optional.empty();
    }

    /** All that the running guard has read: when one changes, it starts anew. */
    List<TextFile> program(Lease lease) {
        List<TextFile> files = new ArrayList<>();
        files.add(SupervisionComponent.file(
                folder() + "/site-key.pub",
                Content.secret(Names.SITE_KEY_PUBLIC).plus("\n"),
                "0644"));
        files.add(SupervisionComponent.file(folder() + "/guard.conf", Content.text(conf(lease)), "0644"));
        if (tellsMaxscale()) {
            files.add(SupervisionComponent.file(
                    names.maxscaleLogin(),
                    Content.text("user = \"" + Names.MAXSCALE_ADMIN + ":")
                            .plus(Content.secret(Names.MAXSCALE_ADMIN_PASSWORD))
                            .plus("\"\n"),
                    "0400"));
        }
        for (String part : PARTS) {
            files.add(asItIs(part, "0644"));
        }
        files.add(asItIs("supervision/guard", "0755"));
        return List.copyOf(files);
    }

    /** Name to text, without the units that are only instances. */
    SortedMap<String, String> units() {
        Map<String, Object> values = Map.of(
                "site", site.name(),
                "guard", folder() + "/guard",
                "vpnUnit", vpnUnit(),
                "firewallUnit", names.firewallUnit(),
                "target", names.liveTarget(),
                "socket", socket(),
                "address", host.vpn(),
                "port", Names.GUARD_PORT);
        SortedMap<String, String> units = new TreeMap<>();
        units.put(names.unit(""), TEMPLATES.render("supervision/always@.service", values));
        units.put(names.liveUnit(""), TEMPLATES.render("supervision/live@.service", values));
        units.put(names.liveTarget(), TEMPLATES.render("supervision/live.target", values));
        units.put(names.guardUnit(), TEMPLATES.render("supervision/guard.service", values));
        units.put(socket(), TEMPLATES.render("supervision/answer.socket", values));
        units.put(socket().replace(".socket", "@.service"), TEMPLATES.render("supervision/answer@.service", values));
        return units;
    }

    private String conf(Lease lease) {
        Map<String, Object> values = new HashMap<>();
        values.put("site", site.name());
        values.put("host", host.name());
        values.put("zone", host.zone());
        values.put("zones", site.zones().size());
        values.put("port", Names.GUARD_PORT);
        values.put("lease", names.lease());
        values.put("target", names.liveTarget());
        values.put("liveUnits", names.liveUnit("*"));
        values.put("settled", lease.live());
        values.put(
                "peers",
                site.hosts()
                        .filter(other -> !other.equals(host))
                        .map(other -> other.name() + " " + other.zone() + " " + other.vpn() + " "
                                + (hasDatabase(other) ? "database" : "-"))
                        .toList());
        values.put("database", hasDatabase(host) ? names.container(DATABASE_ROLE) : "");
        values.put("databaseData", names.databaseData());
        values.put("databaseBegun", names.databaseData() + "/" + DatabaseData.BEGUN);
        values.put(
                "first",
                site.databaseHosts(host.zone()).stream()
                        .findFirst()
                        .map(Host::name)
                        .orElse(""));
        values.put("promoter", site.promoter() == Promoter.MAXSCALE ? "maxscale" : "resctl");
        values.put(
                "semiSync",
                site.database().map(Database::semiSync).orElse(SemiSync.NONE).word());
        values.put("relayCopies", relayCopies().orElse(""));
        values.put(
                "servers",
                site.hosts()
                        .filter(this::hasDatabase)
                        .map(server -> server.name() + " " + server.zone() + " " + server.vpn())
                        .toList());
        maxscale(values);
        return TEMPLATES.render("supervision/guard.conf", values);
    }

    private void maxscale(Map<String, Object> values) {
        boolean promotes = site.promoter() == Promoter.MAXSCALE;
        List<Host> here = site.maxscaleHosts()
                .filter(h -> promotes && tellsMaxscale() && h.zone().equals(host.zone()))
                .toList();
        values.put("maxscale", here.contains(host) ? rest(host) : "");
        values.put("maxscales", here.stream().map(GuardFiles::rest).toList());
        values.put("maxscaleMonitor", Names.MAXSCALE_MONITOR);
        values.put("siteKey", names.madeSecret(Names.SITE_KEY));
        // With two servers no majority of all is left when one dies.
        long servers = site.database().map(db -> db.hosts().size()).orElse(0);
        values.put("maxscaleLocks", servers > 2 ? "majority_of_all" : "majority_of_running");
    }

    private static String rest(Host any) {
        return any.vpn() + ":" + Names.MAXSCALE_ADMIN_PORT;
    }

    /** A host with a server fences every MaxScale of its zone before it closes that server. */
    private boolean tellsMaxscale() {
        return site.maxscaleHosts().findAny().isPresent()
                && (hasDatabase(host) || site.maxscaleHosts().anyMatch(host::equals));
    }

    private boolean hasDatabase(Host any) {
        return site.database().map(Database::hosts).stream().anyMatch(hosts -> hosts.contains(any.name()));
    }

    private TextFile asItIs(String path, String mode) {
        return SupervisionComponent.file(
                folder() + path.substring(path.lastIndexOf('/')), Content.text(Templates.asItIs(path)), mode);
    }
}
