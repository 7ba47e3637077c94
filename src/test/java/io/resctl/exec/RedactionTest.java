package io.resctl.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.observe.Knowledge;
import io.resctl.resource.Content;
import io.resctl.resource.Owner;
import io.resctl.resource.Resource;
import io.resctl.resource.TextFile;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private static final Resource FILE =
            new TextFile("/etc/pem", Content.text("x ").plus(Content.secret("pem")), "0400", Owner.ROOT);

    @Test
    void aSecretIsTakenOutWholeAndLineByLine() {
        Knowledge known = new Knowledge(name -> Optional.of("first line\nsecond line"));
        assertThat(Redaction.of("parse error near 'second line' in first line\nsecond line.", FILE, known))
                .isEqualTo("parse error near '(secret)' in (secret).");
    }

    @Test
    void textWithoutASecretStays() {
        Knowledge known = new Knowledge(name -> Optional.of("hunter22"));
        assertThat(Redaction.of("no space left on device", FILE, known)).isEqualTo("no space left on device");
    }
}
