package io.resctl.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Engine;
import io.resctl.host.Hosts;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import io.resctl.model.Names;
import io.resctl.observe.Asked;
import io.resctl.observe.ShellObserver;
import io.resctl.resource.Content;
import io.resctl.resource.Known;
import io.resctl.resource.Observed;
import io.resctl.resource.Resource;
import io.resctl.testing.Docker;
import io.resctl.testing.Looks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.opentest4j.TestAbortedException;

/** A throw-away server in a container: questions and orders run there for real. Its name as a host is {@code box}. */
final class Box implements AutoCloseable {
    static final String HOST = "box";
    private static final String IMAGE = "resctl-lab/host:trixie";
    private final String container;
    private final Map<String, String> facts = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final ShellObserver observer;
    private final KindHandlers handlers = new KindHandlers();

    private Box(String container) {
        this.container = container;
        this.observer = new ShellObserver(new Only(), handlers, new Names("acme"), new Random(1));
    }

    /** Skips the test where the engine or the image is missing. */
    static Box start() {
        return start(IMAGE);
    }

    static Box start(String image) {
        if (docker("image", "inspect", image).exit() != 0) {
            throw new TestAbortedException(
                    "needs a Docker engine with the image " + image + ": dist/images/build makes it");
        }
        String name = "resctl-box-" + UUID.randomUUID().toString().substring(0, 8);
        Docker.host(name, "-v", "/var/lib/docker", "--init=false", "--hostname", HOST, image);
        Box box = new Box(name);
        // "degraded" is up too: some unit of the container's system may have failed.
        box.sh(
                "for i in $(seq 240); do case $(systemctl is-system-running 2>/dev/null) in running|degraded) exit 0 ;; esac; sleep 0.25; done;"
                        + " exit 1");
        return box;
    }

    @Override
    public void close() {
        docker("rm", "-fv", container);
    }

    String container() {
        return container;
    }

    /** Runs shell text; it must succeed. Returns its output without the last newline. */
    String sh(String code) {
        Reply.Answer answer = run(code);
        assertThat(answer.ok()).as("%s%n%s%s", code, answer.out(), answer.err()).isTrue();
        return answer.out().stripTrailing();
    }

    Reply.Answer run(String code) {
        return process(code, "docker", "exec", "-i", container, "sh");
    }

    /** Gives the box's own engine an image of this machine's. */
    void load(String image) {
        Reply.Answer answer = process(
                "docker save '" + image + "' | docker exec -i '" + container + "' docker load",
                "bash",
                "-o",
                "pipefail",
                "-s");
        if (!answer.ok()) {
            throw new TestAbortedException("needs the image " + image + ": dist/images/build makes it");
        }
    }

    void write(String path, String text) {
        Reply.Answer answer = process(
                text,
                "docker",
                "exec",
                "-i",
                container,
                "sh",
                "-c",
                "mkdir -p \"${1%/*}\" && cat >\"$1\" && chmod 0755 \"$1\"",
                "write",
                path);
        assertThat(answer.ok()).as(answer.err()).isTrue();
    }

