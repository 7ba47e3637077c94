package io.resctl.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Setting;
import io.resctl.component.WishText;
import io.resctl.component.wireguard.WireguardComponent;
import io.resctl.model.Sites;
import io.resctl.resource.Content;
import io.resctl.resource.Owner;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.Unit.OnChange;
import io.resctl.resource.VpnPeers;
import io.resctl.resource.VpnPeers.VpnPeer;
import io.resctl.resource.WireguardKey;
import io.resctl.resource.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("docker")
class VpnDockerTest {
    private static final WireguardKey KEY = new WireguardKey("/etc/resctl/acme/wireguard/private.key");
    private static final String CONF = "/etc/wireguard/wg-acme.conf";
    private static final Unit UNIT = new Unit(
            "wg-quick@wg-acme.service",
            true,
            true,
            List.of(CONF),
            OnChange.RESTART,
            Optional.empty(),
            Duration.ofSeconds(20));
    private static final VpnPeers PEERS = new VpnPeers(
            "wg-acme",
            List.of(
                    new VpnPeer("p1", "10.90.0.11", "192.0.2.1:51820"),
                    new VpnPeer("p2", "10.90.0.12", "192.0.2.2:51820")));

    private static Box box;

    private final List<Wish> wishes =
            new WireguardComponent().wishes(new Setting(Sites.pilotLight(), Sites.homeLease()));

    @BeforeAll
    static void start() {
        box = Box.start();
        box.sh("mkdir -p /etc/resctl/acme/wireguard/peers");
    }

    @AfterAll
    static void stop() {
        if (box != null) {
            box.close();
        }
    }

    @BeforeEach
    void interfaceIsUp() {
        box.mustMake(KEY);
        box.mustMake(new TextFile(CONF, Content.text(WishText.file(wishes, "a1", CONF)), "0600", Owner.ROOT));
        box.mustMake(UNIT);
        for (String peer : List.of("p1", "p2")) {
            box.fact(peer, WireguardKey.PUBLIC, box.sh("wg genkey | wg pubkey"));
        }
    }

    @Test
    void theInterfaceRunsWithItsKeyAndLeavesNothing() {
        box.assertAsWished(UNIT);
        assertThat(box.sh("wg show wg-acme public-key")).isEqualTo(box.fact("wireguard.public"));
        box.mustRemove(UNIT);
        assertThat(box.run("ip link show wg-acme").ok()).isFalse();
        box.assertAbsent(PEERS);
        assertThat(box.make(PEERS)).hasValueSatisfying(said -> assertThat(said).contains("wg-acme is not up"));
    }

    @Test
    void aKeyLivesAndIsNeverReplaced() {
        WireguardKey key = new WireguardKey("/etc/other.key");
        box.assertAbsent(key);
        box.mustMake(key);
        box.assertAsWished(key);
        String told = box.fact("wireguard.public");
        assertThat(told).hasSize(44).isEqualTo(box.sh("wg pubkey </etc/other.key"));
        box.mustMake(key);
        box.assertAsWished(key);
        assertThat(box.fact("wireguard.public")).isEqualTo(told);
        box.mustRemove(key);
        box.assertAbsent(key);
    }

    @Test
    void aSpoiltKeyIsSeenAndMadeAnew() {
        WireguardKey key = new WireguardKey("/etc/spoilt.key");
        box.sh(": >/etc/spoilt.key");
        assertThat(box.attribute(key, "key")).isEqualTo("broken");
        box.mustMake(key);
        box.assertAsWished(key);
    }

    @Test
    void aDroppedPeerIsSeenAndOnlyItIsMended() {
        box.mustMake(PEERS);
        box.assertAsWished(PEERS);
        box.sh("wg set wg-acme peer $(wg show wg-acme allowed-ips | awk '/0.11/{print $1}') remove");
        box.sh("wg set wg-acme peer $(wg show wg-acme peers) endpoint 192.0.2.99:1");
        assertThat(box.attribute(PEERS, "peer 10.90.0.11")).isEqualTo("(not told)");
        box.mustMake(PEERS);
        box.assertAsWished(PEERS);
        assertThat(box.sh("wg show wg-acme endpoints"))
                .as("the other peer roamed and was not touched")
                .contains("192.0.2.99:1")
                .contains("192.0.2.1:51820");
    }

    @Test
    void aPeerWithAnotherKeyIsReplacedAndAStrangerRemoved() {
        box.mustMake(PEERS);
        box.fact("p1", WireguardKey.PUBLIC, box.sh("wg genkey | wg pubkey"));
        box.sh("wg set wg-acme peer $(wg genkey | wg pubkey) allowed-ips 10.90.0.77/32");
        box.mustMake(PEERS);
        box.assertAsWished(PEERS);
        assertThat(box.sh("wg show wg-acme allowed-ips").lines()).hasSize(2);
    }

    @Test
    void aPeerWhoseKeyIsNotKnownNowStays() {
        box.mustMake(PEERS);
        VpnPeers more = new VpnPeers(
                "wg-acme",
                List.of(
                        new VpnPeer("down", "10.90.0.11", "192.0.2.1:51820"),
                        new VpnPeer("p2", "10.90.0.12", "192.0.2.2:51820")));
        box.mustMake(more);
        assertThat(box.sh("wg show wg-acme allowed-ips")).contains("10.90.0.11/32", "10.90.0.12/32");
    }

    @Test
    void peersAreBackAfterARestart() {
        String peer = box.sh("wg genkey | wg pubkey");
        box.sh(
                "printf '[Peer]\\nPublicKey = " + peer
                        + "\\nAllowedIPs = 10.90.0.13/32\\nEndpoint = 192.0.2.3:51820\\n' >/etc/resctl/acme/wireguard/peers/p3.conf");
        // The tests before this one started it more often than systemd lets anybody do within ten seconds.
        box.sh("systemctl reset-failed wg-quick@wg-acme; systemctl restart wg-quick@wg-acme");
        assertThat(box.sh("wg show wg-acme allowed-ips")).contains(peer + "\t10.90.0.13/32");
        assertThat(box.sh("ip route get 10.90.0.13")).contains("dev wg-acme");
        box.sh("rm /etc/resctl/acme/wireguard/peers/p3.conf");
    }
}
