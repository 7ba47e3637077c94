package io.resctl.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.model.Names;
import io.resctl.resource.Content.Derivation;
import io.resctl.resource.Content.Piece;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KnowledgeTest {
    @Test
    void aPasswordIsHashedAsMariaDbDoesIt() {
        Knowledge known = new Knowledge(name -> Optional.of("password"));
        assertThat(known.derived(new Piece.Derived(Derivation.MARIADB_NATIVE_HASH, "any", "")))
                .contains("*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19");
    }

    @Test
    void thePublicHalfThatIsDerivedVerifiesWhatThePrivateOneSigned() throws GeneralSecurityException {
        Knowledge known = new Knowledge(name -> Optional.empty());
        known.makeMissing(List.of(Names.SITE_KEY, Names.SITE_KEY_PUBLIC), new SecureRandom());
        String pem = known.secret(Names.SITE_KEY_PUBLIC).orElseThrow();
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        String signed = known.derived(new Piece.Derived(Derivation.ED25519_SIGNATURE, Names.SITE_KEY, "payload"))
                .orElseThrow();
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der)));
        verifier.update("payload".getBytes(StandardCharsets.UTF_8));
        assertThat(verifier.verify(Base64.getDecoder().decode(signed))).isTrue();
    }

    @Test
    void whatIsKnownIsNotMadeAnew() {
        Knowledge known = new Knowledge(name -> Optional.empty());
        known.learnSecret(Names.REPLICATION_PASSWORD, "kept");
        known.makeMissing(List.of(Names.REPLICATION_PASSWORD, Names.MADE + "router"), new SecureRandom());
        assertThat(known.secret(Names.REPLICATION_PASSWORD)).contains("kept");
        assertThat(known.secret(Names.MADE + "router"))
                .hasValueSatisfying(value -> assertThat(value).matches("[A-Za-z0-9_-]{32}"));
    }

    @Test
    void aDescribedSecretIsReadOnceAndAMadeOneIsNeverAskedOfTheDescriptor() {
        AtomicInteger reads = new AtomicInteger();
        Knowledge known = new Knowledge(name -> {
            reads.incrementAndGet();
            return Optional.of("v");
        });
        assertThat(known.secret("shop-db")).contains("v");
        assertThat(known.secret("shop-db")).contains("v");
        assertThat(known.secret(Names.REPLICATION_PASSWORD)).isEmpty();
        assertThat(reads).hasValue(1);
    }

    @Test
    void itsTextHoldsNoSecret() {
        Knowledge known = new Knowledge(name -> Optional.of("hunter22"));
        assertThat(known.secret("a")).isPresent();
        assertThat(String.valueOf((Object) known)).doesNotContain("hunter22");
    }
}
