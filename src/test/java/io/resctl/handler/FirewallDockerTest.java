package io.resctl.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Setting;
import io.resctl.component.WishText;
import io.resctl.component.firewall.FirewallComponent;
import io.resctl.model.Sites;
import io.resctl.resource.Content;
import io.resctl.resource.Firewall;
import io.resctl.resource.Owner;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.Unit.OnChange;
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
class FirewallDockerTest {
    private static final String FILE = "/etc/resctl/acme/firewall/table.nft";
    private static final Firewall TABLE = new Firewall("resctl_acme", FILE);

    private static Box box;

    private static Box neighbour;

    private final List<Wish> wishes =
            new FirewallComponent().wishes(new Setting(Sites.pilotLight(), Sites.homeLease()));

    @BeforeAll
    static void start() {
        box = Box.start();
        neighbour = Box.start();
        box.sh("mkdir -p /etc/resctl/acme/firewall");
    }

    @AfterAll
    static void stop() {
        if (box != null) {
            box.close();
        }
        if (neighbour != null) {
            neighbour.close();
        }
    }

    @BeforeEach
    void theFileIsThere() {
        box.mustMake(new TextFile(FILE, Content.text(WishText.file(wishes, "a1", FILE)), "0644", Owner.ROOT));
    }

    @Test
    void aTableLives() {
        box.lives(TABLE);
        assertThat(box.sh("systemctl list-units --all --plain --no-legend 'resctl-undo*'"))
                .isEmpty();
        assertThat(box.sh("ls /var/lib/resctl/acme")).isEmpty();
    }

    @Test
    void aRuleRemovedByHandIsSeenAndMended() {
        box.mustMake(TABLE);
        box.sh("nft flush chain inet resctl_acme entry");
        assertThat(box.attribute(TABLE, "rules")).isEqualTo("changed");
        box.mustMake(TABLE);
        box.assertAsWished(TABLE);
    }

    @Test
    void aFileThatWasWrittenButNotLoadedIsSeen() {
        box.mustMake(TABLE);
        box.sh("echo '# more' >>" + FILE);
        assertThat(box.attribute(TABLE, "rules")).isEqualTo("outdated");
        box.mustMake(TABLE);
        box.assertAsWished(TABLE);
    }

    @Test
    void whatTheUnitLoadsAtBootIsWhatWasLoaded() {
        String path = "/etc/systemd/system/resctl-firewall@acme.service";
        box.mustMake(new TextFile(path, Content.text(WishText.file(wishes, "a1", path)), "0644", Owner.ROOT));
        box.mustMake(TABLE);
        Unit unit = new Unit(
                "resctl-firewall@acme.service",
                true,
                true,
                List.of(),
                OnChange.RESTART,
                Optional.empty(),
                Duration.ofSeconds(9));
        box.mustMake(unit);
        box.assertAsWished(unit);
        box.sh("nft delete table inet resctl_acme; systemctl restart resctl-firewall@acme");
        box.assertAsWished(TABLE);
        box.mustRemove(unit);
        box.sh("rm " + path);
    }

    /** On a server of its own, since such a restart takes Docker's rules too. */
    @Test
    void itOutlivesARestartAndAReloadOfTheSystemsOwnRules() {
        try (Box own = Box.start()) {
            own.sh("mkdir -p /etc/resctl/acme/firewall");
            for (String path : List.of(FILE, "/etc/systemd/system/resctl-firewall@acme.service")) {
                own.mustMake(new TextFile(path, Content.text(WishText.file(wishes, "a1", path)), "0644", Owner.ROOT));
            }
            own.mustMake(TABLE);
            own.sh("systemctl start nftables && systemctl start resctl-firewall@acme");
            for (String verb : List.of("restart", "reload")) {
                own.sh("systemctl " + verb + " nftables");
                // The command waits for the system's own unit; ours is started after it, by a job that nobody waits
                // for.
                own.sh(
                        "for i in $(seq 50); do nft list table inet resctl_acme >/dev/null 2>&1 && exit; sleep 0.1; done; exit 1");
                own.assertAsWished(TABLE);
            }
        }
    }

    @Test
    void aBrokenFileChangesNothing() {
        box.mustMake(TABLE);
        String before = box.sh("nft list table inet resctl_acme");
        box.sh("echo 'table inet resctl_acme { chain x { nonsense } }' >>" + FILE);
        assertThat(box.make(TABLE)).hasValueSatisfying(said -> assertThat(said).contains("was left as it is"));
        assertThat(box.sh("nft list table inet resctl_acme")).isEqualTo(before);
    }

    @Test
    void aTableThatWouldShutOurOwnPortIsRefused() {
        box.mustRemove(TABLE);
        Step.Run load = (Step.Run)
                new KindHandlers().make(Box.HOST, TABLE, new NothingKnown()).getFirst();
        var answer = box.run("export SSH_CONNECTION='192.0.2.1 5000 192.0.2.2 2222'; exec sh -s <<'SCRIPT'\nset -e\n"
                + load.script().text() + "\nSCRIPT");
        assertThat(answer.ok()).isFalse();
        assertThat(answer.err()).contains("port 2222").contains("ssh: { port: 2222 }");
        box.assertAbsent(TABLE);
    }

    @Test
    void aTableThatNobodyKeepsIsTakenBack() {
        Step.Run load = (Step.Run)
                new KindHandlers().make(Box.HOST, TABLE, new NothingKnown()).getFirst();
        box.sh("set -e\n" + load.script().text());
        assertThat(box.attribute(TABLE, "rules")).isNotEqualTo("(not there)");
        assertThat(box.sh("systemctl list-timers --all --no-legend 'resctl-undo*'"))
                .contains("resctl-undo-resctl_acme");
        box.mustMake(TABLE);
        assertThat(box.sh("systemctl list-timers --all --no-legend 'resctl-undo*'"))
                .isEmpty();
    }

