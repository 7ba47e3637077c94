package io.resctl.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.StreamType;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The local Docker engine, in the words the lab needs. */
final class LabEngine implements AutoCloseable {
    private final DockerClient docker;

    private LabEngine(DockerClient docker) {
        this.docker = docker;
    }

    /** The engine that {@code DOCKER_HOST} or the default socket names. */
    static LabEngine local() {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
        var http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .maxConnections(50)
                .build();
        DockerClient docker = DockerClientImpl.getInstance(config, http);
        try {
            docker.pingCmd().exec();
        } catch (RuntimeException e) {
            throw new LabException(
                    "No Docker engine answers at " + config.getDockerHost()
                            + ". A lab needs one on this machine: start it (systemctl start docker), or run dist/demo, which does.",
                    e);
        }
        return new LabEngine(docker);
    }

    DockerClient docker() {
        return docker;
    }

    List<Container> containers(String lab, String role) {
        return docker.listContainersCmd().withShowAll(true).withLabelFilter(Labels.of(lab, role)).exec().stream()
                .sorted(Comparator.comparingInt(Labels::order).thenComparing(c -> c.getNames()[0]))
                .toList();
    }

    Optional<Container> container(String name) {
        return docker.listContainersCmd().withShowAll(true).withNameFilter(List.of("^/" + name + "$")).exec().stream()
                .findFirst();
    }

    /** Names of the networks it has joined, whether it runs or not. */
    static Set<String> networksOf(Container container) {
        return Objects.requireNonNull(container.getNetworkSettings())
                .getNetworks()
                .keySet();
    }

    List<Network> networks(String lab) {
        return docker.listNetworksCmd()
                .withFilter("label", List.of(Labels.LAB + "=" + lab))
                .exec();
    }

    Optional<Network> network(String name) {
        return docker.listNetworksCmd().withNameFilter("^" + name + "$").exec().stream()
                .filter(n -> n.getName().equals(name))
                .findFirst();
    }

    void createNetwork(String name, String subnet, boolean internal, Map<String, String> labels) {
        docker.createNetworkCmd()
                .withName(name)
                .withCheckDuplicate(true)
                .withInternal(internal)
                .withIpam(new Network.Ipam().withConfig(new Network.Ipam.Config().withSubnet(subnet)))
                .withLabels(labels)
                .exec();
    }

    void createVolume(String name, Map<String, String> labels) {
        docker.createVolumeCmd().withName(name).withLabels(labels).exec();
    }

    void connect(String network, String container, String address) {
        docker.connectToNetworkCmd()
                .withNetworkId(network)
                .withContainerId(container)
                .withContainerNetwork(
                        new ContainerNetwork().withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(address)))
                .exec();
    }

    void disconnect(String network, String container) {
        docker.disconnectFromNetworkCmd()
                .withNetworkId(network)
                .withContainerId(container)
                .withForce(true)
                .exec();
    }

    /** Does nothing where it runs already. */
    void start(String container) {
        try {
            docker.startContainerCmd(container).exec();
        } catch (NotModifiedException e) {
            // it runs
        }
    }

    void requireImage(String image) {
        try {
            docker.inspectImageCmd(image).exec();
        } catch (NotFoundException e) {
            throw new LabException(
                    "The image " + image + " is not on this machine. Run dist/images/build, then this again.", e);
        }
    }

    /** Runs a command in a container, as root. */
    Outcome run(String container, Duration timeout, String... command) {
        String exec = docker.execCreateCmd(container)
                .withCmd(command)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId();
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        try (var done = docker.execStartCmd(exec).exec(new Collector(out, err))) {
            if (!done.awaitCompletion(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Outcome(124, text(out), "no end within " + timeout.toSeconds() + " s\n" + text(err));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("Interrupted while " + container + " worked. What it does may still go on.", e);
        } catch (java.io.IOException e) {
            throw new LabException(
                    "The connection to the Docker engine broke while " + container + " worked: " + e.getMessage(), e);
        }
        Long exit = docker.inspectExecCmd(exec).exec().getExitCodeLong();
        return new Outcome(exit == null ? 137 : exit.intValue(), text(out), text(err));
    }

    @Override
    public void close() {
        try {
            docker.close();
        } catch (java.io.IOException e) {
            throw new LabException("The connection to the Docker engine did not close: " + e.getMessage(), e);
        }
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static final class Collector extends ResultCallback.Adapter<Frame> {
        private final ByteArrayOutputStream out;
        private final ByteArrayOutputStream err;

        Collector(ByteArrayOutputStream out, ByteArrayOutputStream err) {
            this.out = out;
            this.err = err;
        }

        @Override
        public void onNext(Frame frame) {
            (frame.getStreamType() == StreamType.STDERR ? err : out).writeBytes(frame.getPayload());
        }
    }
}
