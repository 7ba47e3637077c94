package io.resctl.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.resource.Container;
import io.resctl.resource.Content;
import io.resctl.resource.Image;
import io.resctl.resource.Interlock;
import io.resctl.resource.Network;
import io.resctl.resource.Observed;
import io.resctl.resource.Owner;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("docker")
class ContainersDockerTest {
    private static final String NAME = "resctl-acme-nap";
    private static final String UNIT = "resctl-acme@nap.service";

    private static Box box;

    @BeforeAll
    static void start() {
        box = Box.start();
        // An image without a registry: a shell and what it needs.
        box.sh("tar -chf - /bin/sh /bin/sleep /lib/x86_64-linux-gnu/libc.so.6 /lib64/ld-linux-x86-64.so.2 2>/dev/null"
                + " | docker import - nap:1 >/dev/null");
        box.sh(
                "mkdir -p /etc/resctl/acme/env; printf '[Service]\\nType=exec\\nExecStart=/usr/bin/docker start --attach resctl-acme-%%i\\n"
                        + "ExecStop=/usr/bin/docker stop resctl-acme-%%i\\nRestart=always\\nSuccessExitStatus=137 143\\n"
                        + "ExecReload=/bin/true\\n[Install]\\nWantedBy=multi-user.target\\n' >/etc/systemd/system/resctl-acme@.service");
        box.sh("systemctl daemon-reload");
    }

    @AfterAll
    static void stop() {
        if (box != null) {
            box.close();
        }
    }

    @Test
    void aNetworkLives() {
        box.lives(new Network("resctl-acme", "br-acme"));
        box.mustMake(new Network("resctl-acme", "br-acme"));
        assertThat(box.sh("ip -o link show br-acme")).contains("br-acme");
        box.mustRemove(new Network("resctl-acme", "br-acme"));
    }

    @Test
    void aNetworkWithAnotherInterfaceIsSeenAndMended() {
        Network network = new Network("resctl-other", "br-right");
        box.sh("docker network create -o com.docker.network.bridge.name=br-wrong resctl-other");
        assertThat(box.attribute(network, "bridge")).isEqualTo("br-wrong");
        box.mustMake(network);
        box.assertAsWished(network);
        box.mustRemove(network);
    }

    @Test
    void anImageThatWasThereBeforeIsNotRemoved() {
        Image image = new Image("nap:1");
        box.assertAsWished(image);
        box.mustRemove(image);
        box.assertAsWished(image);
        box.assertAbsent(new Image("nowhere:1"));
    }

    @Test
    void anImageThatWasPulledForUsGoes() {
        Image image = new Image("pulled:1");
        Step.Run remember = (Step.Run)
                new KindHandlers().make(Box.HOST, image, new NothingKnown()).getFirst();
        box.sh(remember.script().text());
        box.sh("docker tag nap:1 pulled:1");
        box.mustRemove(image);
        box.assertAbsent(image);
        assertThat(box.run("test -e /var/lib/resctl/images").ok()).isFalse();
    }

    @Test
    void aContainerLives() {
        compose("d1", "");
        box.lives(container("d1", List.of()));
    }

    @Test
    void aContainerThatIsRightIsLeftAlone() {
        compose("d1", "");
        box.mustMake(container("d1", List.of()));
        String id = box.sh("docker inspect -f '{{.Id}} {{.Created}}' " + NAME);
        box.mustMake(container("d1", List.of()));
        assertThat(box.sh("docker inspect -f '{{.Id}} {{.Created}}' " + NAME)).isEqualTo(id);
        box.mustRemove(container("d1", List.of()));
    }

    @Test
    void anotherDefinitionMakesItAnewAndItsUnitStartsIt() {
        compose("d1", "");
        box.mustMake(container("d1", List.of()));
        box.mustMake(unit(true, List.of()));
        compose("d2", "");
        assertThat(box.attribute(container("d2", List.of()), "definition")).isEqualTo("d1");
        box.mustMake(container("d2", List.of()));
        box.assertAsWished(container("d2", List.of()));
        assertThat(box.attribute(unit(true, List.of()), "state")).isEqualTo("stopped");
        box.mustMake(unit(true, List.of()));
        box.assertAsWished(unit(true, List.of()));
        assertThat(box.sh("docker inspect -f '{{.State.Running}}' " + NAME)).isEqualTo("true");
        box.mustRemove(unit(true, List.of()));
        box.mustRemove(container("d2", List.of()));
        assertThat(box.sh("find /etc/systemd /run/resctl -name '*acme*@nap*' 2>/dev/null | wc -l"))
                .isEqualTo("0");
    }

    @Test
    void oneWithAnInterlockIsMadeAnewOnlyWhenThatAllows() {
        box.write("/opt/guard", "#!/bin/sh\n[ -e /run/allowed ] || { echo \"$3 holds something\" >&2; exit 1; }\n");
        Interlock interlock = new Interlock("/opt/guard", "nap");
        compose("d1", "");
        box.mustMake(container("d1", List.of()).with(interlock));
        box.mustMake(unit(true, List.of()));
        String id = box.sh("docker inspect -f '{{.Id}} {{.State.StartedAt}}' " + NAME);
        compose("d2", "");
        Container other = container("d2", List.of()).with(interlock);
        assertThat(box.make(other)).hasValue("nap holds something\n");
        assertThat(box.remove(other, false)).hasValue("nap holds something\n");
        assertThat(box.sh("docker inspect -f '{{.Id}} {{.State.StartedAt}}' " + NAME))
                .isEqualTo(id);
        box.mustRemove(unit(true, List.of()));
        box.mustMake(other);
        box.assertAsWished(other);
        box.mustMake(unit(true, List.of()));
        assertThat(box.remove(other, true)).as("with all data").isEmpty();
        box.mustRemove(unit(true, List.of()));
    }

