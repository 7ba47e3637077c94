package io.resctl.lab;

import com.github.dockerjava.api.model.Network;
import io.resctl.model.Cidr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Finds address blocks that neither a container network nor a route of this machine uses. */
final class Subnets {
    private Subnets() {}

    /** Free blocks, lowest first. */
    static List<Addresses> free(List<Cidr> taken) {
        return IntStream.rangeClosed(Addresses.FIRST_BLOCK, Addresses.LAST_BLOCK)
                .filter(block -> taken.stream()
                        .noneMatch(Cidr.parse("10." + block + ".0.0/16").orElseThrow()::overlaps))
                .mapToObj(Addresses::new)
                .toList();
    }

    static List<Cidr> ofNetworks(List<Network> networks) {
        var taken = new ArrayList<Cidr>();
        for (Network network : networks) {
            if (network.getIpam() == null || network.getIpam().getConfig() == null) {
                continue;
            }
            for (Network.Ipam.Config config : network.getIpam().getConfig()) {
                if (config.getSubnet() != null) {
                    Cidr.parse(config.getSubnet()).ifPresent(taken::add);
                }
            }
        }
        return taken;
    }

    /** The machine's routes; none where it has no such table (macOS), then only the container networks count. */
    static List<Cidr> ofMachine(Path routeTable) {
        try {
            return Files.isReadable(routeTable) ? ofRoutes(Files.readAllLines(routeTable)) : List.of();
        } catch (IOException e) {
            throw new LabException("The machine's routes cannot be read from " + routeTable + ": " + e.getMessage(), e);
        }
    }

    /** Lines of {@code /proc/net/route}: hexadecimal, lowest byte first; the default route is no obstacle. */
    static List<Cidr> ofRoutes(List<String> lines) {
        var taken = new ArrayList<Cidr>();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] fields = line.trim().split("\\s+");
            int mask = Integer.reverseBytes(Integer.parseUnsignedInt(fields[7], 16));
            int destination = Integer.reverseBytes(Integer.parseUnsignedInt(fields[1], 16));
            if (mask != 0) {
                taken.add(new Cidr(destination & mask, Integer.bitCount(mask)));
            }
        }
        return taken;
    }
}
