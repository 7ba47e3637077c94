package io.resctl.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.observe.Knowledge;
import io.resctl.resource.Content;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.Owner;
import io.resctl.resource.Resource;
import io.resctl.resource.TextFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private static final Resource FILE =
            new TextFile("/etc/pem", Content.text("x ").plus(Content.secret("pem")), "0400", Owner.ROOT);
    private static final Resource ACCOUNT =
            new DatabaseAccount("db", "/data", "shop", "10.0.0.1", Optional.of("shop-db"), List.of());

    @Test
    void aSecretIsTakenOutWholeAndLineByLine() {
        assertThat(clean(FILE, "first line\nsecond line", "near 'second line' in first line\nsecond line."))
                .isEqualTo("near '(secret)' in (secret).");
    }

    @Test
    void aSecretIsTakenOutInItsUsualDisguises() {
        assertThat(clean(FILE, "p w?>>/+", "cCB3Pz4+Lys= cCB3Pz4-Lys p+w%3F%3E%3E%2F%2B p%20w%3F%3E%3E%2F%2B"))
                .isEqualTo("(secret) (secret) (secret) (secret)");
    }

    @Test
    void whatIsMadeFromASecretIsOneToo() {
        assertThat(clean(ACCOUNT, "open-sesame", "denied: USING '*5C8C39C7D0B5F5B96A1C5E7B9F1B2A6F4FD4BB68'"))
                .contains("*5C8C");
        String hash = new Knowledge(name -> Optional.of("open-sesame"))
                .derived(new Content.Piece.Derived(Content.Derivation.MARIADB_NATIVE_HASH, "shop-db", ""))
                .orElseThrow();
        assertThat(clean(ACCOUNT, "open-sesame", "denied: USING '" + hash + "'"))
                .isEqualTo("denied: USING '(secret)'");
    }

    @Test
    void textWithoutASecretStays() {
        assertThat(clean(FILE, "hunter22", "no space left on device")).isEqualTo("no space left on device");
    }

    private static String clean(Resource resource, String secret, String text) {
        return Redaction.of(resource, new Knowledge(name -> Optional.of(secret)))
                .clean(text);
    }
}
