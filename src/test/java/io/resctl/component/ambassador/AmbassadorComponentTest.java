package io.resctl.component.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Setting;
import io.resctl.component.Wanted;
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

    private static List<Wish> wishes(Site site) {
        return new AmbassadorComponent().wishes(new Setting(site, Sites.homeLease()));
    }

    private static Site two(int replicas) {
        Site site = Sites.pilotLight();
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
        return new Site(
                site.name(),
                site.strategy(),
                site.objectives(),
                site.ssh(),
                site.zones(),
                site.vpn(),
                site.volumes(),
                site.database(),
                List.of(web, api),
                site.gateway(),
                site.secrets());
    }
}
