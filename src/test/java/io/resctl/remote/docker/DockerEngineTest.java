package io.resctl.remote.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Engine;
import io.resctl.remote.ssh.Rig;
import io.resctl.remote.ssh.SshHosts;
import io.resctl.remote.ssh.SshServer;
import io.resctl.testing.Docker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real engine through a real sshd and {@code docker system dial-stdio}, as root and through sudo. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerEngineTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String BASE = "resctl-lab/base:trixie";

    private final String prefix = "resctl-test-" + UUID.randomUUID().toString().substring(0, 8);
    private SshServer server;
    private SshHosts asRoot;
    private SshHosts asDeploy;
    private Engine engine;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = SshServer.start(folder, "");
        asRoot = Rig.of(server, folder).hosts(DockerEngine::new);
        asDeploy = Rig.of(server, folder).user("deploy").hosts(DockerEngine::new);
        engine = asRoot.writer("h1").engine();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.run("docker ps -aq --filter name=" + prefix + " | xargs -r docker rm -f");
            asRoot.close();
            asDeploy.close();
            server.close();
        }
    }

    @Test
    void anImageThatIsThereIsNotPulled() {
        assertThat(engine.pull(BASE, SOON, line -> {})).isEmpty();
    }

    @Test
    void theEngineAnswersThroughSudoToo() {
        assertThat(asDeploy.writer("h1").engine().pull(BASE, SOON, line -> {})).isEmpty();
    }

    @Test
    void anImageOfARegistryThatDoesNotAnswerGivesADiagnostic() {
        Diagnostic why =
                engine.pull("localhost:1/nothing/here:2.0", SOON, line -> {}).orElseThrow();

        assertThat(why.code()).isEqualTo("image.registry");
        assertThat(why.summary()).contains("h1", "localhost:1", "localhost:1/nothing/here:2.0", "connection refused");
    }

    @Test
    void manyQuestionsShareOneStream() {
        for (int i = 0; i < 20; i++) {
            assertThat(engine.pull(BASE, SOON, line -> {})).isEmpty();
        }
        assertThat(server.run("pgrep -fc '[d]ocker system dial-stdio'").strip()).isIn("1", "2", "3", "4");
    }

    @Test
    void aHealthyContainerIsWaitedFor() {
        String name = run(
                "healthy", "--health-cmd 'test -f /tmp/ok' --health-interval 1s", "sleep 3; touch /tmp/ok; sleep 300");
        List<String> progress = new CopyOnWriteArrayList<>();

        assertThat(engine.awaitHealthy(name, SOON, progress::add)).isEmpty();
        assertThat(progress).contains("starting");
    }

    @Test
    void aRunningContainerWithoutACheckIsEnough() {
        assertThat(engine.awaitHealthy(run("plain", "", "sleep 300"), SOON, line -> {}))
                .isEmpty();
    }

    @Test
    void aContainerThatEndsIsQuoted() {
        String name = run(
                "ends",
                "--health-cmd true --health-interval 60s",
                "for i in $(seq 1 40); do echo line $i; done; sleep 1; echo cannot open port >&2; exit 3");
        Diagnostic why = engine.awaitHealthy(name, SOON, line -> {}).orElseThrow();

        assertThat(why.code()).isEqualTo("container.unhealthy");
        assertThat(why.summary())
                .contains("h1", name, "exit code 3", "line 40", "cannot open port")
                .doesNotContain("line 20\n");
        assertThat(why.hint().orElseThrow()).contains("docker logs", name);
    }

    @Test
    void aContainerWithoutACheckThatEndsAtOnceIsNotTakenForRunning() {
        String name = run("at-once", "", "sleep 0.3; echo no such option >&2; exit 2");

        assertThat(engine.awaitHealthy(name, SOON, line -> {}).orElseThrow().summary())
                .contains("exit code 2", "no such option");
    }

    @Test
    void anUnhealthyContainerIsQuoted() {
        String name = run(
                "sick",
                "--health-cmd 'echo no luck; false' --health-interval 1s --health-retries 2",
                "echo started; sleep 300");
        Diagnostic why = engine.awaitHealthy(name, SOON, line -> {}).orElseThrow();

        assertThat(why.summary()).contains("health check fails (no luck)", "started");
    }

    @Test
    void aContainerThatStaysOnTheWayEndsTheWait() {
        String name = run("slow", "--health-cmd 'true' --health-interval 60s", "sleep 300");
        Diagnostic why =
                engine.awaitHealthy(name, Duration.ofSeconds(2), line -> {}).orElseThrow();

        assertThat(why.code()).isEqualTo("container.timeout");
        assertThat(why.summary()).contains("still starting after 2 s");
    }

    @Test
    void aContainerThatIsNotThereIsSaidToBeThat() {
        Optional<Diagnostic> why = engine.awaitHealthy(prefix + "-none", SOON, line -> {});

        assertThat(why.orElseThrow().code()).isEqualTo("container.absent");
    }

    @Test
    void anEngineThatDoesNotAnswerIsSaidToBeThat(@TempDir Path folder) {
        try (SshServer none = SshServer.start(folder, "-o SetEnv=DOCKER_HOST=unix:///nowhere.sock");
                SshHosts hosts = Rig.of(none, folder).hosts(DockerEngine::new)) {
            Diagnostic why =
                    hosts.writer("h1").engine().pull(BASE, SOON, line -> {}).orElseThrow();

            assertThat(why.code()).isEqualTo("engine.unreachable");
            assertThat(why.summary()).contains("h1", "/nowhere.sock");
        }
    }

    @Test
    void aHostThatIsAwayGivesItsOwnDiagnostic(@TempDir Path folder) {
        SshServer gone = SshServer.start(folder, "");
        try (SshHosts hosts = Rig.of(gone, folder).hosts(DockerEngine::new)) {
            Engine there = hosts.writer("h1").engine();
            assertThat(there.pull(BASE, SOON, line -> {})).isEmpty();
            gone.close();

            assertThat(there.pull(BASE, SOON, line -> {}).orElseThrow().code()).startsWith("ssh.");
        }
    }

    private String run(String suffix, String options, String command) {
        String name = prefix + "-" + suffix;
        server.run("docker run -d --network none --name " + name + " " + String.join(" ", Docker.labelled()) + " "
                + options + " " + BASE + " sh -c '" + command
                + "'");
        return name;
    }
}
