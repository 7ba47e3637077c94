package io.resctl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;

/** The recorded exchanges, held against whatever answers at an address: the stand-in of the tests, or a real MaxScale. */
public final class MaxScaleContract {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;
    private final String login;

    public MaxScaleContract(String address, String login) {
        this.address = address;
        this.login = login;
    }

    /** Those exchanges that need no database servers only, where there are none. */
    public int check(boolean servers) {
        int checked = 0;
        for (JsonNode exchange : exchanges()) {
            if (servers || exchange.path("alone").asBoolean()) {
                check(exchange);
                checked++;
            }
        }
        return checked;
    }

    private static JsonNode exchanges() {
        try {
            return JSON.readTree(Files.readString(Path.of("src/test/resources/maxscale/contract.json")))
                    .path("exchanges");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(JsonNode exchange) {
        HttpResponse<String> answer = send(exchange);
        for (int i = 0; exchange.path("patience").asBoolean() && !met(exchange, answer) && i < 120; i++) {
            answer = send(exchange);
        }
        String says = exchange.path("says").asText() + "\n" + answer.body();
        assertThat(answer.statusCode())
                .as(says)
                .isEqualTo(exchange.path("status").asInt());
        if (exchange.path("status").asInt() == 204) {
            assertThat(answer.body()).as(says).isEmpty();
        }
        assertThat(met(exchange, answer)).as(says).isTrue();
    }

    /** {@code *} at the end of an expected text stands for anything. */
    private static boolean met(JsonNode exchange, HttpResponse<String> answer) {
        for (var expected : exchange.path("has").properties()) {
            JsonNode found = json(answer.body()).at(expected.getKey());
            String text = expected.getValue().asText();
            boolean same = text.endsWith("*")
                    ? found.asText().matches(Pattern.quote(text.substring(0, text.length() - 1)) + "(?s).*")
                            && !found.isMissingNode()
                    : found.equals(expected.getValue());
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }

    private HttpResponse<String> send(JsonNode exchange) {
        String who = exchange.path("login").asText(login);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + address + exchange.path("path").asText()))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .method(
                        exchange.path("method").asText(),
                        exchange.has("body")
                                ? HttpRequest.BodyPublishers.ofString(
                                        exchange.path("body").toString())
                                : HttpRequest.BodyPublishers.noBody());
        if (!who.isEmpty()) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(who.getBytes(StandardCharsets.UTF_8)));
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
