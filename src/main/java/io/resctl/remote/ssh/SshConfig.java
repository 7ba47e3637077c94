package io.resctl.remote.ssh;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the user's own OpenSSH configuration says about a host: the output of {@code ssh -G HOST}, as far as resctl obeys it.
 *
 * @param identityFiles as written, {@code ~} and {@code %} tokens included; OpenSSH lists its defaults too, whether they exist or not
 * @param knownHosts files, the user's before the system's
 */
record SshConfig(
        Optional<String> hostName,
        Optional<String> user,
        Optional<Integer> port,
        List<String> identityFiles,
        boolean identitiesOnly,
        Optional<String> identityAgent,
        List<String> knownHosts,
        Optional<String> hostKeyAlias,
        Optional<String> proxyJump,
        Optional<String> proxyCommand) {

    /** What holds where OpenSSH is not installed: its own defaults. */
    static SshConfig defaults() {
        return new SshConfig(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of("~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa"),
                false,
                Optional.empty(),
                List.of("~/.ssh/known_hosts", "~/.ssh/known_hosts2", "/etc/ssh/ssh_known_hosts"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Reads lines {@code key value}; keys that resctl does not obey are passed over. */
    static SshConfig parse(String output) {
        Map<String, List<String>> values = new TreeMap<>();
        output.lines().forEach(line -> {
            int space = line.indexOf(' ');
            if (space > 0) {
                values.merge(
                        line.substring(0, space),
                        List.of(line.substring(space + 1).strip()),
                        (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
            }
        });
        return new SshConfig(
                one(values, "hostname"),
                one(values, "user"),
                one(values, "port").map(Integer::valueOf),
                values.getOrDefault("identityfile", List.of()).stream()
                        .filter(f -> !f.equals("none"))
                        .toList(),
                one(values, "identitiesonly").equals(Optional.of("yes")),
                one(values, "identityagent"),
                Stream.of("userknownhostsfile", "globalknownhostsfile")
                        .flatMap(key -> values.getOrDefault(key, List.of()).stream())
                        .flatMap(files -> List.of(files.split(" +")).stream())
                        .filter(f -> !f.isEmpty() && !f.equals("none"))
                        .toList(),
                one(values, "hostkeyalias"),
                one(values, "proxyjump").filter(j -> !j.equals("none")),
                one(values, "proxycommand").filter(c -> !c.equals("none")));
    }

    private static Optional<String> one(Map<String, List<String>> values, String key) {
        return values.getOrDefault(key, List.of()).stream().findFirst().filter(v -> !v.isEmpty());
    }
}
