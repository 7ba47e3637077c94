package io.resctl.sql.maxscale;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.testing.FakeMaxScale;
import io.resctl.testing.LocalShell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against what keeps the recorded contract: see {@code MaxScaleContract}. */
class MaxScaleClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final FakeMaxScale maxscale = new FakeMaxScale();

    @BeforeEach
    void login() throws IOException {
        Files.writeString(folder.resolve("login"), "user = \"" + FakeMaxScale.LOGIN + "\"\n");
    }

    @AfterEach
    void stop() {
        maxscale.close();
    }

    @Test
    void afterAStartItOnlyLooks() {
        maxscale.state("a1", "Master, Running");
        maxscale.state("b1", "Down");
        MaxScaleState state = state();
        assertThat(state.passive()).isTrue();
        assertThat(state.version()).isEqualTo("23.08.12");
        assertThat(state.primaries()).containsExactly("a1");
        assertThat(state.servers())
                .containsExactly(
                        new MaxScaleState.Server("a1", List.of("Master", "Running")),
                        new MaxScaleState.Server("a2", List.of("Slave", "Running")),
                        new MaxScaleState.Server("b1", List.of("Down")));
        assertThat(state.monitor())
                .isEqualTo(new MaxScaleState.Monitor(true, Optional.of("a1"), Optional.empty(), true, false));
        assertThat(state.acts()).isFalse();
        assertThat(state.mayAct()).isFalse();
    }

    @Test
    void anOpenedOneActs() {
        open();
        assertThat(state().acts()).isTrue();
        assertThat(state().mayAct()).isTrue();
        assertThat(state().monitor().ownsLocks()).contains(true);
    }

    @Test
    void aSwitchoverIsWaitedFor() {
        open();
        assertThat(client().switchover(shell(), "a2", PATIENCE, line -> {}))
                .isEqualTo(new Heard.Said<>("switchover completed successfully."));
        assertThat(state().primaries()).containsExactly("a2");
        assertThat(maxscale.orders()).endsWith("switchover to a2");
    }

    @Test
    void aPassiveOneRefuses() {
        assertThat(client().switchover(shell(), "a2", PATIENCE, line -> {}))
                .isEqualTo(new Heard.Refused<>(
                        List.of("Switchover requested but not performed, as MaxScale is in passive mode.")));
        assertThat(maxscale.orders()).isEmpty();
    }

    @Test
    void whatItSaysAgainstAServerIsTold() {
        open();
        assertThat(client().switchover(shell(), "a9", PATIENCE, line -> {}))
                .isInstanceOfSatisfying(
                        Heard.Refused.class,
                        no -> assertThat(no.reasons().toString()).contains("server not found"));
    }

    @Test
    void oneThatFailsSaysWhy() {
        open();
        maxscale.failNext();
        assertThat(client().switchover(shell(), "a2", PATIENCE, line -> {}))
                .isEqualTo(new Heard.Refused<>(
                        List.of("Switchover a1 -> a2 failed", "'a2' is not a valid promotion target")));
        assertThat(state().primaries()).containsExactly("a1");
    }

    @Test
    void aWrongLoginIsARefusal() throws IOException {
        Files.writeString(folder.resolve("login"), "user = \"admin:mariadb\"\n");
        assertThat(client().state(shell())).isEqualTo(new Heard.Refused<>(List.of("Access denied")));
    }

    @Test
    void oneThatDoesNotRunIsSilent() throws IOException {
        String address;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = "127.0.0.1:" + free.getLocalPort();
        }
        assertThat(new MaxScaleClient("a1", address, folder.resolve("login").toString()).state(shell()))
                .isInstanceOfSatisfying(Heard.Silent.class, no -> {
                    assertThat(no.why().summary()).startsWith("MaxScale on a1 (" + address + ") does not answer: ");
                    assertThat(no.why().hint()).isPresent();
                });
    }

    /** What takes too long may still be done: that is not a refusal. */
    @Test
    void whatDoesNotEndInTimeIsNotCalledRefused() {
        open();
        assertThat(client().switchover(shell(), "a2", Duration.ZERO, line -> {}))
                .isInstanceOfSatisfying(
                        Heard.Silent.class, no -> assertThat(no.why().summary()).contains("did not come to an end"));
    }

    @Test
    void noSecretIsInAScript() throws IOException {
        assertThat(Files.readString(Path.of("src/main/java/io/resctl/sql/maxscale/MaxScaleClient.java")))
                .doesNotContain("--user", "password");
    }

    private void open() {
        maxscale.state("a1", "Master, Running");
        for (String change : List.of(
                "maxscale passive false",
                "monitors/monitor cooperative_monitoring_locks \"majority_of_all\"",
                "monitors/monitor enforce_writable_master true")) {
            String[] words = change.split(" ");
            io.resctl.testing.Docker.process(
                    "curl",
                    "-s",
                    "-u",
                    FakeMaxScale.LOGIN,
                    "-X",
                    "PATCH",
                    "http://" + maxscale.address() + "/v1/" + words[0],
                    "-d",
                    "{\"data\":{\"attributes\":{\"parameters\":{\"" + words[1] + "\":" + words[2] + "}}}}");
        }
    }

    private MaxScaleState state() {
        return switch (client().state(shell())) {
            case Heard.Said<MaxScaleState> said -> said.value();
            case Heard.Refused<MaxScaleState> no -> throw new AssertionError(no.reasons());
            case Heard.Silent<MaxScaleState> no ->
                throw new AssertionError(no.why().summary());
        };
    }

    private MaxScaleClient client() {
        return new MaxScaleClient(
                "a1", maxscale.address(), folder.resolve("login").toString());
    }

    private LocalShell shell() {
        return new LocalShell("a1", folder);
    }
}
