package io.resctl.lab;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Network;
import io.resctl.model.Cidr;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** Makes what a lab lacks. Every object carries the lab's label from its first moment, so a half-made lab can be removed. */
final class Builder {
    private static final String REGISTRY_IMAGE = "resctl-lab/registry:trixie";
    private static final Path ROUTES = Path.of("/proc/net/route");
    private static final Duration BOOT = Duration.ofMinutes(2);

    private final LabEngine engine;
    private final LabSpec spec;
    private final LabNames names;
    private final InstantSource clock;
    private final Consumer<String> progress;

    Builder(LabEngine engine, LabSpec spec, InstantSource clock, Consumer<String> progress) {
        this.engine = engine;
        this.spec = spec;
        this.names = new LabNames(spec.name());
        this.clock = clock;
        this.progress = progress;
    }

    void requireImages() {
        engine.requireImage(REGISTRY_IMAGE);
        engine.requireImage(HostContainer.IMAGE);
        if (spec.zones().stream().flatMap(z -> z.hosts().stream()).anyMatch(h -> h.kind() == LabSpec.Kind.BARE)) {
            engine.requireImage(HostContainer.BARE_IMAGE);
        }
    }

    /** Fails, before anything is made, where a gateway cannot answer at the very port that was asked for. */
    void requirePorts() {
        if (!spec.gateways().exactly()) {
            return;
        }
        for (int zone = 0; zone < spec.zones().size(); zone++) {
            String host = spec.zones().get(zone).hosts().getFirst().name();
            int wanted = port(zone);
            OptionalInt has = engine.container(names.container(host)).stream()
                    .map(c -> Labels.host(c, names.wan()).port())
                    .findFirst()
                    .orElse(OptionalInt.empty());
            if (has.isPresent() && has.getAsInt() != wanted) {
                throw new LabException("Lab " + spec.name() + " is there already, and zone "
                        + spec.zones().get(zone).name() + " answers at 127.0.0.1:" + has.getAsInt() + ", not "
                        + wanted + ". Nothing was changed. Leave --port out to keep that, or take the lab down first:"
                        + " resctl lab down --name " + spec.name() + ".");
            }
            if (has.isEmpty() && Ports.taken(wanted)) {
                throw new LabException("Port " + wanted + " of 127.0.0.1 is in use, and zone "
                        + spec.zones().get(zone).name()
                        + " was to answer there. Nothing was made. See who has it: ss -ltnp"
                        + " 'sport = :" + wanted
                        + "'. Ask for another with --port, or leave --port out: then a free one is found.");
            }
        }
    }

    private int port(int zone) {
        return spec.gateways().first() + zone;
    }

    /** The WAN and a network a zone. The WAN is made first: it is what claims the lab's addresses. */
    Addresses networks() {
        Addresses addresses = engine.network(names.wan())
                .map(wan -> new Addresses(Integer.parseInt(wan.getLabels().getOrDefault(Labels.BLOCK, "0"))))
                .orElseGet(this::claim);
        for (int zone = 0; zone < spec.zones().size(); zone++) {
            String name = names.network(spec.zones().get(zone).name());
            if (engine.network(name).isEmpty()) {
                engine.createNetwork(name, addresses.zoneSubnet(zone), false, Labels.of(spec.name(), "zone"));
            }
        }
        return addresses;
    }

    private Addresses claim() {
        List<Network> networks = engine.docker().listNetworksCmd().exec();
        List<Cidr> taken = new ArrayList<>(Subnets.ofNetworks(networks));
        taken.addAll(Subnets.ofMachine(ROUTES));
        for (Addresses candidate : Subnets.free(taken)) {
            Map<String, String> labels = new HashMap<>(Labels.of(spec.name(), "wan"));
            labels.put(Labels.BLOCK, Integer.toString(candidate.block()));
            try {
                engine.createNetwork(names.wan(), candidate.wanSubnet(), true, labels);
                return candidate;
            } catch (DockerException e) {
                if (!String.valueOf(e.getMessage()).contains("overlaps")) {
                    throw e;
                }
                // Another lab was faster; the next block then.
            }
        }
        throw new LabException(
                "No address block from 10." + Addresses.FIRST_BLOCK + ".0.0/16 to 10." + Addresses.LAST_BLOCK
                        + ".0.0/16 is free on this machine. Take a lab down that is not needed: resctl lab down --name NAME.");
    }

