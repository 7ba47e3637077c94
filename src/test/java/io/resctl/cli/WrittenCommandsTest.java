package io.resctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What docs and examples tell people to type is accepted as it stands there. */
class WrittenCommandsTest {
    /** A line of its own: indented or a comment; what it does stands after two spaces or a {@code #}. */
    private static final Pattern CALL = Pattern.compile("^(?:#? {2,}|# +)(?:dist/)?resctl ((?:(?! {2}| #).)+).*$");

    private static final Pattern TOLD = Pattern.compile(
            "(?:\\brun:? |: |`|'|; |, then |, or |\"|→ )resctl (?!(?:is|did|installs|asks)\\b)([a-z]+)");

    private static final Pattern FILE = Pattern.compile(" -f (\\S+)");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/cli.md",
                "dist/demo",
                "examples/pilot-light.yml",
                "src/main/resources/io/resctl/app/starter.yml"
            })
    void areAccepted(String document) throws IOException {
        List<String> calls = calls(document);
        assertThat(calls).isNotEmpty();
        CommandLine line = Typed.line();
        for (String call : calls) {
            assertThat(line.parseArgs(call.split(" +"))).as(call).isNotNull();
        }
    }

    /** What a message tells a tired person to run must exist. */
    @Test
    void messagesNameOnlyCommandsThatExist() {
        Set<String> commands = Typed.line().getSubcommands().keySet();
        List<String> told = Stream.of("src/main", "templates", "docs", "examples", "dist")
                .flatMap(root -> files(root).stream())
                .filter(file -> !file.toString().contains("docs/adr"))
                .flatMap(WrittenCommandsTest::told)
                .toList();
        assertThat(told).hasSizeGreaterThan(100);
        assertThat(told)
                .filteredOn(word -> !commands.contains(word.substring(word.lastIndexOf(' ') + 1)))
                .isEmpty();
    }

    /** FILE: WORD for each word that stands where a command would. */
    private static Stream<String> told(Path file) {
        try {
            return TOLD.matcher(Files.readString(file)).results().map(word -> file + ": " + word.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(String root) {
        try (Stream<Path> files = Files.walk(Path.of(root))) {
            return files.filter(file -> file.toString().matches(".*\\.(java|md|yml|sh|conf|txt)"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A lab without a descriptor of a whole site has nothing that `apply` could do. */
    @Test
    void theTourThroughTheLabHasASiteToApply() throws IOException {
        List<String> calls = calls("README.md");
        String up = calls.stream()
                .filter(call -> call.startsWith("lab up "))
                .findFirst()
                .orElseThrow();
        Matcher file = FILE.matcher(up);
        assertThat(file.find()).as(up).isTrue();
        assertThat(Path.of(file.group(1))).exists();
        String lab = up.split(" ")[2];
        assertThat(calls)
                .filteredOn(call -> call.matches("lab (status|down) .*|lab fault .*"))
                .isNotEmpty()
                .allMatch(call -> call.endsWith(" " + lab));
        assertThat(calls).filteredOn(call -> call.startsWith("apply -f")).isNotEmpty();
    }

    private static List<String> calls(String document) throws IOException {
        return Files.readAllLines(Path.of(document)).stream()
                .map(CALL::matcher)
                .filter(Matcher::matches)
                .map(call -> call.group(1).strip())
                .filter(call -> !call.contains(": "))
                .toList();
    }
}
