package io.resctl.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of the engine for a host, with and without CAP_SYS_RESOURCE on the machine: an engine of HTTP answers stands in. */
class HostContainerTest {
    /** What newer engines say on a machine that lacks it; older ones drop it in silence. */
    private static final String LACKING =
            "invalid CapDrop: capability not supported by your kernel or not available in the current environment: \\\"CAP_SYS_RESOURCE\\\"";

    private static final LabHost HOST = new LabHost(
            "a1",
            "milan",
            true,
            LabSpec.Kind.ROOT,
            "10.231.1.2",
            "10.231.0.2",
            OptionalInt.of(18080),
            LabHost.State.STOPPED,
            false);

    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private HttpServer engine;

    /** What the engine says to a request that drops a capability; nothing: it is done. */
    private String refusal = "";

    @BeforeEach
    void start() throws IOException {
        engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        engine.createContext("/", this::answer);
        engine.start();
    }

    @AfterEach
    void stop() {
        engine.stop(0);
    }

    @Test
    void aMachineThatHasTheCapabilityDropsIt() throws IOException {
        create();
        assertThat(asked).hasSize(1);
        assertThat(words(asked.getFirst().at("/HostConfig/CapAdd"))).containsExactly("ALL");
        assertThat(words(asked.getFirst().at("/HostConfig/CapDrop"))).containsExactly("SYS_RESOURCE");
    }

    @Test
    void aMachineThatLacksTheCapabilityIsAskedAgainWithoutIt() throws IOException {
        refusal = LACKING;
        create();
        assertThat(asked).hasSize(2);
        assertThat(words(asked.getLast().at("/HostConfig/CapAdd"))).containsExactly("ALL");
        assertThat(words(asked.getLast().at("/HostConfig/CapDrop"))).isEmpty();
    }

    @Test
    void anyOtherRefusalIsNotPassedOver() {
        refusal = "invalid reference format";
        assertThatThrownBy(this::create).isInstanceOf(BadRequestException.class).hasMessageContaining(refusal);
        assertThat(asked).hasSize(1);
    }

    /** Privileged fails without the capability; these are what a host needs of it, whatever the version of cgroups. */
    @Test
    void aHostIsNeverPrivileged() throws IOException {
        create();
        JsonNode config = asked.getFirst().get("HostConfig");
        assertThat(config.path("Privileged").asBoolean(false)).isFalse();
        assertThat(config.get("CgroupnsMode").asText()).isEqualTo("private");
        assertThat(words(config.get("DeviceCgroupRules"))).containsExactly("a *:* rwm");
        assertThat(words(config.get("SecurityOpt"))).containsExactly("seccomp=unconfined", "apparmor=unconfined");
        assertThat(config.get("MaskedPaths")).isEmpty();
        assertThat(config.get("ReadonlyPaths")).isEmpty();
    }

    private void create() throws IOException {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost("tcp://127.0.0.1:" + engine.getAddress().getPort())
                .withDockerTlsVerify(false)
                .build();
        var http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(URI.create("tcp://127.0.0.1:" + engine.getAddress().getPort()))
                .build();
        try (var docker = DockerClientImpl.getInstance(config, http)) {
            HostContainer.create(docker, new LabNames("demo"), HOST, 0, "10.231.1.250", "ssh-ed25519 AAAA");
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode request = new ObjectMapper().readTree(exchange.getRequestBody());
        asked.add(request);
        boolean refused =
                !refusal.isEmpty() && !words(request.at("/HostConfig/CapDrop")).isEmpty();
        byte[] text = (refused ? "{\"message\":\"" + refusal + "\"}" : "{\"Id\":\"0123\",\"Warnings\":[]}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(refused ? 400 : 201, text.length);
        try (var out = exchange.getResponseBody()) {
            out.write(text);
        }
    }

    private static List<String> words(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }
}
