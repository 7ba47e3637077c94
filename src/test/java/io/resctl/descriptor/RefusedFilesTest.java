package io.resctl.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Files that are no text, or too much of it. */
class RefusedFilesTest {
    @Test
    void tenMegabytesAreRefusedBeforeTheyAreParsed() {
        byte[] big = "a: &a [*a, *a, [[[[{}\n".repeat(500_000).getBytes(StandardCharsets.UTF_8);
        assertThat(big).hasSizeGreaterThan(10_000_000);
        Diagnostic only = Assertions.assertTimeout(Duration.ofSeconds(1), () -> only(big));
        assertThat(only.code()).isEqualTo("file.size");
        assertThat(only.summary()).contains("11000000", "1048576");
    }

    @Test
    void latin1IsRefusedWithTheByte() {
        Diagnostic only = only("site: acme\nnote: Zürich\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(only.code()).isEqualTo("file.encoding");
        assertThat(only.summary()).isEqualTo("byte 18 (0xFC) is not UTF-8");
        assertThat(only.where().orElseThrow()).hasToString("site.yml:2:8");
    }

    @Test
    void aTruncatedCharacterAtTheEndIsRefused() {
        assertThat(only(new byte[] {'a', (byte) 0xE2, (byte) 0x82}).code()).isEqualTo("file.encoding");
    }

    @Test
    void utf16IsNamed() {
        assertThat(only("site: acme\n".getBytes(StandardCharsets.UTF_16)).summary())
                .isEqualTo("the file is UTF-16");
        assertThat(only("site: acme\n".getBytes(StandardCharsets.UTF_16LE)).summary())
                .isEqualTo("the file is UTF-16");
    }

    @Test
    void controlCharactersHaveTheirPlace() {
        Diagnostic only = only("site: acme\nstrategy: pilot\0light\n".getBytes(StandardCharsets.UTF_8));
        assertThat(only.code()).isEqualTo("file.control");
        assertThat(only.where().orElseThrow()).hasToString("site.yml:2:16");
        assertThat(only.summary()).contains("U+0000");
    }

    @Test
    void aByteOrderMarkIsNoFault() {
        String good = "\uFEFF# only a comment\n";
        assertThat(only(good.getBytes(StandardCharsets.UTF_8)).code()).isEqualTo("yaml.empty");
    }

    @Test
    void nothingAtAll() {
        assertThat(only(new byte[0]).code()).isEqualTo("yaml.empty");
        assertThat(only("---\n...\n".getBytes(StandardCharsets.UTF_8)).code()).isEqualTo("yaml.empty");
    }

    @Test
    void depthIsBounded() {
        for (String nest : List.of("[", "{a: ", "- ")) {
            byte[] deep = ("site: " + (nest.equals("- ") ? "\n  " : "") + nest.repeat(100_000))
                    .getBytes(StandardCharsets.UTF_8);
            Descriptor.Result result =
                    Assertions.assertTimeout(Duration.ofSeconds(5), () -> Descriptor.read("site.yml", deep));
            assertThat(result.diagnostics())
                    .isNotEmpty()
                    .allSatisfy(d -> assertThat(d.code()).isIn("yaml.depth", "yaml.syntax"));
        }
    }

    @Test
    void aMillionMistakesAreNotAMillionLines() {
        byte[] many = ("[" + "*a,".repeat(50_000) + "]").getBytes(StandardCharsets.UTF_8);
        assertThat(Descriptor.read("site.yml", many).diagnostics()).hasSizeLessThan(300);
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            keys.append("k").append(i).append(": x\n");
        }
        Descriptor.Result result = Descriptor.read("site.yml", keys.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(result.diagnostics()).hasSizeLessThan(300);
        assertThat(result.site()).isEmpty();
    }

    private static Diagnostic only(byte[] bytes) {
        Descriptor.Result result = Descriptor.read("site.yml", bytes);
        assertThat(result.site()).isEmpty();
        assertThat(result.diagnostics()).hasSize(1);
        return result.diagnostics().getFirst();
    }
}
