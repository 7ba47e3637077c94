package io.resctl.component;

import io.resctl.model.Limits;
import io.resctl.model.Names;
import io.resctl.render.Templates;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The Compose file of one container: Compose creates it, systemd runs it. Methods add to the file and return it. */
public final class ComposeFile {
    private static final Templates TEMPLATES = new Templates();

    private final Names names;
    private final String project;
    private final String role;
    private final String image;
    private final List<String> entrypoint = new ArrayList<>();
    private final List<String> command = new ArrayList<>();
    private final List<String> health = new ArrayList<>();
    private final List<String> ports = new ArrayList<>();
    private final List<Bind> volumes = new ArrayList<>();
    private final SortedMap<String, Value> environment = new TreeMap<>();
    private final SortedMap<String, String> extraHosts = new TreeMap<>();
    private String user = "";
    private String hostname = "";
    private boolean hostNetwork;
    private int calmSeconds;
    private Limits limits = Limits.NONE;
    private int stopSeconds = 10;

    /** A folder of the host inside the container. */
    public record Bind(String source, String target, boolean readOnly) {}

    /** Of a variable; not present: taken from the environment in which Compose runs. */
    public record Value(boolean present, String text) {}

    public ComposeFile(Names names, String component, String role, String image) {
        this.names = names;
        this.project = names.project(component);
        this.role = role;
        this.image = image;
    }

    /** In the place of what the image starts with. */
    public ComposeFile entrypoint(List<String> words) {
        entrypoint.addAll(words);
        return this;
    }

    public ComposeFile command(List<String> words) {
        command.addAll(words);
        return this;
    }

    /** {@code uid} or {@code uid:gid} inside the container. */
    public ComposeFile user(String uid) {
        user = uid;
        return this;
    }

    /** The name that the container has for itself; Docker's hexadecimal one where it is not given. */
    public ComposeFile hostname(String name) {
        hostname = name;
        return this;
    }

    public ComposeFile env(String name, String value) {
        environment.put(name, new Value(true, value));
        return this;
    }

    /** A variable whose value is given to Compose when it creates the container, and stands in no file of Compose. */
    public ComposeFile envFromOutside(String name) {
        environment.put(name, new Value(false, ""));
        return this;
    }

    public ComposeFile bind(String source, String target, boolean readOnly) {
        volumes.add(new Bind(source, target, readOnly));
        return this;
    }

    public ComposeFile limits(Limits most) {
        limits = most;
        return this;
    }

    /** The host's own network: no bridge, no published ports. */
    public ComposeFile onHostNetwork() {
        hostNetwork = true;
        return this;
    }

    public ComposeFile publish(String address, int published, int target) {
        ports.add(address + ":" + published + ":" + target + "/tcp");
        return this;
    }

    /** A name that resolves inside the container. */
    public ComposeFile name(String name, String address) {
        extraHosts.put(name, address);
        return this;
    }

    /** A command in the container that ends with 0 while it is healthy. */
    public ComposeFile health(List<String> test) {
        health.addAll(test);
        return this;
    }

    /** Once it is healthy it is checked every so many seconds only, where the engine can: see {@link #calmText}. */
    public ComposeFile calmAfterStart(int seconds) {
        calmSeconds = seconds;
        return this;
    }

    /** How long it may take to stop before it is killed. */
    public ComposeFile stopSeconds(int seconds) {
        stopSeconds = seconds;
        return this;
    }

    public String container() {
        return names.container(role);
    }

    /** SHA-256 of all that defines the container, in hexadecimal. */
    public String definition() {
        try {
            String calm = calmSeconds == 0 ? "" : calmText();
            byte[] text = (text(Map.of()) + calm).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public String text() {
        return text(new TreeMap<>(Map.of(Names.siteLabel(), names.site(), Names.definitionLabel(), definition())));
    }

    /**
     * What newer engines are given on top, as a file of its own: older ones refuse the whole file for one word that they do not know. Its path is
     * {@link #calmPath}, where whoever creates the container looks for it.
     */
    public String calmText() {
        return TEMPLATES.render(
                "compose/engine25.yml",
                Map.of("site", names.site(), "role", role, "beside", "compose.yml", "interval", calmSeconds));
    }

    /** Beside the file at {@code path}. */
    public static String calmPath(String path) {
        return path.substring(0, path.length() - ".yml".length()) + ".engine25.yml";
    }

    private String text(Map<String, String> labels) {
        Map<String, Object> values = new HashMap<>();
        values.put("site", names.site());
        values.put("project", project);
        values.put("role", role);
        values.put("container", container());
        values.put("image", image);
        values.put("entrypoint", entrypoint);
        values.put("command", command);
        values.put("user", user);
        values.put("hostname", hostname);
        values.put("stopSeconds", stopSeconds);
        values.put("labels", labels);
        values.put("environment", environment);
        values.put("volumes", volumes);
        values.put("cpus", limits.cpus().map(c -> c.toPlainString()).orElse(""));
        values.put("memory", limits.memory().map(m -> Long.toString(m)).orElse(""));
        values.put("health", health);
        values.put("hostNetwork", hostNetwork);
        values.put("extraHosts", extraHosts);
        values.put("ports", ports);
        values.put("network", names.network());
        return TEMPLATES.render("compose/container.yml", values);
    }
}