    void registry(Addresses addresses) {
        if (engine.container(names.registry()).isEmpty()) {
            engine.docker()
                    .createContainerCmd(REGISTRY_IMAGE)
                    .withName(names.registry())
                    .withLabels(Labels.of(spec.name(), "registry"))
                    .withIpv4Address(addresses.registry(0))
                    .withHostConfig(HostConfig.newHostConfig()
                            .withNetworkMode(
                                    names.network(spec.zones().getFirst().name())))
                    .exec();
        }
        Set<String> joined =
                LabEngine.networksOf(engine.container(names.registry()).orElseThrow());
        for (int zone = 0; zone < spec.zones().size(); zone++) {
            String network = names.network(spec.zones().get(zone).name());
            if (!joined.contains(network)) {
                engine.connect(network, names.registry(), addresses.registry(zone));
            }
        }
        engine.start(names.registry());
    }

    /** Every host of the spec, whether made or not, with its addresses and ports. */
    List<Planned> hosts(Addresses addresses) {
        var hosts = new ArrayList<Planned>();
        for (int zone = 0; zone < spec.zones().size(); zone++) {
            LabSpec.ZoneSpec z = spec.zones().get(zone);
            for (int i = 0; i < z.hosts().size(); i++) {
                LabSpec.HostSpec h = z.hosts().get(i);
                var host = new LabHost(
                        h.name(),
                        z.name(),
                        z.home(),
                        h.kind(),
                        addresses.host(zone, i),
                        addresses.endpoint(zone, i),
                        OptionalInt.empty(),
                        LabHost.State.STOPPED,
                        false);
                hosts.add(new Planned(
                        host,
                        hosts.size(),
                        i == 0 ? OptionalInt.of(port(zone)) : OptionalInt.empty(),
                        addresses.registry(zone)));
            }
        }
        return hosts;
    }

    /** @param wantedPort on 127.0.0.1, for the host whose gateway is published */
    record Planned(LabHost host, int order, OptionalInt wantedPort, String registry) {}

    /** Makes, starts and mends one host, and waits until it answers. */
    void raise(Planned planned, String publicKey) {
        long since = clock.millis();
        String container = names.container(planned.host().name());
        if (engine.container(container).isEmpty()) {
            for (String what : List.of("docker", "srv")) {
                engine.createVolume(names.volume(planned.host().name(), what), Labels.of(spec.name(), "volume"));
            }
            HostContainer.create(
                    engine.docker(), names, withPort(planned), planned.order(), planned.registry(), publicKey);
        }
        Container made = engine.container(container).orElseThrow();
        if (!LabEngine.networksOf(made).contains(names.wan())) {
            engine.connect(names.wan(), container, planned.host().endpoint());
        }
        if (made.getState().equals("paused")) {
            engine.docker().unpauseContainerCmd(container).exec();
        }
        engine.start(container);
        Boot.await(engine, container, planned.host().name(), BOOT);
        progress.accept(String.format(
                Locale.ROOT,
                "host %-6s %-10s %-12s ready after %.1f s",
                planned.host().name(),
                planned.host().zone(),
                planned.host().address(),
                (clock.millis() - since) / 1000.0));
    }

    private static LabHost withPort(Planned planned) {
        LabHost h = planned.host();
        OptionalInt port = planned.wantedPort().isPresent()
                ? OptionalInt.of(Ports.free(planned.wantedPort().getAsInt()))
                : OptionalInt.empty();
        return new LabHost(
                h.name(), h.zone(), h.home(), h.kind(), h.address(), h.endpoint(), port, h.state(), h.onWan());
    }
}
