package io.resctl.component.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Setting;
import io.resctl.component.Wanted;
import io.resctl.model.SemiSync;
import io.resctl.model.Service;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.resource.Wish;
import io.resctl.testing.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class AmbassadorComponentTest {
    private static final String CONFIG = "/etc/resctl/acme/ambassador/haproxy.cfg";

    @Test
    void whatIsWished() {
        List<Wish> wishes = wishes(Sites.pilotLight());
        Golden.check("ambassador/wishes.txt", Wanted.list(wishes));
        Wanted.check(wishes, "a1", CONFIG, "ambassador/router.cfg");
        Wanted.check(wishes, "a3", CONFIG, "ambassador/no-router.cfg");
        Wanted.check(wishes, "a1", "/etc/systemd/system/resctl-acme-names.service", "ambassador/names.service");
    }

    @Test
    void servicesOfOneAnotherAreFoundByName() {
        Wanted.check(wishes(two(2)), "a3", CONFIG, "ambassador/two-services.cfg");
    }

    @Test
    void oneMoreReplicaChangesNothing() {
        assertThat(wishes(two(3))).isEqualTo(wishes(two(2)));
        assertThat(wishes(two(9))).isNotEqualTo(wishes(two(8)));
    }

    /** An application is told one name and one port, and the router may change behind it. */
    @Test
    void namesAndPortsAreTheSameWithEitherRouter() {
        Site maxscale = Sites.behindMaxscale(SemiSync.NONE);
        for (String host : List.of("a1", "a3", "b1")) {
            assertThat(entrances(maxscale, host))
                    .isEqualTo(entrances(Sites.pilotLight(), host))
                    .hasSize(4);
            assertThat(targets(maxscale, host))
                    .isEqualTo(targets(Sites.pilotLight(), host))
                    .hasSizeGreaterThan(1);
        }
        String unit = "/etc/systemd/system/resctl-acme-names.service";
        assertThat(Wanted.file(wishes(maxscale), "a1", unit))
                .isEqualTo(Wanted.file(wishes(Sites.pilotLight()), "a1", unit));
    }

    /** Only HAProxy's router is part of the ambassador: beside MaxScale it would take the same ports. */
    @Test
    void besideMaxscaleThereIsNoOtherRouter() {
        assertThat(Wanted.file(wishes(Sites.behindMaxscale(SemiSync.NONE)), "a1", CONFIG))
                .doesNotContain("router_read_write", "resctl_check", "httpchk");
    }

    private static List<String> entrances(Site site, String host) {
        return Wanted.file(wishes(site), host, CONFIG)
                .lines()
                .dropWhile(line -> !line.startsWith("frontend name_"))
                .takeWhile(line -> !line.startsWith("backend"))
                .filter(line -> line.startsWith("frontend") || line.contains("bind "))
                .toList();
    }

    private static List<String> targets(Site site, String host) {
        return Wanted.file(wishes(site), host, CONFIG)
                .lines()
                .filter(line -> line.matches("    server \\S+ \\S+:(4006|4008) .*"))
                .toList();
    }

    private static List<Wish> wishes(Site site) {
        return new AmbassadorComponent().wishes(new Setting(site, Sites.homeLease()));
    }

    private static Site two(int replicas) {
        Service web = Sites.web(replicas);
        Service api = new Service(
                "api",
                web.image(),
                1,
                web.standbyReplicas(),
                web.port(),
                21000,
                web.hosts(),
                web.command(),
                web.user(),
                web.env(),
                false,
                web.volumes(),
                web.health(),
                web.limits(),
                1);
        return Sites.with(Sites.pilotLight(), List.of(web, api));
    }
}