    static String golden(String name) {
        try {
            return Files.readString(Path.of("src/test/resources/golden", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins to make it, in the manner of a run that may be killed: what it started in the box then goes on without it. */
    Background background(Resource resource) {
        StringBuilder script = new StringBuilder("set -e\n");
        for (Step step : handlers.make(HOST, resource, known())) {
            script.append("( ").append(((Step.Run) step).script().text()).append(")\n");
        }
        try {
            return new Background(
                    new ProcessBuilder("docker", "exec", "-i", container, "sh").start(), script.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An order that is under way. */
    static final class Background implements AutoCloseable {
        private final Process process;

        private Background(Process process, String script) {
            this.process = process;
            write(process, script);
        }

        void kill() {
            process.destroyForcibly().onExit().join();
        }

        /** Waits until it fails; what it said. */
        String failure() {
            String said = text(process.getErrorStream());
            assertThat(process.onExit().join().exitValue()).as(said).isNotZero();
            return said;
        }

        @Override
        public void close() {
            kill();
        }
    }

    /** As a plan sees them. */
    void assertTogetherAsAlone(List<Resource> all) {
        Looks.assertAsAlone(observer, HOST, all);
    }

    Observed observe(Resource resource) {
        return switch (observer.ask(HOST, resource)) {
            case Asked.Answer answer -> {
                facts.putAll(answer.facts());
                yield answer.observed();
            }
            case Asked.Unreachable no -> throw new AssertionError(no.why().summary());
        };
    }

    /** Makes it; returns what a failed order said. */
    Optional<String> make(Resource resource) {
        return obey(handlers.make(HOST, resource, known()));
    }

    Optional<String> remove(Resource resource, boolean data) {
        return obey(handlers.remove(HOST, resource, data));
    }

    void mustMake(Resource resource) {
        assertThat(make(resource)).isEmpty();
    }

    void mustRemove(Resource resource) {
        assertThat(remove(resource, false)).isEmpty();
    }

    void assertAsWished(Resource resource) {
        assertThat(observe(resource)).isInstanceOfSatisfying(Observed.Present.class, found -> {
            SortedMap<String, String> wanted = new TreeMap<>();
            resource.wants()
                    .forEach((name, content) ->
                            wanted.put(name, content.fill(known()).orElseThrow()));
            assertThat(found.attributes()).containsAllEntriesOf(wanted);
        });
    }

    String attribute(Resource resource, String name) {
        return observe(resource) instanceof Observed.Present found
                ? found.attributes().getOrDefault(name, "(not told)")
                : "(not there)";
    }

    void assertAbsent(Resource resource) {
        assertThat(observe(resource)).isEqualTo(new Observed.Absent());
    }

    /** Absent, made, made again, removed, removed again: what every kind must go through. */
    void lives(Resource resource) {
        assertAbsent(resource);
        mustMake(resource);
        assertAsWished(resource);
        mustMake(resource);
        assertAsWished(resource);
        mustRemove(resource);
        assertAbsent(resource);
        mustRemove(resource);
    }

    void fact(String host, String key, String value) {
        facts.put(host + " " + key, value);
    }

    /** What orders since this was last asked had to say in the end. */
    List<String> notes() {
        List<String> all = List.copyOf(notes);
        notes.clear();
        return all;
    }

    String fact(String key) {
        return facts.getOrDefault(key, "");
    }

    private Known known() {
        return new Known() {
            @Override
            public Optional<String> secret(String name) {
                return Optional.of("secret of " + name);
            }

            @Override
            public Optional<String> fact(String host, String key) {
                return Optional.ofNullable(facts.get(host + " " + key));
            }

            @Override
            public Optional<String> derived(Content.Piece.Derived piece) {
                return Optional.empty();
            }
        };
    }

    private Optional<String> obey(List<Step> steps) {
        for (Step step : steps) {
            Optional<String> failed = switch (step) {
                case Step.Run run -> obey(run);
                case Step.Pull pull -> Optional.of("a box pulls nothing: " + pull.image());
                case Step.AwaitHealthy await -> awaitHealthy(await);
            };
            if (failed.isPresent()) {
                return failed;
            }
        }
        return Optional.empty();
    }

    private Optional<String> obey(Step.Run run) {
        Reply.Answer answer = run("( set -e\n" + run.script().text() + ")");
        answer.out()
                .lines()
                .map(l -> l.split(" ", 3))
                .filter(w -> w[0].equals("fact"))
                .forEach(w -> facts.put(w[1], w[2]));
        answer.out().lines().filter(l -> l.startsWith("note ")).forEach(notes::add);
        return answer.ok() ? Optional.empty() : Optional.of(answer.err());
    }

    private Optional<String> awaitHealthy(Step.AwaitHealthy await) {
        Reply.Answer answer = run("for i in $(seq 100); do [ \"$(docker inspect -f '{{.State.Running}}' "
                + await.container() + ")\" != true ] || exit 0; sleep 0.1; done; exit 1");
        return answer.ok() ? Optional.empty() : Optional.of(await.container() + " does not run");
    }

    static Reply.Answer docker(String... words) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        return process("", command.toArray(String[]::new));
    }

    private static Reply.Answer process(String input, String... command) {
        try {
            Process process = new ProcessBuilder(command).start();
            StringBuilder err = new StringBuilder();
            Thread reader = Thread.startVirtualThread(() -> err.append(text(process.getErrorStream())));
            Thread writer = Thread.startVirtualThread(() -> write(process, input));
            String out = text(process.getInputStream());
            reader.join();
            writer.join();
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            return new Reply.Answer(process.exitValue(), out, err.toString());
        } catch (IOException e) {
            throw new TestAbortedException("needs the command " + command[0] + " on this machine", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(java.io.InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Process process, String input) {
        try (var stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // It ended without reading all: its exit says why.
        }
    }

    /** The box is the only host. */
    private final class Only implements Hosts, Writer {
        @Override
        public Writer reader(String host) {
            return this;
        }

        @Override
        public Writer writer(String host) {
            return this;
        }

        @Override
        public void close() {}

        @Override
        public String host() {
            return HOST;
        }

        @Override
        public Reply ask(Script question, Duration timeout) {
            return run(question.text());
        }

        @Override
        public Reply tell(Script order, Duration timeout, Consumer<String> progress) {
            return run(order.text());
        }

        @Override
        public Engine engine() {
            return new Engine() {
                @Override
                public Optional<Diagnostic> pull(String image, Duration timeout, Consumer<String> progress) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Optional<Diagnostic> awaitHealthy(String name, Duration timeout, Consumer<String> progress) {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }
}
