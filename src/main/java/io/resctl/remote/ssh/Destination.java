package io.resctl.remote.ssh;

import io.resctl.host.Quote;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where to log in, and how: all that is needed, decided.
 *
 * @param label how messages call it: the host's name in the descriptor, or the jump host as written
 * @param address name or address that is connected to
 * @param knownAs name under which its key stands in the known_hosts files: {@code host}, or {@code [host]:port} where the port is not 22
 * @param keys private key files to offer, in this order
 * @param onlyThese offer no other keys of the agent
 * @param jump where the connection goes through
 */
record Destination(
        String label,
        String address,
        int port,
        String user,
        String knownAs,
        List<Path> keys,
        boolean onlyThese,
        Optional<Path> agent,
        List<Path> knownHosts,
        Optional<Destination> jump) {

    boolean root() {
        return user.equals("root");
    }

    String place() {
        return address + ":" + port;
    }

    /** The command that does the same by hand, for hints. */
    String byHand(String... options) {
        Stream<String> known = knownHosts.stream().limit(1).map(f -> "-o UserKnownHostsFile=" + shell(f.toString()));
        Stream<String> through = jump.stream().map(j -> "-J " + shell(j.hops()));
        Stream<String> key = onlyThese ? keys.stream().map(k -> "-i " + shell(k.toString())) : Stream.of();
        return Stream.of(
                        Stream.of("ssh"),
                        Stream.of(options),
                        known,
                        key,
                        through,
                        Stream.of("-p " + port, shell(user + "@" + address)))
                .flatMap(s -> s)
                .collect(Collectors.joining(" "));
    }

    private String hops() {
        String here = user + "@" + place();
        return jump.map(j -> j.hops() + "," + here).orElse(here);
    }

    static String shell(String word) {
        return word.matches("[A-Za-z0-9_./:@%+=,~-]+") ? word : Quote.sh(word);
    }
}
