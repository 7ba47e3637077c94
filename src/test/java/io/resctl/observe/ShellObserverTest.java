package io.resctl.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.handler.Handlers;
import io.resctl.handler.Step;
import io.resctl.host.Engine;
import io.resctl.host.Hosts;
import io.resctl.host.Reader;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import io.resctl.model.Names;
import io.resctl.resource.Image;
import io.resctl.resource.Known;
import io.resctl.resource.Observed;
import io.resctl.resource.Ref;
import io.resctl.resource.Resource;
import io.resctl.testing.LocalShell;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellObserverTest {
    @TempDir
    private Path folder;

    @Test
    void whatAQuestionSaysIsFound() {
        assertThat(ask("attr mode 0644; attr owner '0:0'"))
                .isEqualTo(new Observed.Present(new TreeMap<>(Map.of("mode", "0644", "owner", "0:0"))));
        assertThat(ask("attr x 1; absent")).isEqualTo(new Observed.Absent());
        assertThat(ask("unknown 'the engine is down'")).isEqualTo(new Observed.Unknown("the engine is down"));
    }

    @Test
    void valuesArriveAsTheyAre() {
        String value = "a \"b\" 'c' $d `e` \\f %s \t tab\nline two\n\nresctl-1 attr\tx\ty\nend";
        Observed found = new ShellObserver(
                                        hosts(text -> text),
                                        questions(Script.of("attr x \"$v\"").with("v", value)),
                                        NAMES,
                                        RANDOM)
                                .look(inquiry())
                                .get("h")
                        instanceof Sight.Seen seen
                ? found(seen)
                : new Observed.Absent();
        assertThat(found)
                .isInstanceOfSatisfying(
                        Observed.Present.class, p -> assertThat(p.attributes()).containsEntry("x", value));
    }

    @Test
    void aWholeFileArrivesWithItsFinalNewline() {
        assertThat(ask("printf 'a\\n\\n' >f; attr_file content f"))
                .isInstanceOfSatisfying(
                        Observed.Present.class, p -> assertThat(p.attributes()).containsEntry("content", "a\n\n"));
    }

    @Test
    void whatItPrintsBesideItDoesNotCount() {
        assertThat(ask("echo noise; echo more >&2; printf 'no newline'; attr x 1"))
                .isInstanceOfSatisfying(
                        Observed.Present.class, p -> assertThat(p.attributes()).containsOnlyKeys("x"));
    }

    @Test
    void silenceAndFailureAreUnknownNotAbsent() {
        assertThat(ask(":")).isEqualTo(new Observed.Unknown("the question gave no answer"));
        assertThat(ask("exit 3")).isEqualTo(new Observed.Unknown("the question ended with status 3"));
    }

    @Test
    void aQuestionThatReadsItsInputDoesNotEatTheScript() {
        assertThat(ask("cat >/dev/null; attr x 1")).isInstanceOf(Observed.Present.class);
    }

    @Test
    void anAnswerThatIsCutOffIsUnknownAndAGarbledHostIsUnseen() {
        assertThat(found(look(out -> out.substring(0, out.lastIndexOf("end 0")), "attr x 1")))
                .isEqualTo(new Observed.Unknown("the answer was cut off"));
        assertThat(look(out -> "This account is currently not available.\n", "attr x 1"))
                .isInstanceOf(Sight.Unseen.class);
        assertThat(found(look(out -> "motd\nmotd " + "\n" + out + "\nbye", "attr x 1")))
                .isInstanceOf(Observed.Present.class);
    }

    @Test
    void aHostThatDoesNotAnswerIsUnseenWithTheReason() {
        Hosts silent = new OneHost(
                new LocalShell("h", folder),
                reply -> new Reply.Unreachable(
                        Diagnostic.error("ssh.refused", "h refused the connection", "start sshd")));
        assertThat(new ShellObserver(silent, questions(Script.of("attr x 1")), NAMES, RANDOM)
                        .look(inquiry())
                        .get("h"))
                .isInstanceOfSatisfying(
                        Sight.Unseen.class, u -> assertThat(u.why().summary()).isEqualTo("h refused the connection"));
    }

    @Test
    void theHostIsAskedAboutItself() {
        assertThat(look(out -> out, "attr x 1")).isInstanceOfSatisfying(Sight.Seen.class, seen -> {
            assertThat(seen.clock()).isAfter(Instant.EPOCH);
            assertThat(seen.os().id()).isNotEmpty();
            assertThat(seen.manifest()).isEmpty();
            assertThat(seen.lock()).isEmpty();
        });
    }

    @Test
    void factsAreHeard() {
        assertThat(look(out -> out, "fact wireguard.public 'abc='; attr key present"))
                .isInstanceOfSatisfying(
                        Sight.Seen.class, seen -> assertThat(seen.facts()).containsEntry("wireguard.public", "abc="));
    }

    private static final Names NAMES = new Names("no-such-site");
    private static final Random RANDOM = new Random(7);
    private static final Resource THING = new Image("thing");

    private Observed ask(String code) {
        return found(look(out -> out, code));
    }

    private Sight look(UnaryOperator<String> wire, String code) {
        Sight sight = new ShellObserver(hosts(wire), questions(Script.of(code)), NAMES, RANDOM)
                .look(inquiry())
                .get("h");
        return Objects.requireNonNull(sight);
    }

    private static Observed found(Sight sight) {
        return ((Sight.Seen) sight)
                .resources()
                .getOrDefault(new Ref("image", "thing"), new Sight.Found(THING, new Observed.Absent()))
                .observed();
    }

    private static SortedMap<String, Observer.Inquiry> inquiry() {
        SortedMap<String, Observer.Inquiry> inquiries = new TreeMap<>();
        inquiries.put("h", new Observer.Inquiry(List.of(THING), List.of()));
        return inquiries;
    }

    private Hosts hosts(UnaryOperator<String> wire) {
        return new OneHost(
                new LocalShell("h", folder),
                reply -> reply instanceof Reply.Answer a
                        ? new Reply.Answer(a.exit(), wire.apply(a.out()), a.err())
                        : reply);
    }

    private static Handlers questions(Script question) {
        return new Handlers() {
            @Override
            public Script question(Resource resource) {
                return question;
            }

            @Override
            public List<Script> ahead(List<Resource> resources) {
                return List.of();
            }

            @Override
            public List<Step> make(String host, Resource resource, Known known) {
                return List.of();
            }

            @Override
            public List<Step> remove(String host, Resource resource, boolean data) {
                return List.of();
            }
        };
    }

    /** A local shell at the end of a wire that may garble. */
    private record OneHost(LocalShell shell, UnaryOperator<Reply> wire) implements Hosts, Writer {
        @Override
        public Reader reader(String name) {
            return this;
        }

        @Override
        public Writer writer(String name) {
            return this;
        }

        @Override
        public String host() {
            return shell.host();
        }

        @Override
        public Reply ask(Script question, Duration timeout) {
            return wire.apply(shell.ask(question, timeout));
        }

        @Override
        public Reply tell(Script order, Duration timeout, Consumer<String> progress) {
            return wire.apply(shell.tell(order, timeout, progress));
        }

        @Override
        public Engine engine() {
            return shell.engine();
        }

        @Override
        public void close() {}
    }
}
