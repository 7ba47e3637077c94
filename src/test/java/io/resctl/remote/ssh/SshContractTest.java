package io.resctl.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.host.Quote;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What every way to a host has to keep, tried against a real sshd. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SshContractTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private Path folder;
    private SshServer server;
    private Rig rig;
    private SshHosts hosts;

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        server = SshServer.start(folder, "");
        rig = Rig.of(server, folder);
        hosts = rig.hosts();
    }

    @AfterAll
    void stop() {
        if (hosts != null) {
            hosts.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aScriptRunsAsRootInLocaleC() {
        assertThat(ask("id -u; printf '%s\\n' \"$LC_ALL\"; pwd; umask")).isEqualTo("0\nC\n/\n0022\n");
    }

    @Test
    void theExitCodeAndBothOutputsArrive() {
        Reply reply = hosts.reader("h1").ask(Script.of("echo out; echo err >&2; exit 7"), SOON);

        assertThat(reply).isEqualTo(new Reply.Answer(7, "out\n", "err\n"));
    }

    @Test
    void aKilledScriptExitsAsAShellReportsIt() {
        Reply reply = hosts.reader("h1").ask(Script.of("kill -KILL $$"), SOON);

        assertThat(reply).isEqualTo(new Reply.Answer(137, "", ""));
    }

    @Test
    void anEmptyScriptSucceeds() {
        assertThat(hosts.reader("h1").ask(Script.of(""), SOON)).isEqualTo(new Reply.Answer(0, "", ""));
    }

    @Test
    void aCommandThatReadsStandardInputDoesNotEatTheScript() {
        assertThat(ask("cat; echo after")).isEqualTo("after\n");
    }

    @Test
    void valuesArriveByteForByteForRootAndThroughSudo() {
        try (SshHosts deploy = rig.user("deploy").hosts()) {
            JqwikSession.run(() -> {
                List<String> values = new ArrayList<>(List.of(
                        "",
                        "'",
                        "''",
                        "\\",
                        "\\\\n",
                        "$(rm -rf /)",
                        "`id`",
                        "\n",
                        "a\nb\n\n",
                        "%s",
                        "; rm",
                        "\"",
                        "!",
                        "\t\r",
                        "-n",
                        "*",
                        "~",
                        "ä€😀",
                        "\u0001\u007f",
                        "EOF\n",
                        "} </dev/null"));
                Arbitraries.strings()
                        .withChars("'\"\\$`!%;&|<>(){}[]*?~# \n\r\tab0-€")
                        .ofMaxLength(40)
                        .sampleStream()
                        .limit(200)
                        .forEach(values::add);
                Arbitraries.strings()
                        .excludeChars('\0')
                        .ofMaxLength(60)
                        .sampleStream()
                        .filter(s -> StandardCharsets.UTF_8.newEncoder().canEncode(s))
                        .limit(200)
                        .forEach(values::add);
                for (SshHosts way : List.of(hosts, deploy)) {
                    for (int from = 0; from < values.size(); from += 60) {
                        roundTrip(way, values.subList(from, Math.min(values.size(), from + 60)));
                    }
                }
            });
        }
    }

    /** Hexadecimal on the way back, so that nothing but the way there is tried. */
    private static void roundTrip(SshHosts way, List<String> values) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            code.append("printf '%s' \"$v").append(i).append("\" | od -An -v -tx1 | tr -d ' \\n'; echo\n");
        }
        Script script = Script.of(code.toString());
        for (int i = 0; i < values.size(); i++) {
            script = script.with("v" + i, values.get(i));
        }
        Reply reply = way.reader("h1").ask(script, SOON);
        List<String> expected = values.stream()
                .map(v -> HexFormat.of().formatHex(v.getBytes(StandardCharsets.UTF_8)))
                .toList();
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Answer.class,
                        answer -> assertThat(answer.out().lines()).containsExactlyElementsOf(expected));
    }

    @Test
    void outputArrivesByteForByte() {
        assertThat(ask("printf 'a\\n\\n\\tä'")).isEqualTo("a\n\n\tä");
    }

    @Test
    void bigOutputsBothWaysDoNotBlockEachOther() {
        String big = "x".repeat(3_000_000);
        Reply reply = hosts.reader("h1")
                .ask(
                        Script.of(
                                        "head -c 5000000 /dev/zero | tr '\\0' e >&2 & head -c 5000000 /dev/zero | tr '\\0' o; wait; printf %s \"${#big}\"")
                                .with("big", big),
                        SOON);

        assertThat(reply).isInstanceOfSatisfying(Reply.Answer.class, answer -> {
            assertThat(answer.out()).hasSize(5_000_007).endsWith("o3000000");
            assertThat(answer.err()).hasSize(5_000_000);
        });
    }

    @Test
    void progressIsHandedOnWhileTheScriptRuns() {
        List<String> seen = new CopyOnWriteArrayList<>();
        List<Boolean> early = new CopyOnWriteArrayList<>();
        long began = System.nanoTime();
        Reply reply = hosts.writer("h1")
                .tell(
                        Script.of("echo 'progress: 1 of 2' >&2; echo other >&2; sleep 2; echo 'progress: 2 of 2' >&2"),
                        SOON,
                        line -> {
                            seen.add(line);
                            early.add(System.nanoTime() - began < 1_800_000_000L);
                        });

        assertThat(seen).containsExactly("1 of 2", "2 of 2");
        assertThat(early.getLast()).isFalse();
        assertThat(reply).isEqualTo(new Reply.Answer(0, "", "other\n"));
    }

    @Test
    void aTimeoutEndsTheWaitAndLeavesTheConnectionUsable() {
        long began = System.nanoTime();
        Reply reply = hosts.reader("h1").ask(Script.of("sleep 30"), Duration.ofSeconds(1));

        assertThat(reply).isEqualTo(new Reply.TimedOut(Duration.ofSeconds(1)));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        assertThat(ask("echo still here")).isEqualTo("still here\n");
    }

    @Test
    void timeoutsGiveTheirSessionsBack() {
        for (int i = 0; i < 12; i++) {
            assertThat(hosts.reader("h1").ask(Script.of("sleep 60"), Duration.ofMillis(300)))
                    .isInstanceOf(Reply.TimedOut.class);
        }
        assertThat(ask("echo still here")).isEqualTo("still here\n");
    }

    @Test
    void manyAskAtOnceOverOneConnection() throws Exception {
        List<Callable<Reply>> questions = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String word = "n" + i;
            questions.add(() ->
                    hosts.reader("h1").ask(Script.of("sleep 0.2; echo \"$w\"").with("w", word), SOON));
        }
        assertThat(inParallel(questions)).allSatisfy(r -> assertThat(r).isInstanceOf(Reply.Answer.class));
        assertThat(server.run("pgrep -fc '[s]shd-session: root@notty'").strip()).isEqualTo("1");
    }

    @Test
    void anInterruptedCallerIsLetGo() throws Exception {
        List<Reply> replies = new CopyOnWriteArrayList<>();
        Thread caller = Thread.ofVirtual()
                .start(() -> replies.add(hosts.reader("h1").ask(Script.of("sleep 60"), Duration.ofSeconds(60))));
        Thread.sleep(1000);
        caller.interrupt();

        assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
        assertThat(replies).singleElement().isInstanceOf(Reply.Unreachable.class);
    }

    @Test
    void anotherUserBecomesRootThroughSudoWhateverItsLoginPrints() {
        assertThat(rig.user("deploy").ask("id -u; echo oops >&2")).isEqualTo(new Reply.Answer(0, "0\n", "oops\n"));
    }

    @Test
    void nothingOfAScriptStandsInAProcessList() {
        String listing = ask("w=planted-secret; ps -eo args; printf '%s' \"$w\" >/dev/null");

        assertThat(listing).doesNotContain("planted-secret").contains("sh -s");
        Reply viaSudo = rig.user("deploy").ask("w=planted-secret; ps -eo args; printf '%s' \"$w\" >/dev/null");
        assertThat(viaSudo)
                .isInstanceOfSatisfying(
                        Reply.Answer.class,
                        a -> assertThat(a.out())
                                .doesNotContain("planted-secret")
                                .contains("sudo -n sh -s"));
    }

    @Test
    void serversThatAllowFewSessionsAreObeyed() throws Exception {
        Path own = Files.createDirectory(folder.resolve("narrow"));
        try (SshServer narrow = SshServer.start(own, "-o MaxSessions=2");
                SshHosts few = Rig.of(narrow, own).hosts()) {
            List<Callable<Reply>> questions = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                questions.add(() -> few.reader("h1").ask(Script.of("sleep 0.2; echo done"), SOON));
            }
            assertThat(inParallel(questions))
                    .allSatisfy(r -> assertThat(r).isEqualTo(new Reply.Answer(0, "done\n", "")));
        }
    }

    @Test
    void quotedWordsSurviveTheShell() {
        assertThat(ask("printf '%s' " + Quote.sh("it's $HOME; \"x\" `y`"))).isEqualTo("it's $HOME; \"x\" `y`");
    }

    private String ask(String code) {
        Reply reply = hosts.reader("h1").ask(Script.of(code), SOON);
        if (reply instanceof Reply.Answer answer) {
            assertThat(answer.exit()).as(answer.err()).isZero();
            return answer.out();
        }
        throw new AssertionError(reply);
    }

    private static List<Reply> inParallel(List<Callable<Reply>> questions) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Reply> replies = new ArrayList<>();
            for (Future<Reply> future : threads.invokeAll(questions)) {
                replies.add(future.get());
            }
            return replies;
        }
    }
}
