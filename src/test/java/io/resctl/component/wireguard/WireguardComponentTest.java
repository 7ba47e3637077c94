package io.resctl.component.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Setting;
import io.resctl.component.WishText;
import io.resctl.model.Sites;
import io.resctl.resource.Wish;
import io.resctl.testing.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireguardComponentTest {
    private final List<Wish> wishes =
            new WireguardComponent().wishes(new Setting(Sites.pilotLight(), Sites.homeLease()));

    @Test
    void wishesOfOneHost() {
        Golden.check("wireguard/wishes-a1.txt", WishText.of(wishes, "a1"));
    }

    @Test
    void theInterfaceNamesNoPeerAndHoldsNoKey() {
        String conf = WishText.file(wishes, "a1", "/etc/wireguard/wg-acme.conf");
        Golden.check("wireguard/wg-acme.conf", conf);
        assertThat(conf).doesNotContain("PrivateKey", "[Peer]");
    }

    @Test
    void aPeerIsKnownByTheKeyThatItsHostTells() {
        Golden.check("wireguard/peer.conf", WishText.file(wishes, "a1", "/etc/resctl/acme/wireguard/peers/b1.conf"));
    }

    @Test
    void aLoneHostHasNoPeers() {
        var solo = new WireguardComponent().wishes(new Setting(Sites.smallest(), Sites.homeLease()));
        assertThat(WishText.of(solo, "h1"))
                .contains("unit:wg-quick@wg-solo.service")
                .doesNotContain("vpn-peers");
    }
}
