package io.resctl.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A container that is a server: systemd, its own engine, its own devices. */
final class HostContainer {
    static final String IMAGE = "resctl-lab/host:trixie";
    static final String BARE_IMAGE = "resctl-lab/bare:trixie";
    static final String REGISTRY_NAME = "registry.lab";

    private HostContainer() {}

    /**
     * Creates it, not started, in its zone's network. Not --privileged, which fails on machines that lack SYS_RESOURCE
     * themselves; newer engines there even refuse to drop what they do not have.
     */
    static void create(
            DockerClient docker, LabNames names, LabHost host, int order, String registry, String publicKey) {
        try {
            create(docker, names, host, order, registry, publicKey, List.of(Capability.SYS_RESOURCE));
        } catch (BadRequestException e) {
            if (!String.valueOf(e.getMessage()).contains("CAP_SYS_RESOURCE")) {
                throw e;
            }
            create(docker, names, host, order, registry, publicKey, List.of());
        }
    }

    private static void create(
            DockerClient docker,
            LabNames names,
            LabHost host,
            int order,
            String registry,
            String publicKey,
            List<Capability> drop) {
        boolean bare = host.kind() == LabSpec.Kind.BARE;
        var env = new ArrayList<>(List.of("LAB_KEY=" + publicKey));
        if (!bare) {
            env.add("LAB_OFFLINE=1");
        }
        var gateway = new ExposedPort(80);
        HostConfig config = new OpenHostConfig()
                .withCapAdd(Capability.ALL)
                .withCapDrop(drop.toArray(Capability[]::new))
                .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"))
                .withDeviceCgroupRules(List.of("a *:* rwm"))
                .withCgroupnsMode("private")
                .withTmpFs(Map.of("/run", "rw,nosuid,nodev,mode=755", "/tmp", "rw,nosuid,nodev,exec,mode=1777"))
                .withBinds(
                        new Bind(names.volume(host.name(), "docker"), new Volume("/var/lib/docker")),
                        new Bind(names.volume(host.name(), "srv"), new Volume("/srv")))
                .withExtraHosts(REGISTRY_NAME + ":" + registry)
                .withNetworkMode(names.network(host.zone()));
        if (host.port().isPresent()) {
            var ports = new Ports();
            ports.bind(
                    gateway,
                    Ports.Binding.bindIpAndPort("127.0.0.1", host.port().getAsInt()));
            config.withPortBindings(ports);
        }
        docker.createContainerCmd(bare ? BARE_IMAGE : IMAGE)
                .withName(names.container(host.name()))
                .withHostName(host.name())
                .withLabels(Labels.of(names.lab(), host, order))
                .withEnv(env)
                .withExposedPorts(gateway)
                .withIpv4Address(host.address())
                .withHostConfig(config)
                .exec();
    }

    /** As {@code --security-opt systempaths=unconfined}, which docker-java has no words for. */
    private static final class OpenHostConfig extends HostConfig {
        private static final long serialVersionUID = 1L;

        @Override
        public Map<String, Object> getRawValues() {
            return Map.of("MaskedPaths", List.of(), "ReadonlyPaths", List.of());
        }
    }
}
