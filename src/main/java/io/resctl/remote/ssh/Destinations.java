package io.resctl.remote.ssh;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Host;
import io.resctl.model.Port;
import io.resctl.model.Ssh;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides where and how to log in. The descriptor's values win over the user's own OpenSSH configuration. */
final class Destinations {
    /** More hops than anyone has; jump hosts that name each other stop here. */
    private static final int MOST_HOPS = 5;

    private final Ssh site;
    private final Operator operator;
    private final OpenSsh openSsh;

    Destinations(Ssh site, Operator operator, OpenSsh openSsh) {
        this.site = site;
        this.operator = operator;
        this.openSsh = openSsh;
    }

    Destination of(Host host) throws Failure {
        Ssh own = host.ssh();
        Ssh ssh = new Ssh(
                own.user().or(site::user),
                own.port().or(site::port),
                own.identityFile().or(site::identityFile),
                own.knownHosts().or(site::knownHosts),
                own.jumpHost().or(site::jumpHost));
        return resolve(host.name(), host.address(), ssh, MOST_HOPS);
    }

    private Destination resolve(String label, String written, Ssh ssh, int hopsLeft) throws Failure {
        if (hopsLeft < 0) {
            throw new Failure(Diagnostic.error(
                    "ssh.jump",
                    label + ": the way through jump hosts does not end after " + MOST_HOPS + " hops",
                    "look for jump hosts that name each other: ssh -G " + Destination.shell(written)
                            + " | grep proxyjump"));
        }
        SshConfig config = openSsh.lookUp(written, ssh.user(), ssh.port().map(Port::number));
        String address = config.hostName().orElse(written);
        int port = ssh.port().map(Port::number).or(config::port).orElse(22);
        String user = ssh.user().or(config::user).orElse(operator.user());
        Optional<String> through = ssh.jumpHost().or(config::proxyJump).filter(j -> !j.equals("none"));
        if (through.isEmpty() && config.proxyCommand().isPresent()) {
            throw new Failure(Diagnostic.error(
                    "ssh.proxy-command",
                    label + ": your OpenSSH configuration reaches " + written
                            + " by a ProxyCommand, which resctl does not run",
                    "use ProxyJump there, or set jumpHost in the descriptor's ssh section"));
        }
        Optional<Destination> jump =
                through.isPresent() ? Optional.of(chain(through.get(), ssh, hopsLeft)) : Optional.empty();
        List<Path> keys = ssh.identityFile().map(List::of).orElse(config.identityFiles()).stream()
                .map(f -> operator.path(tokens(f, address, user)))
                .filter(f -> ssh.identityFile().isPresent() || Files.isRegularFile(f))
                .toList();
        return new Destination(
                label,
                address,
                port,
                user,
                knownAs(config, address, port),
                keys,
                ssh.identityFile().isPresent() || config.identitiesOnly(),
                agent(config),
                ssh.knownHosts().map(List::of).orElse(config.knownHosts()).stream()
                        .map(f -> operator.path(tokens(f, address, user)))
                        .toList(),
                jump);
    }

    /** {@code a,b}: through a, then b. Only the first may have a jump host of its own, as with {@code ssh -J}. */
    private Destination chain(String hops, Ssh ssh, int hopsLeft) throws Failure {
        List<String> written = Stream.of(hops.split(",")).map(String::strip).toList();
        Optional<Destination> before = Optional.empty();
        for (String hop : written) {
            before = Optional.of(hop(hop, ssh, before, hopsLeft - 1));
        }
        return before.orElseThrow();
    }

    private Destination hop(String hop, Ssh target, Optional<Destination> before, int hopsLeft) throws Failure {
        String rest = hop.startsWith("ssh://") ? hop.substring(6) : hop;
        int at = rest.lastIndexOf('@');
        Optional<String> user = at < 0 ? Optional.empty() : Optional.of(rest.substring(0, at));
        rest = rest.substring(at + 1);
        int colon = rest.lastIndexOf(':');
        boolean hasPort = colon > 0 && (rest.indexOf(':') == colon || rest.charAt(colon - 1) == ']');
        Optional<Port> port = Optional.empty();
        if (hasPort) {
            String digits = rest.substring(colon + 1);
            if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) < 1 || Integer.parseInt(digits) > 65535) {
                throw new Failure(Diagnostic.error(
                        "ssh.jump",
                        target.jumpHost().orElse(hop) + " is no jump host: " + digits + " is no port",
                        "write it as ssh -J takes it: user@host:port, several with commas"));
            }
            port = Optional.of(new Port(Integer.parseInt(digits)));
            rest = rest.substring(0, colon);
        }
        String address = rest.replaceAll("^\\[|]$", "");
        Ssh ssh = new Ssh(
                user,
                port,
                Optional.empty(),
                target.knownHosts(),
                before.isPresent() ? Optional.of("none") : Optional.empty());
        Destination alone = resolve("jump host " + hop, address, ssh, hopsLeft);
        List<Path> keys = new ArrayList<>(
                target.identityFile().map(operator::path).map(List::of).orElse(List.of()));
        alone.keys().stream().filter(k -> !keys.contains(k)).forEach(keys::add);
        return new Destination(
                alone.label(),
                alone.address(),
                alone.port(),
                alone.user(),
                alone.knownAs(),
                List.copyOf(keys),
                alone.onlyThese(),
                alone.agent(),
                alone.knownHosts(),
                before.or(alone::jump));
    }

    private static String knownAs(SshConfig config, String address, int port) {
        String bare = config.hostKeyAlias().orElse(address).toLowerCase(Locale.ROOT);
        return port == 22 || config.hostKeyAlias().isPresent() ? bare : "[" + bare + "]:" + port;
    }

    private Optional<Path> agent(SshConfig config) {
        String setting = config.identityAgent().orElse("SSH_AUTH_SOCK");
        return switch (setting) {
            case "SSH_AUTH_SOCK", "$SSH_AUTH_SOCK", "${SSH_AUTH_SOCK}" -> operator.agent();
            case "none" -> Optional.empty();
            default -> Optional.of(operator.path(setting));
        };
    }

    /** The tokens of ssh_config(5) that people use in file names. */
    private String tokens(String file, String address, String user) {
        return file.replace("%d", operator.home().toString())
                .replace("%u", operator.user())
                .replace("%h", address)
                .replace("%r", user)
                .replace("%%", "%");
    }
}
