package io.resctl.lab;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.time.Duration;
import java.util.List;

/** A machine in a zone's network that is no host of the site. It goes with the lab, or when closed. */
public final class Neighbour implements AutoCloseable {
    private final LabEngine engine;
    private final String container;

    private Neighbour(LabEngine engine, String container) {
        this.engine = engine;
        this.container = container;
    }

    static Neighbour in(LabEngine engine, LabNames names, String zone, List<LabHost> hosts) {
        LabHost any = hosts.stream()
                .filter(h -> h.zone().equals(zone))
                .findFirst()
                .orElseThrow(() -> new LabException("There is no zone " + zone + " in this lab."));
        int index = engine.containers(names.lab(), "neighbour").size();
        String container = names.container("neighbour-" + zone + "-" + index);
        engine.docker()
                .createContainerCmd(HostContainer.IMAGE)
                .withName(container)
                .withLabels(Labels.of(names.lab(), "neighbour"))
                .withCmd("sleep", "infinity")
                .withIpv4Address(Addresses.neighbourOf(any.address(), index))
                .withHostConfig(HostConfig.newHostConfig()
                        .withInit(true)
                        .withCapAdd(Capability.NET_ADMIN)
                        .withNetworkMode(names.network(zone)))
                .exec();
        engine.start(container);
        return new Neighbour(engine, container);
    }

    /** Sends packets for a network by way of a host, as someone on the hosts' wire could. */
    public void route(String network, String via) {
        Outcome added = run(Duration.ofSeconds(10), "ip", "route", "replace", network, "via", via);
        if (!added.ok()) {
            throw new LabException("The neighbour's route to " + network + " was refused: "
                    + added.err().strip());
        }
    }

    public Outcome run(Duration timeout, String... command) {
        return engine.run(container, timeout, command);
    }

    @Override
    public void close() {
        engine.docker()
                .removeContainerCmd(container)
                .withForce(true)
                .withRemoveVolumes(true)
                .exec();
    }
}
