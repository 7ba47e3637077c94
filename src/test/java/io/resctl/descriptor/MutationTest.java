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
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a file holds: no exception; a site, or an error with its place and a hint; and both can be shown. */
class MutationTest {
    /** Cuts some bytes out and puts others in; these are spelt as Latin-1, where every byte is a character. */
    record Mutation(int at, int cut, String insert) {
        String apply(String bytes) {
            int from = Math.floorMod(at, bytes.length() + 1);
            int to = Math.min(bytes.length(), from + cut);
            return bytes.substring(0, from) + insert + bytes.substring(to);
        }
    }

    @Property(tries = 2000)
    void aDamagedDescriptorIsToldNotThrown(@ForAll("mutations") List<Mutation> mutations) throws IOException {
        String bytes = Files.readString(Path.of("src/test/resources/descriptor/full.yml"), StandardCharsets.ISO_8859_1);
        for (Mutation mutation : mutations) {
            bytes = mutation.apply(bytes);
        }
        holds(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Property(tries = 500)
    void noiseIsToldNotThrown(@ForAll byte[] bytes) {
        holds(bytes);
    }

    private static void holds(byte[] bytes) {
        Descriptor.Result result = Descriptor.read("site.yml", bytes);
        boolean failed = result.diagnostics().stream().anyMatch(Diagnostic::isError);
        assertThat(result.site().isEmpty()).isEqualTo(failed);
        assertThat(result.diagnostics()).allSatisfy(d -> {
            assertThat(d.where()).isPresent();
            assertThat(d.hint()).isPresent();
        });
        String shown =
                DiagnosticsView.human(result.diagnostics(), new String(bytes, StandardCharsets.UTF_8), Colours.OFF);
        // Nothing that a file holds reaches the terminal as a control sequence.
        assertThat(shown.codePoints().filter(c -> c != '\n' && Character.isISOControl(c)))
                .isEmpty();
    }

    @Provide
    Arbitrary<List<Mutation>> mutations() {
        Arbitrary<String> pieces = Arbitraries.of(
                        "\t",
                        "\n",
                        "\n\n  ",
                        ": ",
                        "- ",
                        "{",
                        "}",
                        "[",
                        "]",
                        "'",
                        "\"",
                        "!",
                        "!secret ",
                        "!!int ",
                        "&a ",
                        "*a",
                        "%",
                        "@",
                        "`",
                        "#",
                        "|\n",
                        ">\n",
                        "? ",
                        "---\n",
                        "...\n",
                        "~",
                        "null",
                        "off",
                        "0x10",
                        "1e9",
                        "\0",
                        "\u001b[31m",
                        "\\",
                        "\"\\uD800\"",
                        "é",
                        "\uFEFF",
                        "\u2028",
                        "€",
                        "😀",
                        "99999999999999999999",
                        "-1",
                        "a1",
                        "web",
                        "<<: ",
                        "")
                .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        Arbitrary<String> bytes =
                Arbitraries.strings().withCharRange((char) 0, (char) 255).ofMaxLength(4);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 100_000),
                        Arbitraries.of(0, 0, 1, 2, 5, 40),
                        Arbitraries.oneOf(pieces, pieces, bytes))
                .as(Mutation::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }
}
