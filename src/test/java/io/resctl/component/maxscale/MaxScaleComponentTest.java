package io.resctl.component.maxscale;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Holes;
import io.resctl.component.Setting;
import io.resctl.component.Wanted;
import io.resctl.model.Database;
import io.resctl.model.MaxScale;
import io.resctl.model.Router;
import io.resctl.model.Schema;
import io.resctl.model.SemiSync;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.resource.Content;
import io.resctl.resource.Wish;
import io.resctl.testing.Golden;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MaxScaleComponentTest {
    @Test
    void whatIsWished() {
        List<Wish> wishes = new MaxScaleComponent().wishes(new Setting(site(), Sites.homeLease()));
        Golden.check("maxscale/wishes.txt", Wanted.list(wishes));
        Wanted.check(wishes, "a1", "/etc/resctl/acme/maxscale/conf/maxscale.cnf", "maxscale/maxscale.cnf");
        Wanted.check(wishes, "a1", "/etc/resctl/acme/maxscale/compose.yml", "maxscale/compose.yml");
    }

    @Test
    void marksBecomeHoles() {
        assertThat(Holes.content("a" + Holes.secret("x") + Holes.secret("y")))
                .isEqualTo(Content.text("a").plus(Content.secret("x")).plus(Content.secret("y")));
    }

    private static Site site() {
        Site site = Sites.pilotLight();
        return new Site(
                site.name(),
                site.strategy(),
                site.objectives(),
                site.ssh(),
                site.zones(),
                site.vpn(),
                site.volumes(),
                Optional.of(new Database(
                        "mariadb:11.8",
                        List.of("a1", "a2", "b1"),
                        SemiSync.NONE,
                        Router.MAXSCALE,
                        List.of(new Schema("shop", "shop", "shop-db")),
                        Optional.of(new MaxScale("mariadb/maxscale:23.08.12", List.of("a1", "a2", "b1"), true)))),
                site.services(),
                site.gateway(),
                site.secrets());
    }
}
