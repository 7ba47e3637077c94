package io.resctl.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.diag.Where;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticsViewTest {
    private static final Diagnostic UNKNOWN =
            Diagnostic.error("key.unknown", "`services.web` has no key `replica`", "did you mean `replicas`?");

    @Test
    void showsTheLineWithACaret() {
        assertThat(human("services:\n  web:\n    replica: 2\n", UNKNOWN.at(new Where("site.yml", 3, 5))))
                .isEqualTo("""
                        error: `services.web` has no key `replica` [key.unknown]
                          at site.yml:3:5
                          3 |     replica: 2
                            |     ^^^^^^^
                          → did you mean `replicas`?

                        """);
    }

    @Test
    void withoutAPlaceItStillSaysWhatToDo() {
        assertThat(human("", UNKNOWN)).contains("→ did you mean").doesNotContain("at ");
    }

    @Test
    void aLineThatMayHoldASecretIsNotShown() {
        Diagnostic plain =
                Diagnostic.error("secret.plain", "a value", "name a secret").at(new Where("s", 1, 20));
        assertThat(human("x: {replica: 2, p: planted}", plain, UNKNOWN.at(new Where("s", 1, 5))))
                .doesNotContain("planted");
    }

    @Test
    void aTellingKeyIsMaskedOnAnyLine() {
        for (String line : List.of(
                "{replica: 2, password: planted}",
                "{replica: 2, pasword: \"plan ted planted\"}",
                "{replica: 2, DB_PASSWORD: 'planted'}",
                "{replica: 2, api_token : planted}")) {
            assertThat(human(line, UNKNOWN.at(new Where("s", 1, 2))))
                    .contains("***")
                    .doesNotContain("planted");
        }
        assertThat(human("{replica: 2, password: !secret shop-db}", UNKNOWN.at(new Where("s", 1, 2))))
                .contains("!secret shop-db");
    }

    @Test
    void coloursAreOnlyAdded() {
        Diagnostic d = UNKNOWN.at(new Where("s", 1, 1));
        String coloured = DiagnosticsView.human(List.of(d), "replica: 2", Colours.ON);
        assertThat(coloured).contains("\033[");
        assertThat(coloured.replaceAll("\033\\[[0-9;]*m", "")).isEqualTo(human("replica: 2", d));
    }

    @Test
    void jsonHasEverythingInFieldsOfItsOwn() {
        assertThat(DiagnosticsView.json(List.of(UNKNOWN.at(new Where("site.yml", 3, 5)))))
                .isEqualToIgnoringWhitespace("""
                        {"diagnostics": [{"code": "key.unknown", "column": 5, "file": "site.yml",
                          "hint": "did you mean `replicas`?", "line": 3, "severity": "error",
                          "summary": "`services.web` has no key `replica`"}],
                         "valid": false}
                        """);
    }

    private static String human(String source, Diagnostic... diagnostics) {
        return DiagnosticsView.human(List.of(diagnostics), source, Colours.OFF);
    }
}
