package io.resctl.component.ambassador;

import io.resctl.component.Component;
import io.resctl.component.ComposeFile;
import io.resctl.component.Ground;
import io.resctl.component.HaproxyReload;
import io.resctl.component.Setting;
import io.resctl.component.Wishes;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.render.Templates;
import io.resctl.resource.Container;
import io.resctl.resource.Content;
import io.resctl.resource.Directory;
import io.resctl.resource.Image;
import io.resctl.resource.Owner;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A proxy on every host, so that a container finds the database and other services by name, whichever host is lost. */
public final class AmbassadorComponent implements Component {
    private static final String ROLE = "ambassador";

    @Override
    public String kind() {
        return ROLE;
    }

    @Override
    public List<Wish> wishes(Setting setting) {
        Wishes wishes = new Wishes(kind());
        Site site = setting.site();
        AmbassadorConfig config = new AmbassadorConfig(site);
        if (!config.names().isEmpty()) {
            site.hosts().forEach(host -> on(host, site, config, wishes));
        }
        return wishes.list();
    }

    private static void on(Host host, Site site, AmbassadorConfig config, Wishes wishes) {
        Names names = site.names();
        String image = site.gateway().map(g -> g.image()).orElse("haproxy:3.0");
        String unit = names.unit(ROLE);
        String namesUnit = "resctl-" + site.name() + "-names.service";
        String namesFile = "/etc/systemd/system/" + namesUnit;
        HaproxyReload reload = new HaproxyReload(names, ROLE, unit);
        String composeFile = reload.folder() + "/compose.yml";
        ComposeFile compose = new ComposeFile(names, ROLE, ROLE, image)
                .user("0:0")
                .onHostNetwork()
                .bind(reload.folder(), HaproxyReload.INSIDE, true);

        Wishes.Subject subject = wishes.on(host.name(), "names", site.database().isPresent() ? "database" : "services")
                .rollout(ROLE, 1)
                .after(host.name(), Ground.ready(names))
                .add(text(namesFile, addresses(site, config, unit)))
                .add(new Unit(
                        namesUnit,
                        true,
                        true,
                        List.of(namesFile),
                        Unit.OnChange.RELOAD,
                        Optional.empty(),
                        Duration.ofSeconds(20)))
                .add(new Directory(reload.folder(), "0755", Owner.ROOT, false))
                .add(new Image(image))
                .add(text(reload.configuration(), config.text(host)));
        List<String> watched = List.of(reload.configuration());
        reload.files(watched, host.vpn(), Names.ROUTER_HEALTH, "/statistics", Optional.of(namesUnit))
                .forEach(subject::add);
        subject.add(text(composeFile, compose.text()))
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
                        watched,
                        Unit.OnChange.RELOAD,
                        Optional.of(compose.container()),
                        Duration.ofSeconds(60)));
    }

    private static String addresses(Site site, AmbassadorConfig config, String unit) {
        return new Templates()
                .render(
                        "haproxy/names.service",
                        Map.of(
                                "site",
                                site.name(),
                                "before",
                                unit,
                                "addresses",
                                config.names().stream()
                                        .map(AmbassadorConfig.Name::address)
                                        .toList()));
    }

    private static TextFile text(String path, String text) {
        return new TextFile(path, Content.text(text), "0644", Owner.ROOT);
    }
}
