package io.resctl.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

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
    private static final String INSTALLED =
            "dpkg-query -W -f '${db:Status-Status} ${Package}\\n' | sed -n 's/^installed //p'";

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
        String before = box.sh(INSTALLED);
        assertThat(box.attribute(packages, "socat")).isEqualTo("missing");
        assertThat(box.attribute(packages, "openssl|libressl")).isEqualTo("installed");
        box.mustMake(packages);
        box.assertAsWished(packages);
        assertThat(Packages.ours(box.observe(packages)))
                .contains("socat", "bsdextrautils")
                .doesNotContain("openssl");
        box.mustMake(packages);
        box.mustRemove(packages);
        assertThat(box.sh(INSTALLED))
                .as("what was there before, and only that, is there again")
                .isEqualTo(before);
        assertThat(box.sh("ls -A /var/lib/resctl/acme")).isEmpty();
        assertThat(Packages.ours(box.observe(packages))).isEmpty();
        box.mustRemove(packages);
    }

    /** A third hand installs while resctl waits for apt's lock. */
    @Test
    void whatSomebodyElseInstalledMeanwhileIsNotOurs() {
        Packages packages = packages("socat", "tree");
        box.sh("""
                cat >/etc/apt/apt.conf.d/99meanwhile <<'END'
                DPkg::Pre-Invoke { "[ -e /tmp/meanwhile ] || { touch /tmp/meanwhile; dpkg -i /tmp/foreign.deb >/dev/null; }"; };
                END
                """);
        deb("foreign", "");
        box.mustMake(packages);
        box.sh("rm /etc/apt/apt.conf.d/99meanwhile");
        assertThat(box.sh(INSTALLED)).contains("foreign");
        assertThat(Packages.ours(box.observe(packages)))
                .contains("socat", "tree")
                .doesNotContain("foreign");
        box.mustRemove(packages);
        assertThat(box.sh(INSTALLED)).contains("foreign").doesNotContain("socat");
        box.sh("dpkg --purge foreign");
    }

    @Test
    void whatSomethingElseNeedsByNowStaysAndNothingIsDraggedAlong() {
        Packages packages = packages("socat", "tree");
        box.mustMake(packages);
        deb("dependent", "Depends: socat");
        box.sh("dpkg -i /tmp/dependent.deb");
        box.mustRemove(packages);
        assertThat(box.sh(INSTALLED)).contains("dependent", "socat").doesNotContain("tree");
        assertThat(box.notes())
                .singleElement(STRING)
                .contains("socat")
                .contains("dependent depends on socat")
                .doesNotContain("tree");
        assertThat(box.sh("ls -A /var/lib/resctl/acme")).isEmpty();
        box.sh("dpkg --purge dependent socat; apt-get -y autoremove --purge");
    }

    @Test
    void whatAnotherSiteOfTheHostNeedsIsHandedOverToIt() {
        Packages packages = packages("socat");
        Packages others = new Packages("other", packages.packages());
        box.mustMake(packages);
        box.mustMake(others);
        assertThat(Packages.ours(box.observe(others))).isEmpty();
        box.sh(
                "mkdir -p /var/lib/resctl/other && touch /var/lib/resctl/acme/manifest.json /var/lib/resctl/other/manifest.json");
        box.mustRemove(packages);
        assertThat(box.notes())
                .singleElement(STRING)
                .contains("site other is on this host")
                .contains("socat");
        assertThat(box.sh(INSTALLED)).contains("socat");
        assertThat(Packages.ours(box.observe(packages))).isEmpty();
        assertThat(Packages.ours(box.observe(others))).contains("socat");
        box.sh("rm /var/lib/resctl/acme/manifest.json");
        box.mustRemove(others);
        assertThat(box.sh(INSTALLED)).doesNotContain("socat");
        assertThat(box.sh("ls -A /var/lib/resctl/other")).isEqualTo("manifest.json");
        box.sh("rm -r /var/lib/resctl/other");
    }

    @Test
    void whatSomebodysContainersRunOnStays() {
        Packages packages = packages("tree");
        box.mustMake(packages);
        box.sh("echo docker.io:all >>/var/lib/resctl/acme/packages");
        deb("docker.io", "");
        box.sh("dpkg -i /tmp/docker.io.deb");
        box.write("/usr/local/bin/docker", "#!/bin/sh\n[ \"$1\" != ps ] || echo theirs\n");
        box.mustRemove(packages);
        assertThat(box.notes())
                .singleElement(STRING)
                .contains("not of this site: theirs")
                .contains("apt-get purge docker.io");
        assertThat(box.sh(INSTALLED)).contains("docker.io", "tree");
        box.sh("rm /usr/local/bin/docker; dpkg --purge docker.io tree");
    }

    @Test
    void theTracesOfWhatWasRemovedBeforeAreNotPurged() {
        box.sh(
                "rm -rf /tmp/d; mkdir -p /tmp/d/DEBIAN /tmp/d/etc; echo theirs >/tmp/d/etc/tree.conf; echo /etc/tree.conf >/tmp/d/DEBIAN/conffiles");
        box.sh(
                "printf 'Package: tree\nVersion: 0\nArchitecture: all\nMaintainer: x <x@example.org>\nDescription: x\n' >/tmp/d/DEBIAN/control");
        box.sh("dpkg-deb -b /tmp/d /tmp/tree.deb && dpkg -i /tmp/tree.deb && dpkg --remove tree");
        Packages packages = packages("tree");
        box.mustMake(packages);
        box.mustRemove(packages);
        assertThat(box.sh("cat /etc/tree.conf")).isEqualTo("theirs");
        box.sh("dpkg --purge tree");
    }

    /** Makes /tmp/NAME.deb, an empty package. */
    private static void deb(String name, String more) {
        box.sh("""
                rm -rf /tmp/deb && mkdir -p /tmp/deb/DEBIAN
                { printf 'Package: %s\\nVersion: 1\\nArchitecture: all\\nMaintainer: x <x@example.org>\\nDescription: x\\n' '$name'; echo '$more'; } |
                    grep . >/tmp/deb/DEBIAN/control
                dpkg-deb -b /tmp/deb '/tmp/$name.deb'
                """.replace("$name", name).replace("$more", more));
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
