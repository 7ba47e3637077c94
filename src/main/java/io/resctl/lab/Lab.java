package io.resctl.lab;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Labs on the local Docker engine. The engine itself is the record of what exists; only keys and the generated descriptor are files.
 * Every method throws {@link LabException} with what is true now and what to do.
 */
public final class Lab implements AutoCloseable {
    private final LabEngine engine;
    private final Path state;
    private final InstantSource clock;
    private final Consumer<String> progress;

    private Lab(LabEngine engine, Path state, InstantSource clock, Consumer<String> progress) {
        this.engine = engine;
        this.state = state;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Labs on the engine that {@code DOCKER_HOST} or the default socket names.
     *
     * @param state where programs keep state for this user: {@code $XDG_STATE_HOME} or {@code ~/.local/state}
     * @param progress is handed one line a step
     */
    public static Lab local(Path state, InstantSource clock, Consumer<String> progress) {
        return new Lab(LabEngine.local(), state, clock, progress);
    }

    /** The state folder of the environment given. */
    public static Path stateHome(Map<String, String> environment) {
        String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
        return xdg.isEmpty() ? Path.of(environment.getOrDefault("HOME", "/root"), ".local", "state") : Path.of(xdg);
    }

    /** Fails, with what to run, where an image that the lab needs is not on this machine. */
    public void requireImages(LabSpec spec) {
        new Builder(engine, spec, clock, progress).requireImages();
    }

    /** Makes what lacks, starts what is down, mends what is cut. Running it again changes nothing. */
    public List<LabHost> up(LabSpec spec) {
        long since = clock.millis();
        var builder = new Builder(engine, spec, clock, progress);
        builder.requireImages();
        builder.requirePorts();
        String key = keys(spec.name()).ensure();
        Addresses addresses = builder.networks();
        builder.registry(addresses);
        inParallel(builder.hosts(addresses), planned -> builder.raise(planned, key));
        List<LabHost> hosts = hosts(spec.name());
        pinHostKeys(spec.name(), hosts);
        progress.accept(String.format(
                Locale.ROOT,
                "lab %s: %d hosts up after %.1f s",
                spec.name(),
                hosts.size(),
                (clock.millis() - since) / 1000.0));
        return hosts;
    }

    /**
     * Writes a descriptor that can be applied to a lab that is up.
     *
     * @param text the user's descriptor; only its {@code ssh:} and {@code zones:} are replaced
     * @return the file
     */
    public Path writeSite(String lab, String text) {
        Keys keys = keys(lab);
        keys.write(keys.site(), SiteText.with(text, required(lab), keys.identity(), keys.knownHosts()));
        return keys.site();
    }

    /** The lab's hosts in order; empty where there is no such lab. */
    public List<LabHost> hosts(String lab) {
        String wan = new LabNames(lab).wan();
        return engine.containers(lab, "host").stream()
                .map(c -> Labels.host(c, wan))
                .toList();
    }

    /** Names of the labs on this machine. */
    public List<String> labs() {
        return engine.docker().listNetworksCmd().withFilter("label", List.of(Labels.LAB)).exec().stream()
                .map(n -> n.getLabels().getOrDefault(Labels.LAB, ""))
                .distinct()
                .sorted()
                .toList();
    }

    /** Where the lab's key, host keys and descriptor are. */
    public Path folder(String lab) {
        return keys(lab).folder();
    }

    /** Does it, and returns when it is done. */
    public void fault(String lab, Fault fault) {
        new Faults(engine, new LabNames(lab), required(lab)).inject(fault);
    }

    /** Runs a command on a host as root, without SSH. */
    public Outcome run(String lab, String host, Duration timeout, String... command) {
        return engine.run(new LabNames(lab).container(host(lab, host).name()), timeout, command);
    }

    /**
     * The command line that logs in to a host.
     *
     * @param command what to run there; a shell where it is empty
     */
    public List<String> ssh(String lab, String host, List<String> command) {
        LabHost to = host(lab, host);
        Keys keys = keys(lab);
        var line = new ArrayList<>(List.of(
                "ssh",
                "-i",
                keys.identity().toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "UserKnownHostsFile=" + keys.knownHosts(),
                "-o",
                "StrictHostKeyChecking=yes",
                "-o",
                "LogLevel=ERROR",
                to.user() + "@" + to.address()));
        line.addAll(command);
        return line;
    }

    /** Makes a machine that is no host of the site in a zone's network, for tests of what answers from outside. */
    public Neighbour neighbour(String lab, String zone) {
        return Neighbour.in(engine, new LabNames(lab), zone, required(lab));
    }

    /** Removes every object with the lab's label, also those of a lab that was never finished, and its files. */
    public void down(String lab) {
        List<Container> containers = engine.docker()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(Labels.LAB, lab))
                .exec();
        inParallel(containers, this::remove);
        List<Network> networks = engine.networks(lab);
        inParallel(networks, n -> engine.docker().removeNetworkCmd(n.getId()).exec());
        var volumes = Optional.ofNullable(engine.docker()
                        .listVolumesCmd()
                        .withFilter("label", List.of(Labels.LAB + "=" + lab))
                        .exec()
                        .getVolumes())
                .orElse(List.of());
        inParallel(volumes, v -> engine.docker().removeVolumeCmd(v.getName()).exec());
        keys(lab).remove(state);
        progress.accept("lab " + lab + ": " + containers.size() + " containers, " + networks.size() + " networks and "
                + volumes.size() + " volumes removed");
    }

