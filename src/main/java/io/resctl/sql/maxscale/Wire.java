package io.resctl.sql.maxscale;

import io.resctl.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** MaxScale's documents, as far as they are read. */
final class Wire {
    private Wire() {}

    record Fault(Optional<String> detail) {}

    /** Every answer; {@code meta} is a sentence, or holds errors of its own even in a success. */
    record Body(Optional<List<Fault>> errors, Optional<Object> meta) {
        List<String> reasons() {
            List<String> own = errors.orElse(List.of()).stream()
                    .flatMap(f -> f.detail().stream())
                    .toList();
            return own.isEmpty()
                            && meta.orElse("") instanceof Map<?, ?> map
                            && map.get("errors") instanceof List<?> inner
                    ? inner.stream()
                            .map(e -> e instanceof Map<?, ?> fault ? String.valueOf(fault.get("detail")) : e.toString())
                            .toList()
                    : own;
        }

        Optional<String> sentence() {
            return meta.flatMap(m -> m instanceof String text ? Optional.of(text) : Optional.empty());
        }
    }

    record Core(CoreData data) {}

    record CoreData(CoreAttributes attributes) {}

    record CoreAttributes(String version, CoreParameters parameters) {}

    record CoreParameters(boolean passive) {}

    record Monitor(MonitorData data) {}

    record MonitorData(MonitorAttributes attributes) {}

    record MonitorAttributes(String state, MonitorParameters parameters, Optional<Diagnostics> monitor_diagnostics) {}

    record MonitorParameters(boolean auto_failover, boolean enforce_writable_master) {}

    record Diagnostics(Optional<String> master, Optional<Boolean> primary) {}

    record Servers(List<ServerData> data) {}

    record ServerData(String id, ServerAttributes attributes) {}

    record ServerAttributes(String state) {}

    /**
     * The whole state.
     *
     * @param bodies of the core, the monitor and the servers
     * @throws Json.NotOurs where one of them is something else
     */
    static MaxScaleState state(List<String> bodies) throws Json.NotOurs {
        CoreAttributes core = Json.read(bodies.get(0), Core.class).data().attributes();
        MonitorAttributes monitor =
                Json.read(bodies.get(1), Monitor.class).data().attributes();
        Optional<Diagnostics> seen = monitor.monitor_diagnostics();
        return new MaxScaleState(
                core.version(),
                core.parameters().passive(),
                new MaxScaleState.Monitor(
                        monitor.state().equals("Running"),
                        seen.flatMap(Diagnostics::master),
                        seen.flatMap(Diagnostics::primary),
                        monitor.parameters().auto_failover(),
                        monitor.parameters().enforce_writable_master()),
                Json.read(bodies.get(2), Servers.class).data().stream()
                        .map(s -> new MaxScaleState.Server(
                                s.id(), Arrays.asList(s.attributes().state().split(", *"))))
                        .toList());
    }
}
