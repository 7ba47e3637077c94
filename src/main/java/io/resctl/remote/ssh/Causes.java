package io.resctl.remote.ssh;

import io.resctl.diag.Diagnostic;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Turns what went wrong on the way to a host into words: the host, the address, the cause, and what to run. */
final class Causes {
    private Causes() {}

    static Failure notConnected(Destination d, Exception cause) {
        String why = text(cause);
        return switch (cause) {
            case UnknownHostException e ->
                failure(
                        d,
                        "ssh.name-unknown",
                        "no name server knows the name " + d.address(),
                        "write the address in the descriptor, or see: getent hosts " + Destination.shell(d.address()));
            case ConnectException e
            when why.contains("refused") ->
                failure(
                        d,
                        "ssh.refused",
                        "the host is up, but nothing listens on port " + d.port(),
                        "on its console: systemctl status ssh; or set another port in the ssh section");
            case NoRouteToHostException e -> noAnswer(d, "there is no route to it (" + why + ")");
            case ConnectException e -> noAnswer(d, why);
            case SocketTimeoutException e -> noAnswer(d, "it does not answer");
            case TimeoutException e ->
                noAnswer(d, "it answers, but the login did not end in time; it is frozen or overloaded");
            default ->
                failure(
                        d,
                        "ssh.failed",
                        "the SSH connection failed: " + why,
                        "see more by hand: " + d.byHand("-v") + " true");
        };
    }

    private static Failure noAnswer(Destination d, String why) {
        return failure(
                d,
                "ssh.no-answer",
                why,
                "see whether the host is up and port %d open from here: %s true".formatted(d.port(), d.byHand()));
    }

    static Failure busy(Destination d, int tries) {
        return failure(
                d,
                "ssh.busy",
                "its sshd dropped " + tries + " logins before a word was said",
                "it limits new logins (MaxStartups), or penalises this address after failed ones (PerSourcePenalties):"
                        + " wait a minute, and see on its console: journalctl -u ssh");
    }

    static Failure notLoggedIn(Destination d, Keys keys, Exception cause) {
        String offered =
                keys.notes().isEmpty() ? "there was no key to offer" : "keys: " + String.join(", ", keys.notes());
        String tooMany = text(cause).contains("Too many authentication failures")
                ? ", since too many keys were tried (name one: identityFile)"
                : "";
        String hint = keys.locked().isEmpty()
                ? "put a public key into %s's authorized_keys, or name another key: ssh: { identityFile: … }; by hand: %s true"
                        .formatted(d.user(), d.byHand())
                : "resctl asks for no passphrase; give the key to the agent: ssh-add "
                        + Destination.shell(keys.locked().getFirst().toString());
        return failure(
                d, "ssh.login", "the login of user %s was refused%s; %s".formatted(d.user(), tooMany, offered), hint);
    }

    /** The jump host failed: the words are about it, the finding is the host's. */
    static Failure through(Destination d, Failure jump) {
        Diagnostic why = jump.diagnostic();
        return new Failure(new Diagnostic(
                why.severity(),
                why.code(),
                d.label() + ": not reached, because of its " + why.summary(),
                why.where(),
                why.hint()));
    }

    static Failure lost(Destination d, Exception cause) {
        return failure(
                d,
                "ssh.lost",
                "the connection was lost (" + text(cause) + "); whether the last order ran is unknown",
                "see whether the host is up: %s uptime; then run the same command again: it goes on from what it finds"
                        .formatted(d.byHand()));
    }

    static Failure closed(Destination d) {
        return failure(d, "ssh.closed", "resctl is ending and opens no more connections", "run the command again");
    }

    static Failure interrupted(String host) {
        return new Failure(Diagnostic.error(
                "ssh.interrupted",
                host + ": interrupted; whether the last order ran is unknown",
                "run the same command again: it goes on from what it finds"));
    }

    /** The session ended before the script's first line: there is no shell, or no right to be root. */
    static Failure noShell(Destination d, String out, String err, Optional<Integer> exit) {
        String said = Stream.of(err, out)
                .flatMap(String::lines)
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .reduce((first, last) -> last)
                .orElse("nothing was said");
        if (!d.root() && said.contains("sudo")) {
            return failure(
                    d,
                    "ssh.sudo",
                    "user " + d.user() + " may not become root without a password: " + said,
                    said.contains("not found")
                            ? "install sudo there, or log in as root: ssh: { user: root }"
                            : "as root on that host: echo '%s ALL=(root) NOPASSWD: ALL' > /etc/sudoers.d/resctl && chmod 0440 /etc/sudoers.d/resctl"
                                    .formatted(d.user()));
        }
        return failure(
                d,
                "ssh.shell",
                "the login of %s gives no shell%s: %s"
                        .formatted(d.user(), exit.map(e -> " (exit " + e + ")").orElse(""), said),
                "look at the user's login shell and authorized_keys options: " + d.byHand() + " sh -c true");
    }

    private static Failure failure(Destination d, String code, String why, String hint) {
        return new Failure(Diagnostic.error(code, "%s (%s): %s".formatted(d.label(), d.place(), why), hint));
    }

    private static String text(Exception e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return message == null || message.isBlank()
                ? deepest.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
