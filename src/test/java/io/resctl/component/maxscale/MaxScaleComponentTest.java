package io.resctl.component.maxscale;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Holes;
import io.resctl.component.Setting;
import io.resctl.component.Wanted;
import io.resctl.model.Names;
import io.resctl.model.Promoter;
import io.resctl.model.SemiSync;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.observe.Knowledge;
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
        Wanted.check(wishes, "a1", "/etc/resctl/acme/maxscale/accounts.json", "maxscale/accounts.json");
    }

    @Test
    void marksBecomeHoles() {
        assertThat(Holes.content("a" + Holes.secret("x") + Holes.secret("y")))
                .isEqualTo(Content.text("a").plus(Content.secret("x")).plus(Content.secret("y")));
    }

    /** Of two owners of promotion each would undo what the other does. */
    @Test
    void whereResctlPromotesItOnlyLooks() {
        Site site = Sites.behindMaxscale(SemiSync.STANDBY);
        assertThat(site.promoter()).isEqualTo(Promoter.RESCTL);
        String text = Wanted.file(
                new MaxScaleComponent().wishes(new Setting(site, Sites.homeLease())),
                "a1",
                "/etc/resctl/acme/maxscale/conf/maxscale.cnf");
        assertThat(text.lines())
                .contains("auto_failover=false", "auto_rejoin=false", "enforce_read_only_slaves=false", "passive=true")
                .noneMatch(line -> line.matches("(auto_|enforce_).*=true"));
    }

    @Test
    void itPromotesWhereItIsTheRouterAndItsOwnZoneHasWhatWasAcknowledged() {
        assertThat(Sites.behindMaxscale(SemiSync.NONE).promoter()).isEqualTo(Promoter.MAXSCALE);
        assertThat(Sites.behindMaxscale(SemiSync.LOCAL).promoter()).isEqualTo(Promoter.MAXSCALE);
        assertThat(Sites.pilotLight().promoter()).isEqualTo(Promoter.RESCTL);
        assertThat(Sites.smallest().promoter()).isEqualTo(Promoter.RESCTL);
    }

    /** The hash is checked elsewhere against what crypt says. */
    @Test
    void theOnlyAccountOfItsRestApiHasAPasswordThatNobodyElseKnows() {
        Knowledge knowledge = new Knowledge(name -> Optional.empty());
        knowledge.learnSecret(Names.MAXSCALE_ADMIN_PASSWORD, "secret-Pass_1");
        assertThat(RestAccount.content().sensitive()).isTrue();
        assertThat(RestAccount.content().fill(knowledge).orElseThrow()).isEqualTo("""
                        [{"name":"resctl","account":"admin","password":"$6$MXS$pZ.xPZWKsF/0uyjwyp.s30u2juxvH6b6bAmuiTeJIwVGOxVftpZUACr7L9vcfAmGR5tYFVB4kmGc1VPFXTaf1/"}]
                        """);
    }

    private static Site site() {
        return Sites.behindMaxscale(SemiSync.NONE);
    }
}
