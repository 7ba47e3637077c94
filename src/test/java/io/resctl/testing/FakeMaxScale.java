package io.resctl.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * MaxScale's REST API as far as {@code src/test/resources/maxscale/contract.json} describes it, on a port of this machine. It changes no database: a server
 * takes writes when a test says so. A switchover takes so many questions about its result.
 */
public final class FakeMaxScale implements AutoCloseable {
    public static final String LOGIN = "resctl:the-password";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<String> orders = new ArrayList<>();
    private final ObjectNode core = JSON.createObjectNode();
    private final ObjectNode monitor = JSON.createObjectNode();
    private final SortedMap<String, String> states = new TreeMap<>();
    private String startedAt = "";
    private int starts;
    private int underWay;
    private String target = "";
    private String result = "";
    private boolean failing;

    public FakeMaxScale() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        List.of("a1", "a2", "b1").forEach(s -> states.put(s, "Slave, Running"));
        restart();
        server.start();
    }

    /** {@code ADDRESS:PORT}. */
    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** As it is after a start: what it was told before is forgotten. */
    public synchronized void restart() {
        starts++;
        startedAt = "Tue, 24 Nov 2026 10:00:" + String.format("%02d", starts) + " GMT";
        core.removeAll().put("passive", true).put("threads", 2);
        monitor.removeAll()
                .put("auto_failover", true)
                .put("cooperative_monitoring_locks", "none")
                .put("enforce_writable_master", false)
                .put("failcount", 3)
                .put("password", "*****");
        underWay = 0;
        result = "";
    }

    public synchronized void state(String name, String state) {
        states.put(name, state);
    }

    /** The next switchover ends with an error. */
    public synchronized void failNext() {
        failing = true;
    }

    /** What it was told to change so far, one order a line, in their order. */
    public synchronized List<String> orders() {
        return List.copyOf(orders);
    }

    public synchronized void forgetOrders() {
        orders.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answer answer = answer(exchange, body);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            byte[] text = answer.json.isEmpty()
                    ? new byte[0]
                    : JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(answer.json);
            exchange.sendResponseHeaders(answer.status, text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private record Answer(int status, JsonNode json) {}

    private Answer answer(HttpExchange exchange, String body) throws IOException {
        String login = "Basic " + Base64.getEncoder().encodeToString(LOGIN.getBytes(StandardCharsets.UTF_8));
        if (!login.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return new Answer(401, errors("Access denied"));
        }
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        String query = exchange.getRequestURI().getRawQuery();
        return switch (method + " " + path) {
            case "GET /v1/maxscale" -> new Answer(200, data("maxscale", core().put("started_at", startedAt)));
            case "GET /v1/monitors/monitor" -> new Answer(200, data("monitor", monitor()));
            case "GET /v1/servers" -> new Answer(200, servers());
            case "PATCH /v1/maxscale" -> patch("maxscale", core, body);
            case "PATCH /v1/monitors/monitor" ->
                underWay > 0
                        ? new Answer(400, errors("Command 'switchover' is running."))
                        : patch("monitor", monitor, body);
            case "POST /v1/maxscale/modules/mariadbmon/async-switchover" -> switchover(query);
            case "GET /v1/maxscale/modules/mariadbmon/fetch-cmd-result" -> fetch();
            default -> new Answer(404, errors("Cannot " + method + " " + path));
        };
    }

    private ObjectNode core() {
        return JSON.createObjectNode().put("version", "23.08.12").set("parameters", core.deepCopy());
    }

    private ObjectNode monitor() {
        ObjectNode attributes = JSON.createObjectNode().put("state", "Running");
        ObjectNode diagnostics = attributes.putObject("monitor_diagnostics").put("state", "Idle");
        diagnostics.put("master", master());
        boolean locks =
                !"none".equals(monitor.path("cooperative_monitoring_locks").asText());
        diagnostics.set("primary", locks ? JSON.getNodeFactory().booleanNode(true) : JSON.nullNode());
        attributes.set("parameters", monitor.deepCopy());
        return attributes;
    }

    private String master() {
        return states.entrySet().stream()
                .filter(s -> s.getValue().startsWith("Master"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("a1");
    }

    private ObjectNode servers() {
        ObjectNode all = JSON.createObjectNode();
        ArrayNode data = all.putArray("data");
        states.forEach((name, state) -> {
            ObjectNode one = data.addObject();
            ObjectNode attributes = one.putObject("attributes").put("state", state);
            attributes.putObject("parameters").put("address", "10.90.0." + name.hashCode() % 100);
            one.put("id", name).put("type", "servers");
        });
        return all;
    }

    private Answer patch(String name, ObjectNode parameters, String body) throws IOException {
        JsonNode change = JSON.readTree(body).at("/data/attributes/parameters");
        for (var field : change.properties()) {
            if (!parameters.has(field.getKey())) {
                return new Answer(400, errors("Unknown parameter '" + field.getKey() + "'"));
            }
        }
        for (var field : change.properties()) {
            parameters.set(field.getKey(), field.getValue());
            orders.add(name + " " + field.getKey() + "=" + field.getValue().asText());
        }
        return new Answer(204, JSON.createObjectNode());
    }

    private Answer switchover(String query) {
        String[] words = query.split("&", -1);
        if (words.length < 2 || !states.containsKey(words[1])) {
            return new Answer(400, errors("Argument 2, New primary (optional): server not found"));
        }
        if (core.path("passive").asBoolean()) {
            return new Answer(
                    400, meta(errors("Switchover requested but not performed, as MaxScale is in passive mode.")));
        }
        if (underWay > 0) {
            return new Answer(400, meta(errors("Cannot run manual switchover, previous switchover is still running.")));
        }
        orders.add("switchover to " + words[1]);
        target = words[1];
        result = "";
        underWay = 3;
        return new Answer(204, JSON.createObjectNode());
    }

    private Answer fetch() {
        if (underWay > 1) {
            underWay--;
            return new Answer(
                    200, meta(errors("No manual command results are available, switchover is still running.")));
        }
        if (underWay == 1) {
            underWay = 0;
            if (failing) {
                failing = false;
                return new Answer(
                        200, meta(errors("Switchover a1 -> a2 failed", "'a2' is not a valid promotion target")));
            }
            states.replaceAll((name, state) -> name.equals(target) ? "Master, Running" : "Slave, Running");
            result = "switchover completed successfully.";
        }
        return result.isEmpty()
                ? new Answer(200, meta(errors("No manual command results are available.")))
                : new Answer(200, meta(JSON.getNodeFactory().textNode(result)));
    }

    private static ObjectNode data(String id, ObjectNode attributes) {
        ObjectNode all = JSON.createObjectNode();
        ObjectNode data = all.putObject("data");
        data.set("attributes", attributes);
        data.put("id", id);
        return all;
    }

    private static ObjectNode meta(JsonNode meta) {
        ObjectNode all = JSON.createObjectNode();
        all.putObject("links").put("self", "http://localhost/v1/maxscale/modules/mariadbmon");
        all.set("meta", meta);
        return all;
    }

    private static ObjectNode errors(String... details) {
        ObjectNode all = JSON.createObjectNode();
        ArrayNode errors = all.putArray("errors");
        for (String detail : details) {
            errors.addObject().put("detail", detail);
        }
        return all;
    }
}
