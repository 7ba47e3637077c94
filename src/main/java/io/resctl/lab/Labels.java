package io.resctl.lab;

import com.github.dockerjava.api.model.Container;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;

/** What the lab writes on its containers, networks and volumes, so that the engine is the only place a lab is recorded. */
final class Labels {
    static final String LAB = "io.resctl.lab";
    static final String ROLE = "io.resctl.lab.role";
    static final String BLOCK = "io.resctl.lab.block";

    private static final String HOST = "io.resctl.lab.host";
    private static final String ZONE = "io.resctl.lab.zone";
    private static final String HOME = "io.resctl.lab.home";
    private static final String KIND = "io.resctl.lab.kind";
    private static final String ORDER = "io.resctl.lab.order";
    private static final String ADDRESS = "io.resctl.lab.address";
    private static final String ENDPOINT = "io.resctl.lab.endpoint";
    private static final String PORT = "io.resctl.lab.port";

    private Labels() {}

    static Map<String, String> of(String lab, String role) {
        return Map.of(LAB, lab, ROLE, role);
    }

    static Map<String, String> of(String lab, LabHost host, int order) {
        var labels = new TreeMap<>(of(lab, "host"));
        labels.put(HOST, host.name());
        labels.put(ZONE, host.zone());
        labels.put(HOME, Boolean.toString(host.home()));
        labels.put(KIND, host.kind().name());
        labels.put(ORDER, Integer.toString(order));
        labels.put(ADDRESS, host.address());
        labels.put(ENDPOINT, host.endpoint());
        host.port().ifPresent(port -> labels.put(PORT, Integer.toString(port)));
        return labels;
    }

    static int order(Container container) {
        return Integer.parseInt(container.getLabels().getOrDefault(ORDER, "0"));
    }

    static LabHost host(Container container, String wan) {
        Map<String, String> labels = container.getLabels();
        String port = labels.get(PORT);
        return new LabHost(
                text(labels, HOST),
                text(labels, ZONE),
                Boolean.parseBoolean(labels.get(HOME)),
                LabSpec.Kind.valueOf(text(labels, KIND)),
                text(labels, ADDRESS),
                text(labels, ENDPOINT),
                port == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port)),
                state(container),
                LabEngine.networksOf(container).contains(wan));
    }

    private static LabHost.State state(Container container) {
        return switch (container.getState()) {
            case "running", "restarting" -> LabHost.State.RUNNING;
            case "paused" -> LabHost.State.FROZEN;
            default -> LabHost.State.STOPPED;
        };
    }

    private static String text(Map<String, String> labels, String key) {
        return Objects.requireNonNull(labels.get(key), key);
    }
}
