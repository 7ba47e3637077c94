package io.resctl.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplatesTest {
    private final Templates templates = new Templates("render");

    @Test
    void bracesOfOthersPassUntouchedAndNothingIsEscapedForHtml() {
        assertThat(templates.render("sample.yml", Map.of("name", "a<\"b", "on", true)))
                .isEqualTo("name: \"a<\\\"b\"\non: %[src] ${HOME} {{.ID}} <b>\n");
    }

    @Test
    void aMissingVariableNamesTemplateAndVariable() {
        assertThatThrownBy(() -> templates.render("sample.yml", Map.of("name", "x")))
                .isInstanceOf(RenderFault.class)
                .hasMessageContaining("sample.yml needs on");
    }

    @Test
    void aMissingTemplateIsNamed() {
        assertThatThrownBy(() -> templates.render("none.cfg", Map.of()))
                .isInstanceOf(RenderFault.class)
                .hasMessageContaining("none.cfg");
    }

    @Test
    void whatATargetCannotHoldIsRefused() {
        assertThatThrownBy(() -> templates.render("word.cfg", Map.of("name", "a\nuser root")))
                .isInstanceOf(RenderFault.class)
                .hasMessageContaining("word.cfg")
                .hasMessageContaining("control characters");
    }

    @Test
    void everyTargetHasItsQuotes() {
        assertThat(Quoting.COMPOSE.quote("a$b\n\u0085'")).isEqualTo("\"a$$b\\n\\u0085'\"");
        assertThat(Quoting.HAPROXY.quote("a \"$b\\")).isEqualTo("\"a \\\"\\$b\\\\\"");
        assertThat(Quoting.CNF.quote("a#\"b\\n\n")).isEqualTo("\"a#\\\"b\\\\n\\n\"");
        assertThat(Quoting.SQL.quote("it's \\'")).isEqualTo("'it''s \\'''");
        assertThat(Quoting.SQL_NAME.quote("a`b")).isEqualTo("`a``b`");
        assertThat(Quoting.SH.quote("it's $(x)")).isEqualTo("'it'\\''s $(x)'");
        assertThatThrownBy(() -> Quoting.MAXSCALE.quote("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Quoting.YAML.quote("\0")).isInstanceOf(IllegalArgumentException.class);
    }
}
