package io.resctl.remote.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.transport.DockerHttpClient;
import io.resctl.diag.Diagnostic;
import io.resctl.host.Engine;
import io.resctl.remote.docker.HealthWatch.Verdict;
import io.resctl.remote.ssh.Dialer;
import io.resctl.remote.ssh.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The Docker engine of a host. */
public final class DockerEngine implements Engine {
    /** The newest API that docker-java's model was written for; an older engine is spoken to in its own. */
    private static final RemoteApiVersion NEWEST = RemoteApiVersion.create(1, 44);

    private static final Duration POLL = Duration.ofMillis(400);

    private final String host;
    private final DialTransport transport;
    private @Nullable DockerClient connected;

    public DockerEngine(String host, Dialer dialer) {
        this.host = host;
        this.transport = new DialTransport(dialer);
    }

    @Override
    public Optional<Diagnostic> pull(String image, Duration timeout, Consumer<String> progress) {
        return guarded(() -> {
            Pull pull = new Pull(host, image, client());
            return pull.lacking() ? pull.run(timeout, progress) : Optional.empty();
        });
    }

    @Override
    public Optional<Diagnostic> awaitHealthy(String container, Duration timeout, Consumer<String> progress) {
        return guarded(() -> watch(container, timeout, progress));
    }

    private Optional<Diagnostic> watch(String container, Duration timeout, Consumer<String> progress)
            throws IOException, InterruptedException {
        HealthWatch watch = new HealthWatch();
        long began = System.nanoTime();
        String shown = "";
        while (true) {
            Duration passed = Duration.ofNanos(System.nanoTime() - began);
            ContainerState state;
            try {
                state = client().inspectContainerCmd(container).exec().getState();
            } catch (NotFoundException e) {
                return Optional.of(Diagnostic.error(
                        "container.absent",
                        host + ": there is no container " + container,
                        "run resctl plan: it shows what is missing and why"));
            }
            Verdict verdict = watch.judge(state, passed);
            switch (verdict) {
                case Verdict.Good good -> {
                    return Optional.empty();
                }
                case Verdict.Bad bad -> {
                    return Optional.of(sick("container.unhealthy", container, bad.state()));
                }
                case Verdict.Wait wait -> {
                    if (passed.compareTo(timeout) >= 0) {
                        return Optional.of(sick(
                                "container.timeout",
                                container,
                                "is still %s after %s".formatted(wait.state(), Durations.text(timeout))));
                    }
                    if (!wait.state().equals(shown)) {
                        shown = wait.state();
                        progress.accept(shown);
                    }
                }
            }
            Thread.sleep(POLL);
        }
    }

    private Diagnostic sick(String code, String container, String state) throws IOException, InterruptedException {
        String log = Logs.tail(client(), container, 15);
        String quoted = log.isEmpty()
                ? "; it logged nothing"
                : "; its last lines:\n" + log.indent(4).stripTrailing();
        return Diagnostic.error(
                code,
                "%s: container %s %s%s".formatted(host, container, state, quoted),
                "on %s: docker logs --tail 100 %s".formatted(host, container));
    }

    private synchronized DockerClient client() throws IOException {
        if (connected == null) {
            connected = DockerClientImpl.getInstance(new EngineConfig(negotiate()), transport);
        }
        return connected;
    }

    /** Asks without a version in the path, which every engine answers. */
    private RemoteApiVersion negotiate() throws IOException {
        try (DockerHttpClient.Response pong = transport.execute(DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path("/_ping")
                .build())) {
            RemoteApiVersion engines = RemoteApiVersion.parseConfigWithDefault(pong.getHeader("Api-Version"));
            pong.getBody().readAllBytes();
            return engines.isGreaterOrEqual(NEWEST) ? NEWEST : engines;
        }
    }

    private interface Question {
        Optional<Diagnostic> answer() throws IOException, InterruptedException;
    }

    private Optional<Diagnostic> guarded(Question question) {
        try {
            return question.answer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(Diagnostic.error(
                    "engine.interrupted",
                    host + ": interrupted",
                    "run the same command again: it goes on from what it finds"));
        } catch (DockerException e) {
            return Optional.of(Diagnostic.error(
                    "engine.refused",
                    host + ": the Docker engine refused: "
                            + String.valueOf(e.getMessage()).strip(),
                    "see on " + host + ": journalctl -u docker"));
        } catch (IOException | RuntimeException e) {
            return Optional.of(unreachable(e));
        }
    }

    /** docker-java wraps what the transport throws; what lies underneath says whether it is a failure or a bug of ours. */
    private Diagnostic unreachable(Exception thrown) {
        Optional<String> why = Optional.empty();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Failure failure) {
                return failure.diagnostic();
            }
            if (cause instanceof EngineSilent silent) {
                return silent(String.valueOf(silent.getMessage()));
            }
            if (cause instanceof IOException) {
                why = Optional.of(String.valueOf(cause.getMessage()));
            }
        }
        return silent(why.orElseThrow(() -> new IllegalStateException(thrown)));
    }

    private Diagnostic silent(String why) {
        return Diagnostic.error(
                "engine.unreachable",
                host + ": the Docker engine does not answer: " + why,
                "on " + host + ": systemctl status docker, and docker version");
    }
}
