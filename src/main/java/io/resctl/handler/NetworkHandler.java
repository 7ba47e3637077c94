package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Known;
import io.resctl.resource.Network;
import java.time.Duration;
import java.util.List;

/** Docker bridge networks whose interface has a name of ours, so that the firewall can know it. */
final class NetworkHandler implements Handler<Network> {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public Script question(Network network) {
        return Script.of("""
                        if ! command -v docker >/dev/null 2>&1; then
                            absent
                        elif found=$(timeout 10 docker network inspect -f "$bridge_of" "$name" 2>&1); then
                            attr bridge "$found"
                        else
                            case $found in
                            *"not found"*|*"o such network"*) absent ;;
                            *) unknown "the Docker engine does not answer" ;;
                            esac
                        fi
                        """)
                .with("name", network.name())
                .with("bridge_of", "{{index .Options \"com.docker.network.bridge.name\"}}");
    }

    @Override
    public List<Step> make(String host, Network network, Known known) {
        Script script = Script.of("""
                        if found=$(docker network inspect -f "$bridge_of" "$name" 2>/dev/null); then
                            if [ "$found" = "$bridge" ]; then exit 0; fi
                            if ! said=$(docker network rm "$name" 2>&1); then
                                echo "network $name has the interface '$found' instead of $bridge and is in use: stop its containers, then apply again ($said)" >&2
                                exit 1
                            fi
                        fi
                        docker network create --driver bridge --opt "com.docker.network.bridge.name=$bridge" \\
                            --label "io.resctl.network=$name" "$name" >/dev/null
                        """)
                .with("name", network.name())
                .with("bridge", network.bridge())
                .with("bridge_of", "{{index .Options \"com.docker.network.bridge.name\"}}");
        return List.of(new Step.Run(host, script, PATIENCE));
    }

    @Override
    public List<Step> remove(String host, Network network, boolean data) {
        Script script = Script.of("""
                        if docker network inspect "$name" >/dev/null 2>&1; then docker network rm "$name" >/dev/null; fi
                        """).with("name", network.name());
        return List.of(new Step.Run(host, script, PATIENCE));
    }
}
