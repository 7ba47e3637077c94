package io.resctl.host;

import io.resctl.diag.Diagnostic;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** What is asked of a host's Docker engine over its API. An empty answer is success; a diagnostic says what is wrong and what to do. */
public interface Engine {
    /** Pulls an image if the engine does not have it; {@code progress} is handed lines such as {@code "12 of 41 MB"}. */
    Optional<Diagnostic> pull(String image, Duration timeout, Consumer<String> progress);

    /** Waits until a container runs and, where it has a health check, is healthy. */
    Optional<Diagnostic> awaitHealthy(String container, Duration timeout, Consumer<String> progress);
}
