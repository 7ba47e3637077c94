package io.resctl.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.view.Colours;
import io.resctl.view.DiagnosticsView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wrong descriptors, each with what a user reads about it in the text file beside it. After a deliberate change of words, run
 * with {@code -Dgolden.update=true} and read the difference.
 */
class BadDescriptorsTest {
    private static final Path FOLDER = Path.of("src/test/resources/descriptor/bad");

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(f -> f.toString().endsWith(".yml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysWhatIsWrong(Path descriptor) throws IOException {
        String name = descriptor.getFileName().toString();
        byte[] bytes = Files.readAllBytes(descriptor);
        Descriptor.Result result = Descriptor.read(name, bytes);
        String shown =
                DiagnosticsView.human(result.diagnostics(), new String(bytes, StandardCharsets.UTF_8), Colours.OFF);

        assertThat(result.site()).isEmpty();
        assertThat(result.diagnostics()).anyMatch(Diagnostic::isError);
        assertThat(result.diagnostics())
                .allSatisfy(d -> assertThat(d.where()).isPresent())
                .allSatisfy(d -> assertThat(d.hint()).isPresent());
        Path golden = FOLDER.resolve(name.replace(".yml", ".txt"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, shown);
        }
        assertThat(shown).isEqualTo(Files.readString(golden));
    }

    @Test
    void theBaseOfTheCasesIsGood() throws IOException {
        Descriptor.Result result = Descriptor.read("good.yml", Files.readAllBytes(FOLDER.resolveSibling("good.yml")));
        assertThat(result.diagnostics()).isEmpty();
        assertThat(result.site()).isPresent();
    }

    @Test
    void aValueThatShouldBeASecretIsNeverShown() throws IOException {
        for (Path file : cases()) {
            Path golden = FOLDER.resolve(file.getFileName().toString().replace(".yml", ".txt"));
            assertThat(Files.readString(golden)).doesNotContain("planted");
        }
    }
}
