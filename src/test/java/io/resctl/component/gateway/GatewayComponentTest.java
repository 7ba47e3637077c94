package io.resctl.component.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Setting;
import io.resctl.component.Wanted;
import io.resctl.model.Balance;
import io.resctl.model.Gateway;
import io.resctl.model.Percent;
import io.resctl.model.Replica;
import io.resctl.model.Route;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.resource.Wish;
import io.resctl.testing.Golden;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GatewayComponentTest {
    private static final String FOLDER = "/etc/resctl/acme/gateway/";
    private static final String RELOAD = "/etc/resctl/acme/reload/gateway";

    @Test
    void whatIsWished() {
        List<Wish> wishes = wishes(Sites.pilotLight());
        Golden.check("gateway/wishes.txt", Wanted.list(wishes));
        Wanted.check(wishes, "a1", FOLDER + "haproxy.cfg", "gateway/haproxy.cfg");
        Wanted.check(wishes, "a1", FOLDER + "compose.yml", "gateway/compose.yml");
        Wanted.check(wishes, "a1", RELOAD, "gateway/reload.sh");
        Wanted.check(
                wishes,
                "a1",
                "/etc/systemd/system/resctl-acme-live@gateway.service.d/haproxy.conf",
                "gateway/haproxy.conf");
    }

    @Test
    void withCertificateWeightsAndRoutes() {
        Site site = with(new Gateway(
                "haproxy:3.0",
                List.of("a1"),
                Balance.SOURCE,
                new TreeMap<>(Map.of("a1", Percent.of("60"), "a2", Percent.of("40"))),
                Optional.of("shop-pem"),
                List.of(
                        new Route(Optional.empty(), "/", "web"),
                        new Route(Optional.of("shop.example.org"), "/a b/\"x\"", "web"),
                        new Route(Optional.of("shop.example.org"), "/", "web"))));
        Wanted.check(wishes(site), "a1", FOLDER + "haproxy.cfg", "gateway/haproxy-tls.cfg");
        assertThat(Wanted.file(wishes(site), "a1", FOLDER + "tls/site.pem")).isEqualTo("<secret shop-pem>");
        assertThat(Wanted.file(wishes(site), "a1", RELOAD)).contains("\nreads='haproxy.cfg tls/site.pem'\n");
    }

    @Test
    void replicasOfAHostDivideItsShare() {
        Site site = Sites.pilotLight();
        List<Replica> four = Replica.first(4, site, Sites.web(4), "milan");
        assertThat(Weights.of(four, new TreeMap<>()))
                .containsOnly(
                        Map.entry("web-1", 100),
                        Map.entry("web-2", 100),
                        Map.entry("web-3", 100),
                        Map.entry("web-4", 100));
        assertThat(Weights.of(four, new TreeMap<>(Map.of("a1", Percent.of("60")))))
                .containsOnly(
                        Map.entry("web-1", 30), Map.entry("web-2", 20), Map.entry("web-3", 20), Map.entry("web-4", 30));
        assertThat(Weights.of(four, new TreeMap<>(Map.of("a1", Percent.of("33.3"), "a2", Percent.of("0")))))
                .containsEntry("web-2", 0)
                .containsEntry("web-3", 256);
    }

    /** HAProxy answers 503 where all servers have the weight 0, and takes no other server's requests over to one that has. */
    @Test
    void noShareLeavesAServiceWithoutAServer() {
        Site site = Sites.pilotLight();
        List<Replica> two = Replica.first(2, site, Sites.web(2), "milan");
        assertThat(Weights.of(
                        two,
                        new TreeMap<>(Map.of("a1", Percent.of("0"), "a2", Percent.of("0"), "a3", Percent.of("100")))))
                .as("all of it on hosts that have no share")
                .containsOnly(Map.entry("web-1", 1), Map.entry("web-2", 1));
        assertThat(Weights.of(two, new TreeMap<>(Map.of("a1", Percent.of("99.9"), "a2", Percent.of("0.1")))))
                .as("a share that is too small for HAProxy's scale")
                .containsOnly(Map.entry("web-1", 256), Map.entry("web-2", 1));
    }

    static List<Wish> wishes(Site site) {
        return new GatewayComponent().wishes(new Setting(site, Sites.homeLease()));
    }

    static Site with(Gateway gateway) {
        return Sites.with(Sites.pilotLight(), gateway);
    }
}