    @Test
    void aNewerEnvironmentFileMakesItStaleAndItsValueArrivesUnharmed() {
        String value = "it's $HOME ${X} `id` \"q\" \\n\nsecond %s\n";
        TextFile file = new TextFile("/etc/resctl/acme/env/PASSWORD", Content.text(value), "0400", Owner.ROOT);
        box.mustMake(file);
        compose("d1", "    environment:\n      PASSWORD:\n");
        Container container = container("d1", List.of(file.path()));
        box.mustMake(container);
        box.assertAsWished(container);
        assertThat(box.sh("docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' " + NAME + "; echo end"))
                .contains("PASSWORD=" + value + "\n");
        box.sh("sleep 1.1; touch " + file.path());
        assertThat(box.attribute(container, "environment")).isEqualTo("stale");
        box.mustMake(container);
        box.assertAsWished(container);
        box.mustRemove(container);
    }

    @Test
    void aForeignContainerOfTheSameNameIsNotTouched() {
        compose("d1", "");
        box.sh("docker create --name " + NAME + " nap:1 /bin/sleep 1000");
        assertThat(box.make(container("d1", List.of())))
                .hasValueSatisfying(said -> assertThat(said).contains("is not of resctl"));
        box.sh("docker rm " + NAME);
    }

    @Test
    void theEngineDownIsUnknownNotAbsent() {
        box.sh("systemctl stop docker.socket docker");
        try {
            assertThat(box.observe(container("d1", List.of()))).isInstanceOf(Observed.Unknown.class);
            assertThat(box.observe(new Network("resctl-acme", "br-acme"))).isInstanceOf(Observed.Unknown.class);
            assertThat(box.observe(new Image("nap:1"))).isInstanceOf(Observed.Unknown.class);
        } finally {
            box.sh("systemctl start docker");
        }
    }

    @Test
    void composeThatFailsSaysWhy() {
        box.sh("printf 'services: {nap: {image: \"absent:1\", container_name: " + NAME
                + "}}\\n' >/etc/resctl/acme/nap.yml");
        assertThat(box.make(container("d1", List.of())))
                .hasValueSatisfying(said ->
                        assertThat(said).contains("Compose could not create").contains("absent:1"));
    }

    /** Only an engine that knows a start interval may be told to check rarely: with another the first good check would be long in coming. */
    @Test
    void aRareCheckIsForEnginesThatCheckOftenUntilItIsHealthy() {
        compose("d1", "    healthcheck: {test: [CMD, /bin/sh, -c, ':'], interval: 2s, start_period: 300s}\n");
        box.sh(
                "printf 'services: {nap: {healthcheck: {interval: 30s, start_interval: 1s}}}\n' >/etc/resctl/acme/nap.engine25.yml");
        String intervals = "docker inspect -f '{{.Config.Healthcheck.Interval}}' " + NAME;
        try {
            box.mustMake(container("d1", List.of()));
            assertThat(box.sh(intervals)).isEqualTo("30s");
            box.sh("docker start " + NAME + "; timeout 5 sh -c 'until docker inspect -f {{.State.Health.Status}} "
                    + NAME + " | grep -qx healthy; do sleep 0.1; done'");
            box.mustRemove(container("d1", List.of()));
            box.sh("printf '#!/bin/sh\\n[ \"$1\" != version ] || { echo 1.43; exit; }\\nexec /usr/bin/docker \"$@\"\\n'"
                    + " >/usr/local/bin/docker; chmod 0755 /usr/local/bin/docker");
            box.mustMake(container("d1", List.of()));
            assertThat(box.sh(intervals)).isEqualTo("2s");
        } finally {
            box.sh("rm -f /usr/local/bin/docker /etc/resctl/acme/nap.engine25.yml");
            box.mustRemove(container("d1", List.of()));
        }
    }

    private static void compose(String definition, String more) {
        box.sh("cat >/etc/resctl/acme/nap.yml <<'END'\nservices:\n  nap:\n    image: nap:1\n    container_name: " + NAME
                + "\n    restart: \"no\"\n    stop_signal: KILL\n    command: [/bin/sleep, \"1000\"]\n    labels:\n      io.resctl.definition: "
                + definition + "\n" + more + "END");
    }

    private static Container container(String definition, List<String> environmentFiles) {
        return new Container(
                NAME, "resctl-acme-x", "/etc/resctl/acme/nap.yml", "nap", definition, UNIT, environmentFiles);
    }

    private static Unit unit(boolean running, List<String> watches) {
        return new Unit(UNIT, true, running, watches, Unit.OnChange.RELOAD, Optional.of(NAME), Duration.ofSeconds(5));
    }
}
