package io.resctl.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Links that break, hosts that freeze, servers that turn logins away. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SshFaultsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Limits QUICK =
            new Limits(Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(1), 8, 8, 2);

    private Path folder;
    private SshServer server;
    private Rig rig;

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        server = SshServer.start(folder, "");
        rig = Rig.of(server, folder).limits(QUICK);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aLinkThatBreaksDuringAScriptGivesUnreachableAndTheNextQuestionConnectsAnew() throws Exception {
        try (SshHosts hosts = rig.hosts();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply> running = threads.submit(() -> hosts.reader("h1").ask(Script.of("sleep 60"), SOON));
            Thread.sleep(1500);
            long began = System.nanoTime();
            server.run("pkill -KILL -f '[s]shd-session'");
            Diagnostic why = Refused.why(running.get());

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            assertThat(why.code()).isEqualTo("ssh.lost");
            assertThat(why.summary())
                    .contains("h1", "127.0.0.1:" + server.port(), "whether the last order ran is unknown");
            assertThat(why.hint().orElseThrow()).contains("ssh ", "uptime", "again");
            assertThat(hosts.reader("h1").ask(Script.of("echo back"), SOON))
                    .isEqualTo(new Reply.Answer(0, "back\n", ""));
        }
    }

    @Test
    void aLinkThatBrokeBetweenTwoQuestionsIsReplacedUnseen() {
        try (SshHosts hosts = rig.hosts()) {
            for (int i = 0; i < 3; i++) {
                assertThat(hosts.reader("h1").ask(Script.of("echo in"), SOON))
                        .isEqualTo(new Reply.Answer(0, "in\n", ""));
                server.run("pkill -KILL -f '[s]shd-session'");
            }
        }
    }

    @Test
    void aHostThatFreezesDuringAScriptIsFoundByTheKeepAlive() throws Exception {
        try (SshHosts hosts = rig.hosts();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply> running = threads.submit(() -> hosts.reader("h1").ask(Script.of("sleep 60"), SOON));
            Thread.sleep(1500);
            long began = System.nanoTime();
            server.freeze();
            try {
                assertThat(Refused.why(running.get()).code()).isEqualTo("ssh.lost");
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));

                Diagnostic frozen = Refused.why(hosts.reader("h1").ask(Script.of("true"), SOON));
                assertThat(frozen.code()).isEqualTo("ssh.no-answer");
                assertThat(frozen.summary()).contains("frozen or overloaded");

                assertThat(timeToClose(hosts)).isLessThan(Duration.ofSeconds(4));
            } finally {
                server.thaw();
            }
        }
    }

    private static Duration timeToClose(SshHosts hosts) {
        long began = System.nanoTime();
        hosts.close();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    void nothingIsOpenedAfterTheClose() {
        SshHosts hosts = rig.hosts();
        assertThat(hosts.reader("h1").ask(Script.of("true"), SOON)).isInstanceOf(Reply.Answer.class);
        hosts.close();

        assertThat(Refused.why(hosts.reader("h1").ask(Script.of("true"), SOON)).code())
                .isEqualTo("ssh.closed");
    }

    @Test
    void aPortWhereNothingListensIsSaidToBeThat() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        Diagnostic why = Refused.why(rig.port(free).ask("true"));

        assertThat(why.code()).isEqualTo("ssh.refused");
        assertThat(why.summary()).contains("h1 (127.0.0.1:" + free + ")");
    }

    @Test
    void anAddressThatDoesNotAnswerCostsTheConnectTimeoutAtMost() {
        long began = System.nanoTime();
        // On the engine's own bridge, far from the addresses that it gives out.
        String silent = server.inside().replaceAll("[0-9]+$", "253");
        Diagnostic why = Refused.why(rig.address(silent).port(22).ask("true"));

        assertThat(why.code()).isEqualTo("ssh.no-answer");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void anUnknownNameIsSaidToBeThat() {
        assertThat(Refused.why(rig.address("no-such-host.invalid").ask("true")).code())
                .isEqualTo("ssh.name-unknown");
    }

    @Test
    void aServerThatHangsUpBeforeAWordIsTriedAgainAFewTimes() throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            List<Integer> visits = new ArrayList<>();
            Thread.ofVirtual().start(() -> {
                while (!rude.isClosed()) {
                    try {
                        rude.accept().close();
                        visits.add(1);
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            Diagnostic why = Refused.why(rig.port(rude.getLocalPort()).ask("true"));

            assertThat(why.code()).isEqualTo("ssh.busy");
            assertThat(visits).hasSize(3);
            assertThat(why.hint().orElseThrow()).contains("MaxStartups");
        }
    }

    @Test
    void loginsThatMaxStartupsDropsComeThroughInTheEnd() throws Exception {
        Path own = Files.createDirectory(folder.resolve("narrow"));
        try (SshServer narrow = SshServer.start(own, "-o MaxStartups=2:100:2");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Rig many = Rig.of(narrow, own);
            List<Future<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                replies.add(threads.submit(() -> many.ask("echo in")));
            }
            for (Future<Reply> reply : replies) {
                assertThat(reply.get()).isEqualTo(new Reply.Answer(0, "in\n", ""));
            }
        }
    }
}
