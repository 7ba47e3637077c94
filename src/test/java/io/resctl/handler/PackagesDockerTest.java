package io.resctl.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.resource.Packages;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** On a bare system: packages come from wherever its own sources say. */
@Tag("docker")
class PackagesDockerTest {
    private static Box box;

    @BeforeAll
    static void start() {
        box = Box.start("resctl-lab/bare:trixie");
        if (!box.run("timeout 60 apt-get update && rm -rf /var/lib/apt/lists/*").ok()) {
            box.close();
            throw new TestAbortedException("needs a way from a container to the machine's package mirror");
        }
    }

    @AfterAll
    static void stop() {
        if (box != null) {
            box.close();
        }
    }

    @Test
    void packagesLive() {
        Packages packages = packages("socat", "no-such-package|bsdextrautils>=2|hello", "openssl|libressl");
        String before = box.sh("dpkg-query -W -f '${binary:Package}\\n'");
        assertThat(box.attribute(packages, "socat")).isEqualTo("missing");
        assertThat(box.attribute(packages, "openssl|libressl")).isEqualTo("installed");
        box.mustMake(packages);
        box.assertAsWished(packages);
        assertThat(box.fact("packages.installed"))
                .contains("socat")
                .contains("bsdextrautils")
                .doesNotContain("openssl");
        box.mustMake(packages);
        box.mustRemove(packages);
        assertThat(box.sh("dpkg-query -W -f '${binary:Package}\\n'"))
                .as("what was there before, and only that, is there again")
                .isEqualTo(before);
        assertThat(box.run("test -e /var/lib/resctl/acme/packages").ok()).isFalse();
        box.mustRemove(packages);
    }

    @Test
    void aPackageThatNoSourceHasIsSaid() {
        assertThat(box.make(packages("no-such-package|nor-this>=9")))
                .hasValueSatisfying(said -> assertThat(said)
                        .contains("do not have no-such-package|nor-this>=9")
                        .contains("add a source"));
    }

    @Test
    void anOlderVersionWillNotDo() {
        assertThat(box.attribute(packages("dpkg>=99"), "dpkg>=99")).isEqualTo("missing");
        assertThat(box.attribute(packages("dpkg>=1.19"), "dpkg>=1.19")).isEqualTo("installed");
    }

    @Test
    void aKernelModuleThatIsThereWillDo() {
        box.sh("ls /sys/module | head -1 >/tmp/module");
        String there = "kernel:" + box.sh("cat /tmp/module");
        assertThat(box.attribute(packages("x-go|" + there), "x-go|" + there)).isEqualTo("installed");
        assertThat(box.attribute(packages("x-go|kernel:nonsense"), "x-go|kernel:nonsense"))
                .isEqualTo("missing");
    }

    @Test
    void packageManagersTakeTurns() {
        Packages packages = packages("tree");
        box.sh("""
                cat >/tmp/hold.pl <<'END'
                use Fcntl;
                open(F, '>>', '/var/lib/dpkg/lock-frontend');
                fcntl(F, F_SETLK, pack('s s l! l! i', F_WRLCK, 0, 0, 0, 0)) or die;
                sleep 5;
                END
                systemd-run --quiet --collect perl /tmp/hold.pl
                sleep 0.5
                """);
        box.mustMake(packages);
        box.assertAsWished(packages);
        box.mustRemove(packages);
    }

    private static Packages packages(String... names) {
        return new Packages("acme", new TreeSet<>(List.of(names)));
    }
}
