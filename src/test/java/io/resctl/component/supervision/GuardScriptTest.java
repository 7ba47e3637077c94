package io.resctl.component.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardScriptTest {
    private static final String SIGNATURE =
            "0123456789+/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijkl==";
    private static final Path FOLDER = Path.of("templates/supervision");

    @Test
    void shellcheckHasNothingToSay() throws Exception {
        boolean there = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "shellcheck")));
        assumeTrue(there, "shellcheck is not installed");
        Process check = new ProcessBuilder(List.of(
                        "shellcheck",
                        "-x",
                        "-P",
                        ".",
                        "--norc",
                        FOLDER.resolve("guard").toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                | ''                | no
            ''                | 0-1-5             | no
            0-1-5             | ''                | ahead
            0-1-5             | 0-1-5             | no
            0-1-6             | 0-2-5             | ahead
            0-1-5             | 0-2-6             | no
            0-1-5,1-1-9       | 0-1-5             | ahead
            0-1-5             | 0-1-5,1-1-9       | no
            0-1-9             | 0-1-10            | no
            0-1-10            | 0-1-9             | ahead
            0-1-4,0-1-7       | 0-1-6             | ahead
            0-1-5             | 0-1-4,0-1-7       | no
            """)
    void aPositionIsAheadWhenOneDomainHoldsMore(String one, String other, String expected) throws Exception {
        assertThat(bash(
                        "database=; . templates/supervision/database.sh; ahead \"$1\" \"$2\" && echo ahead || echo no",
                        one,
                        other))
                .isEqualTo(expected + "\n");
    }

    /** Never an empty database where the site's should be, and none that was half made. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            db    | mysql            | runs
            db    | resctl-new       | runs
            db    | resctl-new mysql | may not run here now: its set-up was broken off
            db    | lost+found       | may not run here now: there is no database in
            db    | ''               | may not run here now: there is no database in
            web-1 | ''               | runs
            """)
    void aServerIsStartedOnWholeDataOnly(String role, String there, String expected, @TempDir Path data)
            throws Exception {
        for (String name : there.split(" ")) {
            Files.createDirectories(data.resolve(name));
        }
        assertThat(bash(
                        "site=acme database=resctl-acme-db database_data=$2 database_begun=$2/resctl-new;"
                                + " . templates/supervision/database.sh;"
                                + " database_whole \"$1\" && echo runs",
                        role,
                        data.toString()))
                .contains(expected);
    }

    /** What a replica received and did not apply is lost by a stop, unless its source has it still. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            true  | Yes        | 0-1-9       | 0-1-4       | answers | may stop
            true  | Connecting | 0-1-9       | 0-1-4       | silent  | received transactions up to 0-1-9 and applied them up to 0-1-4, and its source 10.0.0.1
            true  | Connecting | 0-1-9,1-7-3 | 0-1-9       | silent  | may not be stopped
            true  | Connecting | 0-1-9       | 1-7-3,0-1-9 | silent  | may stop
            true  | Yes        | 0-1-9       | 0-1-9       | silent  | still receives
            true  | No         | ''          | 0-1-9       | silent  | not known since its server was started anew
            true  | No         | ''          | 0-1-9       | answers | may stop
            true  | No         | 0-1-9       | ''          | silent  | applied them up to none
            false | Connecting | 0-1-9       | 0-1-4       | silent  | may stop
            true  | nobody     | ''          | 0-1-9       | silent  | may stop
            """)
    void aReplicaIsStoppedOnlyWhenNothingIsOnlyThere(
            String runs,
            String io,
            String received,
            String applied,
            String source,
            String expected,
            @TempDir Path folder)
            throws Exception {
        String follows = io.equals("nobody")
                ? ""
                : "   Master_Host: 10.0.0.1\n   Master_Port: 3306\n   Slave_IO_Running: " + io + "\n   Gtid_IO_Pos: "
                        + received + "\n";
        Files.writeString(folder.resolve("status"), follows + "applied: " + applied + "\n");
        assertThat(mayStop(folder, runs, source)).contains(expected);
    }

    /** Whether it is a replica at all, and of whom, stands in a file of the server's. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                        | silent  | may stop
            33,,4,,user,word,3306     | silent  | may stop
            33,,4,10.0.0.1,u,w,3306   | silent  | the database does not answer, so it is not known what it received and did not apply, and its source 10.0.0.1
            33,,4,10.0.0.1,u,w,3306   | answers | may stop
            """)
    void aServerThatDoesNotAnswerIsAReplicaIfItsFileSaysSo(
            String file, String source, String expected, @TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("master.info"), file.replace(',', '\n'));
        assertThat(mayStop(folder, "true", source)).contains(expected);
    }

    private static String mayStop(Path folder, String runs, String source) throws Exception {
        Path docker = folder.resolve("docker");
        Files.writeString(docker, "#!/bin/sh\necho " + runs + "\n");
        assertThat(docker.toFile().setExecutable(true)).isTrue();
        return bash(
                "site=acme database=resctl-acme-db database_data=$1; PATH=$1:$PATH;"
                        + " . templates/supervision/database.sh; . templates/supervision/relay.sh;"
                        + " sql() { cat \"$database_data/status\" 2>/dev/null; }; sleep() { :; };"
                        + " greets() { [ \"$1:$2\" = 10.0.0.1:3306 ] && [ '" + source + "' = answers ]; };"
                        + " relay_may_stop db && echo may stop; relay_may_stop web-1 || echo defect",
                folder.toString());
    }

    /** What a stranger on the network could send: none of it is a lease, and none of it runs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "\"epoch\": 1",
                "\"epoch\": $(id), \"live\": \"milan\"",
                "\"epoch\": 01,\n\"live\": \"m\",\n\"primary\": \"p\",\n\"since\": \"s\",\n\"signature\": \""
                        + SIGNATURE + "\"",
                "\"epoch\": -1,\n\"live\": \"m\",\n\"primary\": \"p\",\n\"since\": \"s\",\n\"signature\": \""
                        + SIGNATURE + "\"",
                "\"epoch\": 99999999999999999999,\n\"live\": \"m\",\n\"primary\": \"p\",\n\"since\": \"s\",\n\"signature\": \""
                        + SIGNATURE + "\"",
                "\"epoch\": a[$(touch /tmp/x)],\n\"live\": \"m\",\n\"primary\": \"p\",\n\"since\": \"s\",\n\"signature\": \""
                        + SIGNATURE + "\"",
                "\"epoch\": 1,\n\"live\": \"m\",\n\"since\": \"s\",\n\"signature\": \"" + SIGNATURE + "\"",
                "\"epoch\": 1,\n\"live\": \"`id`\",\n\"primary\": \"p\",\n\"since\": \"s\",\n\"signature\": \""
                        + SIGNATURE + "\"",
                "\"epoch\": 1,\n\"live\": \"m\",\n\"primary\": \"p\",\n\"since\": \"s\",\n\"signature\": \"short\"",
            })
    void whatIsNotALeaseIsRefused(String text) throws Exception {
        assertThat(bash(". templates/supervision/lease.sh; parse \"$1\" && echo lease || echo no", text))
                .isEqualTo("no\n");
    }

    @Test
    void aLeaseIsWrittenAsItWasRead() throws Exception {
        String text =
                "{\n  \"epoch\": 12,\n  \"live\": \"milan\",\n  \"primary\": \"a1\",\n  \"since\": \"2026-11-22T03:04:05.123456789Z\",\n"
                        + "  \"by\": \"anna@desk\",\n  \"signature\": \"" + SIGNATURE + "\"\n}\n";
        assertThat(bash(". templates/supervision/lease.sh; parse \"$1\" && lease_text", text))
                .isEqualTo(text);
    }

    private static String bash(String code, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "-c", code, "test"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    /** The scripts are not rendered: a site's values are in guard.conf alone. */
    @Test
    void noScriptNamesASite() throws IOException {
        for (String script : List.of("guard", "lease.sh", "database.sh", "maxscale.sh", "relay.sh", "semisync.sh")) {
            assertThat(Files.readString(FOLDER.resolve(script))).doesNotContain("[=", "acme");
        }
    }
}
