package io.resctl.component.gateway;

import io.resctl.component.Component;
import io.resctl.component.ComposeFile;
import io.resctl.component.Ground;
import io.resctl.component.HaproxyReload;
import io.resctl.component.Setting;
import io.resctl.component.Wishes;
import io.resctl.model.Gateway;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.resource.Container;
import io.resctl.resource.Content;
import io.resctl.resource.Directory;
import io.resctl.resource.Image;
import io.resctl.resource.Owner;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** HAProxy on 80 and 443. It runs in the live zone; elsewhere it is created and stopped. */
public final class GatewayComponent implements Component {
    private static final String ROLE = "gateway";
    private static final String BECAUSE = "gateway.haproxy";

    @Override
    public String kind() {
        return ROLE;
    }

    @Override
    public List<Wish> wishes(Setting setting) {
        Wishes wishes = new Wishes(kind());
        setting.site()
                .gateway()
                .ifPresent(gateway -> gateway.hosts().stream()
                        .map(setting.site()::host)
                        .forEach(host -> on(host, gateway, setting, wishes)));
        return wishes.list();
    }

    private static void on(Host host, Gateway gateway, Setting setting, Wishes wishes) {
        Site site = setting.site();
        Names names = site.names();
        boolean live = setting.live(host.zone());
        String unit = names.liveUnit(ROLE);
        HaproxyReload reload = new HaproxyReload(names, ROLE, unit);
        String configuration = new GatewayConfig(site, gateway).text(host, live);
        ComposeFile compose = new ComposeFile(names, ROLE, ROLE, gateway.image())
                // The master binds 80 and 443 and reads the certificate; its workers run as haproxy.
                .user("0:0")
                .onHostNetwork()
                .stopSeconds(15)
                .bind(reload.folder(), HaproxyReload.INSIDE, true);
        String composeFile = reload.folder() + "/compose.yml";

        List<String> watched = new ArrayList<>(List.of(reload.configuration()));
        Wishes.Subject subject = wishes.on(host.name(), "haproxy", BECAUSE)
                // One host at a time: while one is remade, and if what is new does not run, the others serve.
                .rollout(ROLE, 1)
                .after(host.name(), Ground.ready(names))
                .add(new Directory(reload.folder(), "0755", Owner.ROOT, false));
        gateway.tlsSecret().ifPresent(secret -> {
            String pem = reload.folder() + "/tls/site.pem";
            subject.add(new Directory(reload.folder() + "/tls", "0700", Owner.ROOT, false))
                    .add(new TextFile(pem, Content.secret(secret), "0400", Owner.ROOT));
            watched.add(pem);
        });
        subject.add(new Image(gateway.image()))
                .add(new TextFile(reload.configuration(), Content.text(configuration), "0644", Owner.ROOT));
        reload.files(watched, host.vpn(), Names.STATISTICS_PORT, "/", Optional.empty())
                .forEach(subject::add);
        subject.add(new TextFile(composeFile, Content.text(compose.text()), "0644", Owner.ROOT))
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
                        live,
                        watched,
                        Unit.OnChange.RELOAD,
                        Optional.of(compose.container()),
                        Duration.ofSeconds(60)));
    }
}
