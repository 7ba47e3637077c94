package io.resctl.scenario;

import java.util.List;
import java.util.stream.Stream;

/** A machine beside the hosts, on their own network, with a route to the VPN's addresses through one of them. */
final class Neighbour implements AutoCloseable {
    private final LabSite site;
    private final String name;

    Neighbour(LabSite site) {
        this.site = site;
        this.name = "resctl-lab-" + site.lab + "-neighbour";
        LabSite.Shell run = LabSite.sh("docker rm -f " + name + " >/dev/null 2>&1; docker run -d --name " + name
                + " --label io.resctl.lab=" + site.lab + " --network resctl-lab-" + site.lab
                + "-zone-milan --cap-add NET_ADMIN --entrypoint sleep resctl-lab/host:trixie infinity");
        if (run.exit() != 0) {
            throw new AssertionError(run.out());
        }
    }

    /** All TCP ports from 1 to 65535 that accept a connection, on the host's own address and on its VPN address. */
    List<Integer> openPorts(String host) {
        String address = LabSite.sh("docker inspect -f '{{(index .NetworkSettings.Networks \"resctl-lab-" + site.lab
                        + "-zone-milan\").IPAddress}}' " + site.container(host))
                .out()
                .strip();
        String vpn = site.on(host, "ip -4 -o addr show wg-acme | awk '{print $4}' | cut -d/ -f1");
        String scan = "ip route replace " + vpn + "/32 via " + address + "\n" + PortScan.PYTHON.formatted(address, vpn);
        LabSite.Shell result = LabSite.sh("docker exec -i " + name + " bash -s <<'END'\n" + scan + "\nEND\n");
        if (result.exit() != 0) {
            throw new AssertionError(result.out());
        }
        return Stream.of(result.out().strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .map(Integer::valueOf)
                .toList();
    }

    @Override
    public void close() {
        LabSite.sh("docker rm -f " + name);
    }
}
