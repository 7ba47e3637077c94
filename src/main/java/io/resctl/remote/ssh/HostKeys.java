package io.resctl.remote.ssh;

import io.resctl.diag.Diagnostic;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import net.schmizz.sshj.transport.verification.OpenSSHKnownHosts;
import net.schmizz.sshj.transport.verification.OpenSSHKnownHosts.KnownHostEntry;

/** Takes a host's key only if a known_hosts file holds it. Nothing is ever accepted by itself, whatever StrictHostKeyChecking says. */
final class HostKeys implements HostKeyVerifier {
    /** An entry that applies to the host, and the file it stands in. */
    private record Known(KnownHostEntry entry, Path file) {
        boolean revoked() {
            return entry.getLine().startsWith("@revoked");
        }
    }

    private final Destination destination;
    private final List<Known> known;
    private volatile boolean asked;
    private volatile Optional<Diagnostic> refusal = Optional.empty();

    private HostKeys(Destination destination, List<Known> known) {
        this.destination = destination;
        this.known = known;
    }

    static HostKeys of(Destination destination) throws Failure {
        List<Known> known = new ArrayList<>();
        for (Path file : destination.knownHosts()) {
            if (!Files.exists(file)) {
                continue;
            }
            try {
                // Read as Latin-1: comments may be in any encoding, the rest is ASCII.
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (KnownHostEntry entry : new OpenSSHKnownHosts(new StringReader(text)).entries()) {
                    if (entry.appliesTo(destination.knownAs()) && !negated(entry, destination.knownAs())) {
                        known.add(new Known(entry, file));
                    }
                }
            } catch (IOException e) {
                throw new Failure(Diagnostic.error(
                        "ssh.known-hosts",
                        destination.label() + ": the host keys in " + file + " cannot be read: " + e.getMessage(),
                        "look at the file's rights: ls -l " + Destination.shell(file.toString())));
            }
        }
        return new HostKeys(destination, known);
    }

    /** A pattern {@code !name} takes a host away from its line, which sshj does not heed. */
    private static boolean negated(KnownHostEntry entry, String host) {
        String[] words = entry.getLine().split("\\s+");
        String patterns = words[0].startsWith("@") ? words[1] : words[0];
        return Stream.of(patterns.split(","))
                .filter(p -> p.startsWith("!"))
                .map(p -> "\\Q" + p.substring(1).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E")
                .anyMatch(regex -> Pattern.matches("(?i)" + regex, host));
    }

    /** Why the key was refused, if it was. */
    Optional<Diagnostic> refusal() {
        return refusal;
    }

    /** Whether the server got as far as showing a key. */
    boolean asked() {
        return asked;
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
        asked = true;
        boolean good = false;
        try {
            for (Known one : known) {
                boolean revoked = one.revoked();
                if (revoked && fingerprint(one).equals(Optional.of(fingerprint(key)))) {
                    refusal = Optional.of(revoked(one.file(), key));
                    return false;
                }
                good |= !revoked && one.entry().verify(key);
            }
        } catch (IOException e) {
            good = false;
        }
        if (!good) {
            refusal = Optional.of(known.isEmpty() ? unknown(key) : changed(key));
        }
        return good;
    }

    /** Asks the server for a key of a kind that is known, so that a host with several keys is not refused for showing another one. */
    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        Set<String> algorithms = new LinkedHashSet<>();
        for (Known one : known) {
            String type = one.entry().getType().toString();
            if (one.entry().getType() == KeyType.RSA) {
                algorithms.addAll(List.of("rsa-sha2-512", "rsa-sha2-256"));
            } else {
                algorithms.add(type);
            }
        }
        return List.copyOf(algorithms);
    }

    private Diagnostic unknown(PublicKey key) {
        return Diagnostic.error(
                "ssh.host-key-unknown",
                "%s: the key of %s is not known here; it showed %s %s"
                        .formatted(destination.label(), destination.place(), KeyType.fromKey(key), fingerprint(key)),
                "compare it on that host's console: %s; if it is the same, accept it: %s"
                        .formatted(onConsole(key), accept(key)));
    }

    private Diagnostic changed(PublicKey key) {
        Known old = known.getFirst();
        String expected = known.stream()
                .map(k -> k.entry().getType() + fingerprint(k).map(f -> " " + f).orElse(""))
                .distinct()
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        return Diagnostic.error(
                "ssh.host-key-changed",
                "%s: the key of %s is not the one in %s; it showed %s %s, known is %s"
                        .formatted(
                                destination.label(),
                                destination.place(),
                                old.file(),
                                KeyType.fromKey(key),
                                fingerprint(key),
                                expected),
                "if the host was not made anew, somebody may stand in between. Compare on its console: %s; if it is the same: ssh-keygen -f %s -R %s && %s"
                        .formatted(
                                onConsole(key),
                                Destination.shell(old.file().toString()),
                                Destination.shell(destination.knownAs()),
                                accept(key)));
    }

    private Diagnostic revoked(Path file, PublicKey key) {
        return Diagnostic.error(
                "ssh.host-key-revoked",
                "%s: the key of %s, %s %s, is marked as revoked in %s"
                        .formatted(
                                destination.label(), destination.place(), KeyType.fromKey(key), fingerprint(key), file),
                "give the host a new key: ssh-keygen -A after removing the old one from /etc/ssh, then accept that");
    }

    private static String onConsole(PublicKey key) {
        String kind = keyscanType(key);
        return "ssh-keygen -lf /etc/ssh/ssh_host_" + kind + "_key.pub";
    }

    /** ssh-keyscan cannot go through a jump host; ssh itself asks and writes. */
    private String accept(PublicKey key) {
        if (destination.jump().isPresent()
                || !destination.knownAs().contains(destination.address().toLowerCase(java.util.Locale.ROOT))) {
            return destination.byHand("-o StrictHostKeyChecking=accept-new") + " true";
        }
        String file = destination.knownHosts().stream()
                .findFirst()
                .map(Path::toString)
                .orElse("~/.ssh/known_hosts");
        return "ssh-keyscan -t %s -p %d %s >> %s"
                .formatted(
                        keyscanType(key),
                        destination.port(),
                        Destination.shell(destination.address()),
                        file.startsWith("~") ? file : Destination.shell(file));
    }

    private static String keyscanType(PublicKey key) {
        return switch (KeyType.fromKey(key)) {
            case RSA -> "rsa";
            case ECDSA256, ECDSA384, ECDSA521 -> "ecdsa";
            default -> "ed25519";
        };
    }

    private static Optional<String> fingerprint(Known one) {
        String[] words = one.entry().getLine().split("\\s+");
        for (String word : words) {
            if (word.startsWith("AAAA")) {
                return Optional.of(fingerprint(Base64.getDecoder().decode(word)));
            }
        }
        return Optional.empty();
    }

    /** As OpenSSH prints it: {@code SHA256:} and unpadded base64. */
    static String fingerprint(PublicKey key) {
        return fingerprint(new Buffer.PlainBuffer().putPublicKey(key).getCompactData());
    }

    private static String fingerprint(byte[] blob) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(blob);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
