package io.resctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents hang together. */
class DocumentsTest {
    private static final Path DECISIONS = Path.of("docs/adr");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern PAGE = Pattern.compile("docs/(adr/\\d{4}|[a-z-]+\\.md)");

    @Test
    void linksLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            LINK.matcher(Files.readString(document))
                    .results()
                    .map(link -> link.group(1))
                    .filter(to -> !Files.exists(document.resolveSibling(to)))
                    .forEach(to -> broken.add(document + " -> " + to));
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void pagesThatFilesOfOursNameExist() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path folder : List.of(Path.of("src/main"), Path.of("templates"), Path.of("dist"), Path.of("examples"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    PAGE.matcher(Files.readString(file))
                            .results()
                            .map(page -> page.group())
                            .filter(page -> !exists(page))
                            .forEach(page -> broken.add(file + " -> " + page));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void decisionsAreNumberedOnce() throws IOException {
        List<Path> decisions = decisions();
        assertThat(decisions)
                .extracting(file -> file.getFileName().toString().substring(0, 4))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, decisions.size())
                        .mapToObj("%04d"::formatted)
                        .toList());
        for (Path file : decisions) {
            int number = Integer.parseInt(file.getFileName().toString().substring(0, 4));
            assertThat(Files.readString(file)).as(file.toString()).startsWith("# " + number + ". ");
        }
    }

    private static boolean exists(String page) {
        return page.endsWith(".md")
                ? Files.exists(Path.of(page))
                : decisions().stream().anyMatch(file -> file.toString().startsWith(page + "-"));
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> decisions() {
        try (Stream<Path> files = Files.list(DECISIONS)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
