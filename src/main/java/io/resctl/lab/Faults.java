package io.resctl.lab;

import com.github.dockerjava.api.exception.DockerException;
import java.time.Duration;
import java.util.List;

/** Injects faults. Each checks that the host is in a state the fault makes sense in, and says so if not. */
final class Faults {
    private static final Duration BOOT = Duration.ofMinutes(1);
    private static final int ORDERLY_SECONDS = 30;

    private final LabEngine engine;
    private final LabNames names;
    private final List<LabHost> hosts;

    Faults(LabEngine engine, LabNames names, List<LabHost> hosts) {
        this.engine = engine;
        this.names = names;
        this.hosts = hosts;
    }

    void inject(Fault fault) {
        try {
            switch (fault) {
                case Fault.Kill(var host) -> kill(host(hosts, host));
                case Fault.Freeze(var host) ->
                    engine.docker()
                            .pauseContainerCmd(in(host, LabHost.State.RUNNING))
                            .exec();
                case Fault.Thaw(var host) ->
                    engine.docker()
                            .unpauseContainerCmd(in(host, LabHost.State.FROZEN))
                            .exec();
                case Fault.Stop(var host) ->
                    engine.docker()
                            .stopContainerCmd(in(host, LabHost.State.RUNNING))
                            .withTimeout(ORDERLY_SECONDS)
                            .exec();
                case Fault.Start(var host) -> {
                    engine.start(in(host, LabHost.State.STOPPED));
                    Boot.await(engine, names.container(host), host, BOOT);
                }
                case Fault.Restart(var host) -> {
                    engine.docker()
                            .restartContainerCmd(in(host, LabHost.State.RUNNING))
                            .withTimeout(ORDERLY_SECONDS)
                            .exec();
                    Boot.await(engine, names.container(host), host, BOOT);
                }
                case Fault.Cut(var zone) ->
                    zone(zone).stream().filter(LabHost::onWan).forEach(this::cut);
                case Fault.Mend(var zone) ->
                    zone(zone).stream().filter(h -> !h.onWan()).forEach(this::mend);
            }
        } catch (DockerException e) {
            throw new LabException(
                    "The Docker engine refused: "
                            + String.valueOf(e.getMessage()).strip(),
                    e);
        }
    }

    static LabHost host(List<LabHost> hosts, String name) {
        return hosts.stream()
                .filter(h -> h.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LabException("There is no host " + name + " in this lab. Its hosts: "
                        + String.join(", ", hosts.stream().map(LabHost::name).toList()) + "."));
    }

    private void kill(LabHost host) {
        if (host.state() == LabHost.State.FROZEN) {
            engine.docker().unpauseContainerCmd(names.container(host.name())).exec();
        }
        engine.docker()
                .killContainerCmd(in(host, host.state() == LabHost.State.STOPPED))
                .exec();
    }

    private String in(LabHost host, boolean stopped) {
        if (stopped) {
            throw new LabException("Host " + host.name() + " is down already. Start it with: resctl lab fault start "
                    + host.name() + ".");
        }
        return names.container(host.name());
    }

    private String in(String name, LabHost.State expected) {
        LabHost host = host(hosts, name);
        if (host.state() != expected) {
            String way = switch (host.state()) {
                case RUNNING -> "Kill, stop or freeze it first.";
                case FROZEN -> "Thaw it with: resctl lab fault thaw " + name + ".";
                case STOPPED -> "Start it with: resctl lab fault start " + name + ".";
            };
            throw new LabException(
                    "Host " + name + " is " + word(host.state()) + ", and not " + word(expected) + ". " + way);
        }
        return names.container(name);
    }

    private static String word(LabHost.State state) {
        return switch (state) {
            case RUNNING -> "running";
            case FROZEN -> "frozen";
            case STOPPED -> "down";
        };
    }

    private List<LabHost> zone(String zone) {
        List<LabHost> there = hosts.stream().filter(h -> h.zone().equals(zone)).toList();
        if (there.isEmpty()) {
            throw new LabException("There is no zone " + zone + " in this lab. Its zones: "
                    + String.join(
                            ", ", hosts.stream().map(LabHost::zone).distinct().toList()) + ".");
        }
        return there;
    }

    private void cut(LabHost host) {
        engine.disconnect(names.wan(), names.container(host.name()));
    }

    private void mend(LabHost host) {
        engine.connect(names.wan(), names.container(host.name()), host.endpoint());
    }
}