    /** systemd may be a minute late if it is not told otherwise. */
    @Test
    void theTimeIsHalfAMinute() {
        box.mustMake(TABLE);
        Step.Run load = (Step.Run)
                new KindHandlers().make(Box.HOST, TABLE, new NothingKnown()).getFirst();
        box.sh("set -e\n" + load.script().text());
        String timer = "resctl-undo-resctl_acme.timer";
        assertThat(box.sh("systemctl show -P TimersMonotonic " + timer)).contains("OnActiveUSec=30s");
        assertThat(box.sh("systemctl show -P AccuracyUSec " + timer)).isEqualTo("1s");
        box.mustMake(TABLE);
    }

    /** An open host is no way back from a closed one. */
    @Test
    void theFormerTableComesBackInItsPlace() {
        box.mustMake(TABLE);
        String list = "nft -s list table inet resctl_acme";
        String before = box.sh(list);
        String file = box.sh("cat " + FILE);
        Step.Run load = (Step.Run)
                new KindHandlers().make(Box.HOST, TABLE, new NothingKnown()).getFirst();
        box.sh("sed -i 's/accept/drop/' " + FILE);
        box.sh("set -e\n" + load.script().text());
        assertThat(box.sh(list)).isNotEqualTo(before);
        box.sh("systemctl start resctl-undo-resctl_acme.service");
        assertThat(box.sh(list)).isEqualTo(before);
        assertThat(box.sh("cat " + FILE)).isEqualTo(file);
        box.assertAsWished(TABLE);
        box.sh("systemctl stop resctl-undo-resctl_acme.timer");
    }

    /** Published by Docker, listened to by the host, on any address: only what is public answers a neighbour; the host itself gets everywhere. */
    @Test
    void onlyThePublicPortsAnswerANeighbour() {
        box.mustMake(TABLE);
        box.sh(
                "tar -chf - /bin/sh /usr/bin/socat $(ldd /usr/bin/socat | grep -o '/lib[^ ]*') 2>/dev/null | docker import - ear:1 >/dev/null");
        box.sh("docker network create -o com.docker.network.bridge.name=br-acme resctl-acme >/dev/null");
        box.sh("ip link add wg-acme type bridge; ip addr add 10.90.0.1/16 dev wg-acme; ip link set wg-acme up");
        box.sh("docker run -d --name ear --network resctl-acme -p 10.90.0.1:3306:3306 -p 8080:3306 ear:1"
                + " /usr/bin/socat TCP-LISTEN:3306,fork,reuseaddr 'SYSTEM:echo hello' >/dev/null");
        for (int port : new int[] {80, 443, 7401, 24007}) {
            box.sh("systemd-run --quiet --collect socat TCP-LISTEN:" + port + ",fork,reuseaddr 'SYSTEM:echo hello'");
        }
        String address = box.sh(
                "ip -4 -o addr show scope global | awk '$2 ~ /^eth/ { sub(/\\/.*/, \"\", $4); print $4; exit }'");
        String inner = box.sh("docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' ear");
        neighbour.sh("ip route add 10.90.0.1 via " + address + "; ip route add " + inner + " via " + address);

        // The names that containers use: the ambassador answers there, on ports that are public elsewhere.
        box.sh("ip address add 169.254.112.69/32 dev lo");
        box.sh(
                "systemd-run --quiet --collect socat TCP-LISTEN:80,fork,reuseaddr,reuseport,bind=169.254.112.69 'SYSTEM:echo inside'");
        neighbour.sh("ip route add 169.254.112.69 via " + address);
        assertThat(answers(neighbour, "169.254.112.69", 80))
                .as("a name of the site from a neighbour")
                .isFalse();
        assertThat(answers(box, "169.254.112.69", 80)).isTrue();

        assertThat(answers(neighbour, address, 22)).isTrue();
        assertThat(answers(neighbour, address, 80)).isTrue();
        for (int port : new int[] {443, 7401, 24007, 8080, 3306}) {
            assertThat(answers(neighbour, address, port))
                    .as("port %s from a neighbour", port)
                    .isFalse();
            assertThat(answers(neighbour, "10.90.0.1", port))
                    .as("VPN port %s from a neighbour", port)
                    .isFalse();
        }
        assertThat(answers(neighbour, inner, 3306))
                .as("the container itself from a neighbour")
                .isFalse();
        assertThat(answers(box, "10.90.0.1", 3306))
                .as("the published port from the host")
                .isTrue();
        assertThat(answers(box, inner, 3306)).as("the container from the host").isTrue();
        assertThat(
                        box.sh(
                                "docker exec ear /bin/sh -c '/usr/bin/socat -T2 - TCP:10.90.0.1:7401,connect-timeout=2' </dev/null"))
                .as("a service of the host, from a container of the site")
                .contains("hello");
        assertThat(neighbour.run("ping -c1 -W2 " + address).ok()).isTrue();

        // What is tested must be able to fail: without the table the same ports answer.
        box.mustRemove(TABLE);
        assertThat(answers(neighbour, "10.90.0.1", 3306))
                .as("without the table")
                .isTrue();
        assertThat(answers(neighbour, address, 24007)).as("without the table").isTrue();
        assertThat(answers(neighbour, "169.254.112.69", 80))
                .as("without the table")
                .isTrue();
    }

    private static boolean answers(Box from, String address, int port) {
        return from.run("nc -z -w 2 " + address + " " + port).ok();
    }
}
