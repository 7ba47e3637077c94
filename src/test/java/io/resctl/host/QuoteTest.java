package io.resctl.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Values through the shell of this machine, byte for byte. */
class QuoteTest {
    @Example
    void aQuoteInsideIsClosedEscapedAndOpenedAgain() {
        assertThat(Quote.sh("it's")).isEqualTo("'it'\\''s'");
    }

    @Property(tries = 40)
    void valuesArriveUnharmed(@ForAll("values") List<String> values) throws IOException {
        Assume.that(values.stream()
                .allMatch(v -> StandardCharsets.UTF_8.newEncoder().canEncode(v)));
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            code.append("printf '%s\\0' \"$v").append(i).append("\"\n");
        }
        Script script = Script.of(code.toString());
        for (int i = 0; i < values.size(); i++) {
            script = script.with("v" + i, values.get(i));
        }

        assertThat(shell(script.text())).isEqualTo(String.join("\0", values) + "\0");
    }

    @Provide
    Arbitrary<List<String>> values() {
        Arbitrary<String> nasty = Arbitraries.strings()
                .withChars("'\"\\$`!%;&|<>(){}[]*?~# \n\r\tab0-€")
                .ofMaxLength(40);
        Arbitrary<String> any = Arbitraries.strings().excludeChars('\0').ofMaxLength(40);
        return Arbitraries.oneOf(nasty, any).list().ofMinSize(1).ofMaxSize(20);
    }

    private static String shell(String text) throws IOException {
        Process sh = new ProcessBuilder("sh", "-s")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream in = sh.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