    @Override
    public void close() {
        engine.close();
    }

    private void remove(Container container) {
        try {
            if (container.getState().equals("paused")) {
                engine.docker().unpauseContainerCmd(container.getId()).exec();
            }
            engine.docker()
                    .removeContainerCmd(container.getId())
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException e) {
            // someone else removed it, which is as good
        }
    }

    /** Host keys are read out of the containers: the network is not asked who it is. */
    private void pinHostKeys(String lab, List<LabHost> hosts) {
        var known = new StringBuilder();
        for (LabHost host : hosts) {
            if (host.state() == LabHost.State.RUNNING) {
                Outcome key = engine.run(
                        new LabNames(lab).container(host.name()),
                        Duration.ofSeconds(20),
                        "cat",
                        "/etc/ssh/ssh_host_ed25519_key.pub");
                known.append(host.address())
                        .append(' ')
                        .append(key.out().strip())
                        .append('\n');
            }
        }
        Keys keys = keys(lab);
        keys.write(keys.knownHosts(), known.toString());
    }

    private List<LabHost> required(String lab) {
        List<LabHost> hosts = hosts(lab);
        if (hosts.isEmpty()) {
            throw new LabException("There is no lab called " + lab + " here. Labs on this machine: "
                    + (labs().isEmpty() ? "none" : String.join(", ", labs())) + ". Make one with: resctl lab up --name "
                    + lab + ".");
        }
        return hosts;
    }

    private LabHost host(String lab, String name) {
        return Faults.host(required(lab), name);
    }

    private Keys keys(String lab) {
        return new Keys(state.resolve("resctl").resolve("lab").resolve(lab));
    }

    /** All are tried; what failed is told together. */
    private static <T> void inParallel(List<T> items, Consumer<T> work) {
        var failures = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (T item : items) {
                running.add(threads.submit(() -> work.accept(item)));
            }
            for (Future<?> one : running) {
                try {
                    one.get();
                } catch (ExecutionException e) {
                    failures.add(String.valueOf(
                                    e.getCause() == null ? e : e.getCause().getMessage())
                            .strip());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("Interrupted. What exists so far is removed with: resctl lab down.", e);
        }
        if (!failures.isEmpty()) {
            throw new LabException(String.join("\n", failures));
        }
    }
}
