package io.resctl.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.host.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client that stands, run by this machine's shell with an engine that behaves as the test says. */
class StandingTest {
    /** Answers each session's last statement, and notes how often it was started. */
    private static final String ANSWERS =
            "while read -r line; do case $line in *resctl_end*) echo 'resctl_end: 1' ;; esac; done";

    @TempDir
    Path folder;

    private Standing standing;

    @BeforeEach
    void place() {
        standing = new Standing("db", folder.resolve("move").toString());
    }

    @AfterEach
    void end() throws Exception {
        sh(standing.end());
    }

    @Test
    void oneClientIsStartedForAllQuestions() throws Exception {
        engine(ANSWERS);
        assertThat(sh(standing.begin(Duration.ofSeconds(20))).exit()).isZero();
        for (int i = 0; i < 3; i++) {
            Said said = sh(standing.run(List.of(Statement.of("SELECT 7")), Duration.ofSeconds(5)));
            assertThat(said.exit()).as(said.err()).isZero();
        }
        assertThat(starts()).isEqualTo(1);
    }

    /** Seen once in the lab: a client that ended at once and said nothing ended a failover before it began. */
    @Test
    void oneThatEndsAtOnceIsNoReasonToGiveUp() throws Exception {
        engine("[ \"$(wc -l <" + folder + "/starts)\" -gt 1 ] || exit 1; " + ANSWERS);
        Said said = sh(standing.begin(Duration.ofSeconds(20)));
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("resctl_end: 1");
        assertThat(sh(standing.run(List.of(Statement.of("SELECT 7")), Duration.ofSeconds(5)))
                        .exit())
                .isZero();
    }

    @Test
    void whereNoClientIsLetInItSaysWhy() throws Exception {
        engine("echo 'ERROR 1040: Too many connections' >&2; exit 1");
        Said said = sh(standing.begin(Duration.ofSeconds(20)));
        assertThat(said.exit()).isNotZero();
        assertThat(said.err()).endsWith("ERROR 1040: Too many connections\n");
    }

    @Test
    void aClientThatEndsWithoutAWordIsSaidToHave() throws Exception {
        engine(ANSWERS.replace("done", "[ \"$line\" != 'SELECT 7' ] || exit 9; done"));
        sh(standing.begin(Duration.ofSeconds(20)));
        Said said = sh(standing.run(List.of(Statement.of("SELECT 7")), Duration.ofSeconds(5)));
        assertThat(said.exit()).isNotZero();
        assertThat(said.err()).contains("status 9");
    }

    @Test
    void oneThatHangsIsNotAskedASecondTime() throws Exception {
        engine("sleep 30");
        long start = System.nanoTime();
        Said said = sh(standing.begin(Duration.ofSeconds(20)));
        assertThat(said.exit()).isNotZero();
        assertThat(said.err()).contains("no answer within 15 s");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(19));
    }

    private void engine(String behaves) throws IOException {
        Path docker = Files.writeString(
                folder.resolve("docker"),
                "#!/bin/sh\n[ \"$1\" = exec ] || exit 1\necho started >>" + folder + "/starts\n" + behaves + "\n");
        Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwx------"));
    }

    private long starts() throws IOException {
        return Files.readAllLines(folder.resolve("starts")).size();
    }

    private record Said(int exit, String out, String err) {}

    private Said sh(Script script) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder("sh").redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
        Process process = builder.start();
        process.getOutputStream().write(script.text().getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
