package io.resctl.remote.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import io.resctl.diag.Diagnostic;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Pulls one image that an engine lacks. */
final class Pull {
    private final String host;
    private final String image;
    private final DockerClient client;

    Pull(String host, String image, DockerClient client) {
        this.host = host;
        this.image = image;
        this.client = client;
    }

    boolean lacking() {
        try {
            client.inspectImageCmd(image).exec();
            return false;
        } catch (NotFoundException e) {
            return true;
        }
    }

    Optional<Diagnostic> run(Duration timeout, Consumer<String> progress) throws InterruptedException {
        ImageName name = ImageName.parse(image);
        Listener listener = new Listener(progress);
        try (Listener pulling =
                client.pullImageCmd(name.repository()).withTag(name.tag()).exec(listener)) {
            if (!pulling.awaitCompletion(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return Optional.of(Diagnostic.error(
                        "image.timeout",
                        "%s: pulling %s did not end within %s".formatted(host, image, Durations.text(timeout)),
                        "what has arrived is kept; run the same command again, or on %s: docker pull %s"
                                .formatted(host, image)));
            }
        } catch (DockerException e) {
            return Optional.of(failed(String.valueOf(e.getMessage())));
        } catch (java.io.IOException e) {
            // Only the close failed; the pull has ended.
        }
        return listener.error.map(this::failed);
    }

    /** The engine has no error codes for this: its own words are the only sign. */
    private Diagnostic failed(String engineSaid) {
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

    private static final class Listener extends ResultCallback.Adapter<PullResponseItem> {
        private final PullProgress sum = new PullProgress();
        private final Consumer<String> progress;
        private volatile Optional<String> error = Optional.empty();

        Listener(Consumer<String> progress) {
            this.progress = progress;
        }

        @Override
        public void onNext(PullResponseItem item) {
            if (item.getErrorDetail() != null && item.getErrorDetail().getMessage() != null) {
                error = Optional.of(item.getErrorDetail().getMessage());
            }
            sum.seen(item).ifPresent(progress);
        }
    }
}
