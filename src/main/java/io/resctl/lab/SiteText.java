package io.resctl.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A descriptor for the lab: the user's own text, with only the top-level {@code ssh:} and {@code zones:} replaced. */
final class SiteText {
    private SiteText() {}

    /** @param hosts in the order they shall appear; hosts of one zone follow each other */
    static String with(String text, List<LabHost> hosts, Path identity, Path knownHosts) {
        List<String> lines = new ArrayList<>(List.of(text.split("(?<=\n)")));
        String zones = zones(hosts);
        String ssh =
                "ssh: { user: root, identityFile: " + quoted(identity) + ", knownHosts: " + quoted(knownHosts) + " }\n";
        if (!replace(lines, "zones:", zones)) {
            lines.add(zones);
        }
        if (!replace(lines, "ssh:", ssh)) {
            lines.add(lines.indexOf(zones), ssh);
        }
        return String.join("", lines);
    }

    /** A section ends before the next line that begins in the first column with neither a comment nor a closing bracket. */
    private static boolean replace(List<String> lines, String key, String section) {
        int first = 0;
        while (first < lines.size() && !lines.get(first).startsWith(key)) {
            first++;
        }
        if (first == lines.size()) {
            return false;
        }
        int end = first + 1;
        for (int i = end; i < lines.size() && continues(lines.get(i)); i++) {
            if (belongs(lines.get(i))) {
                end = i + 1;
            }
        }
        lines.subList(first, end).clear();
        lines.add(first, section);
        return true;
    }

    private static boolean continues(String line) {
        return line.isBlank() || line.startsWith("#") || belongs(line);
    }

    private static boolean belongs(String line) {
        return !line.isBlank() && " \t}]".indexOf(line.charAt(0)) >= 0;
    }

    private static String zones(List<LabHost> hosts) {
        var text = new StringBuilder("zones:\n");
        String zone = "";
        for (LabHost host : hosts) {
            if (!host.zone().equals(zone)) {
                zone = host.zone();
                text.append("  ").append(zone).append(":\n");
                text.append(host.home() ? "    home: true\n" : "").append("    hosts:\n");
            }
            text.append("      " + host.name() + ": { address: " + host.address() + ", endpoint: " + host.endpoint()
                    + ", user: " + host.user() + " }\n");
        }
        return text.toString();
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
