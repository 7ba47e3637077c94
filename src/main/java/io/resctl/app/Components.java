package io.resctl.app;

import io.resctl.component.Component;
import io.resctl.component.Setting;
import io.resctl.component.ambassador.AmbassadorComponent;
import io.resctl.component.backup.BackupComponent;
import io.resctl.component.bootstrap.BootstrapComponent;
import io.resctl.component.firewall.FirewallComponent;
import io.resctl.component.gateway.GatewayComponent;
import io.resctl.component.mariadb.MariadbComponent;
import io.resctl.component.maxscale.MaxScaleComponent;
import io.resctl.component.service.ServiceComponent;
import io.resctl.component.supervision.SupervisionComponent;
import io.resctl.component.wireguard.WireguardComponent;
import io.resctl.resource.Wish;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The one list of the kinds of building blocks. */
public final class Components {
    private Components() {}

    /** In the order in which a person would build the site. */
    public static List<Component> all() {
        return List.of(
                new BootstrapComponent(),
                new WireguardComponent(),
                new FirewallComponent(),
                new SupervisionComponent(),
                new MariadbComponent(),
                new BackupComponent(),
                new MaxScaleComponent(),
                new AmbassadorComponent(),
                new ServiceComponent(),
                new GatewayComponent());
    }

    /** All wishes. What two components both need on a host, such as an image, is wished once. */
    static List<Wish> wishes(List<Component> components, Setting setting) {
        Map<Wish.At, Wish> wishes = new LinkedHashMap<>();
        components.stream()
                .flatMap(component -> component.wishes(setting).stream())
                .forEach(wish -> wishes.merge(wish.at(), wish, Components::both));
        return List.copyOf(wishes.values());
    }

    private static Wish both(Wish one, Wish other) {
        if (!one.resource().equals(other.resource())) {
            throw new IllegalStateException(
                    one.component() + " and " + other.component() + " wish different things of " + one.at());
        }
        Set<Wish.At> requires = new TreeSet<>(one.requires());
        requires.addAll(other.requires());
        return new Wish(
                one.host(),
                one.resource(),
                one.component(),
                one.subject(),
                one.because(),
                Set.copyOf(requires),
                one.rollout());
    }
}
