package io.resctl.component.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Setting;
import io.resctl.component.WishText;
import io.resctl.model.Sites;
import io.resctl.resource.Wish;
import io.resctl.testing.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirewallComponentTest {
    private static final String TABLE = "/etc/resctl/acme/firewall/table.nft";

    private final List<Wish> wishes =
            new FirewallComponent().wishes(new Setting(Sites.pilotLight(), Sites.homeLease()));

    @Test
    void wishesOfOneHost() {
        Golden.check("firewall/wishes-a1.txt", WishText.of(wishes, "a1"));
    }

    @Test
    void aGatewayHostAnswersOnItsPublicPort() {
        Golden.check("firewall/gateway.nft", WishText.file(wishes, "a1", TABLE));
    }

    @Test
    void anotherHostDoesNot() {
        assertThat(WishText.file(wishes, "a3", TABLE)).doesNotContain("tcp dport { 80");
    }

    @Test
    void theUnitLoadsItBeforeTheNetwork() {
        Golden.check(
                "firewall/resctl-firewall@acme.service",
                WishText.file(wishes, "a1", "/etc/systemd/system/resctl-firewall@acme.service"));
    }
}
