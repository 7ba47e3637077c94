package io.resctl.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Setting;
import io.resctl.component.bootstrap.BootstrapComponent;
import io.resctl.model.Sites;
import io.resctl.resource.Resource;
import io.resctl.resource.Wish;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** A bare system becomes a host of a site, and is bare again afterwards. */
@Tag("docker")
class BootstrapDockerTest {
    private static final String INSTALLED =
            "dpkg-query -W -f '${db:Status-Status} ${binary:Package}\\n' | grep '^installed'";

    @Test
    void fromBareToReadyAndBack() {
        List<Resource> ground = new BootstrapComponent()
                .wishes(new Setting(Sites.smallest(), Sites.homeLease())).stream()
                        .map(Wish::resource)
                        .toList();
        try (Box box = Box.start("resctl-lab/bare:trixie")) {
            if (!box.run("timeout 60 apt-get update && rm -rf /var/lib/apt/lists/*")
                    .ok()) {
                throw new TestAbortedException("needs a way from a container to the machine's package mirror");
            }
            String packages = box.sh(INSTALLED);
            // The folder /var/lib/resctl itself is the run's own: the lock makes it and destroy takes it away.
            String folders =
                    box.sh("ls -d /etc/resctl /srv/* 2>/dev/null; find /var/lib/resctl -type f 2>/dev/null || true");
            assertThat(box.run("command -v docker").ok())
                    .as("the system is bare")
                    .isFalse();

            ground.forEach(box::mustMake);
            ground.forEach(box::assertAsWished);
            assertThat(box.sh("docker compose version --short")).startsWith("2.");
            assertThat(box.sh("for c in wg wg-quick nft socat openssl ip; do command -v $c; done")
                            .lines())
                    .hasSize(6);
            assertThat(
                            box.sh(
                                    "wg-quick 2>&1 | head -1; ip link add x type wireguard 2>/dev/null || command -v wireguard-go"))
                    .as("WireGuard, in the kernel or beside it")
                    .isNotEmpty();
            assertThat(box.run("[ -d /sys/module/wireguard ] || command -v wireguard-go || modinfo -n wireguard")
                            .ok())
                    .as("WireGuard, in the kernel or beside it")
                    .isTrue();
            assertThat(box.sh("ip -o link show br-solo")).contains("br-solo");

            ground.reversed().forEach(box::mustRemove);
            assertThat(box.sh(INSTALLED)).isEqualTo(packages);
            assertThat(box.sh("ls -d /etc/resctl /srv/* 2>/dev/null; find /var/lib/resctl -type f 2>/dev/null || true"))
                    .isEqualTo(folders);
        }
    }
}
