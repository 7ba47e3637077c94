package io.resctl.remote.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import io.resctl.diag.Diagnostic;
import java.io.IOException;
import java.time.Duration;
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
            return Optional.of(PullFailure.explain(host, image, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            // Only the close failed; the pull has ended.
        }
        return listener.error.map(said -> PullFailure.explain(host, image, said));
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
