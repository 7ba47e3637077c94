package io.resctl.remote.docker;

import io.resctl.diag.Diagnostic;
import java.util.Locale;

/** What a pull that failed means for the user. */
final class PullFailure {
    private PullFailure() {}

    /** The engine has no error codes for this: its own words are the only sign. */
    static Diagnostic explain(String host, String image, String engineSaid) {
        String said = engineSaid.strip();
        String words = said.toLowerCase(Locale.ROOT);
        String registry = ImageName.parse(image).registry();
        if (words.contains("no space left")) {
            return Diagnostic.error(
                    "image.disk-full",
                    "%s: there is no room for image %s: %s".formatted(host, image, said),
                    "on %s: df -h /var/lib/docker; unused images go with: docker image prune --all".formatted(host));
        }
        if (contains(words, "unauthorized", "authentication required", "denied")) {
            return Diagnostic.error(
                    "image.denied",
                    "%s: %s does not hand out %s: %s".formatted(host, registry, image, said),
                    "check the name; if it is private, on %s as root: docker login %s && docker pull %s; then run the same command again"
                            .formatted(host, registry, image));
        }
        if (contains(words, "manifest unknown", "not found", "name unknown", "invalid reference")) {
            return Diagnostic.error(
                    "image.unknown",
                    "%s: image %s does not exist in %s: %s".formatted(host, image, registry, said),
                    "correct its name or tag in the descriptor");
        }
        if (contains(
                words,
                "no such host",
                "timeout",
                "deadline exceeded",
                "connection refused",
                "no route",
                "unreachable",
                "temporary failure",
                "server misbehaving",
                "eof",
                "i/o",
                "tls",
                "x509")) {
            return Diagnostic.error(
                    "image.registry",
                    "%s: registry %s cannot be reached for %s: %s".formatted(host, registry, image, said),
                    "see whether %s reaches it; or load the image there: docker save %s | ssh %s docker load"
                            .formatted(host, image, host));
        }
        return Diagnostic.error(
                "image.failed",
                "%s: image %s could not be pulled: %s".formatted(host, image, said),
                "try it there: docker pull %s".formatted(image));
    }

    private static boolean contains(String words, String... signs) {
        for (String sign : signs) {
            if (words.contains(sign)) {
                return true;
            }
        }
        return false;
    }
}
