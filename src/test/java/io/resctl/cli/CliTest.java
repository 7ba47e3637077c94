package io.resctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.app.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CliTest {
    private static final String BAD = "site: acme\nstrategy: pilot-ligth\n";

    @TempDir
    private Path directory = Path.of(".");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();
    private boolean terminal;

    @Test
    void initWritesAStarterThatIsValid() throws IOException {
        assertThat(run("init")).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(directory.resolve("site.yml"))).contains("# CHANGE");
        assertThat(run("validate")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("site.yml is valid");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void initNeverOverwrites() throws IOException {
        Files.writeString(directory.resolve("site.yml"), "mine");
        assertThat(run("init")).isEqualTo(ExitCode.FAILED);
        assertThat(Files.readString(directory.resolve("site.yml"))).isEqualTo("mine");
        assertThat(err.toString()).contains("exists already", "-f OTHER");
    }

    @Test
    void validateShowsFindingsAndSaysInvalid() throws IOException {
        Files.writeString(directory.resolve("bad.yml"), BAD);
        assertThat(run("validate", "-f", "bad.yml")).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("bad.yml:2:11", "did you mean `pilot-light`?", "Nothing was changed");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void validateSpeaksJson() throws IOException {
        Files.writeString(directory.resolve("bad.yml"), BAD);
        assertThat(run("validate", "-f", "bad.yml", "-o", "json")).isEqualTo(ExitCode.INVALID);
        assertThat(out.toString()).startsWith("{").contains("\"valid\" : false", "\"line\" : 2");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aMissingFileAndAFolderAreFindings() {
        assertThat(run("validate")).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("there is no file", "resctl init");
        assertThat(run("validate", "-f", ".")).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("cannot be read");
    }

    @Test
    void wrongUsageIs64() {
        for (List<String> args : List.of(
                List.<String>of(),
                List.of("frobnicate"),
                List.of("validate", "--no-such-option"),
                List.of("validate", "-o", "xml"),
                List.of("init", "-f"))) {
            assertThat(run(args.toArray(new String[0]))).as(args.toString()).isEqualTo(ExitCode.USAGE);
        }
        assertThat(err.toString()).contains("--help").doesNotContain("\tat ");
    }

    /** {@code lab ssh HOST CMD} ends as CMD did. */
    @Test
    void aProgramsOwnExitCodeIsPassedOn() {
        for (int code : List.of(0, 1, 3, 42, 127, 255)) {
            CommandLine line = new CommandLine(CommandLine.Model.CommandSpec.create());
            line.setExecutionStrategy(parsed -> code);
            assertThat(Cli.run(line, console())).isEqualTo(code);
        }
    }

    @Test
    void everyCommandExplainsItself() {
        for (Map.Entry<String, CommandLine> command :
                Cli.line(console()).getSubcommands().entrySet()) {
            assertThat(run(command.getKey(), "--help")).as(command.getKey()).isEqualTo(ExitCode.OK);
            assertThat(command.getValue().getCommandSpec().usageMessage().description())
                    .as(command.getKey())
                    .isNotEmpty();
        }
    }

    @Test
    void schemaAndCompletionAreMadeForPipes() {
        assertThat(run("schema")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("json-schema.org/draft/2020-12");
        assertThat(run("completion")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("complete ", "validate");
        assertThat(run("version")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("resctl ");
    }

    @Test
    void coloursOnlyOnATerminalThatWantsThem() throws IOException {
        Files.writeString(directory.resolve("site.yml"), BAD);
        run("validate");
        assertThat(err.toString()).doesNotContain("\033");
        terminal = true;
        run("validate");
        assertThat(err.toString()).contains("\033[1;31m");
        err.getBuffer().setLength(0);
        environment.put("NO_COLOR", "1");
        run("validate");
        assertThat(err.toString()).doesNotContain("\033");
    }

    @Test
    void aBugIsOneLineAndAFile() throws IOException {
        environment.put("XDG_STATE_HOME", "state");
        ExitCode code = BugReport.write(console(), new IllegalStateException("inside"));
        assertThat(code).isEqualTo(ExitCode.FAILED);
        Path file = directory.resolve("state/resctl/bug-20261122T100000Z.txt");
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString())
                .contains("IllegalStateException", file.toString())
                .doesNotContain("inside");
        assertThat(Files.readString(file)).contains("inside", "\tat ");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    private ExitCode run(String... args) {
        return Typed.meant(Cli.run(console(), args));
    }

    private Console console() {
        return new Console(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                terminal,
                directory,
                environment,
                Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC));
    }
}
