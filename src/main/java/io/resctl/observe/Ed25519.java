package io.resctl.observe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/** Keys and signatures of the site, in the forms that {@code openssl} takes. */
final class Ed25519 {
    private Ed25519() {}

    /** A new private key: PKCS#8 in PEM, without a final newline. */
    static String privateKey(SecureRandom random) {
        return pem("PRIVATE KEY", pair(random).getPrivate().getEncoded());
    }

    /** The public half: X.509 in PEM. Empty where the text is not such a key. */
    static Optional<String> publicKey(String privatePem) {
        try {
            EdECPrivateKey key = read(privatePem);
            return key.getBytes()
                    .map(seed ->
                            pem("PUBLIC KEY", pair(new Fixed(seed)).getPublic().getEncoded()));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Base64; the same for the same key and text. Empty where the text is not such a key. */
    static Optional<String> sign(String privatePem, String payload) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(read(privatePem));
            signature.update(payload.getBytes(StandardCharsets.UTF_8));
            return Optional.of(Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static EdECPrivateKey read(String pem) throws GeneralSecurityException {
        String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        byte[] der = Base64.getDecoder().decode(body);
        return (EdECPrivateKey) KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    private static KeyPair pair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java since 15 has Ed25519", e);
        }
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----";
    }

    /** The platform has no way from a private key to its public half but to generate the pair again from the same seed. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final byte[] seed;

        Fixed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, Math.min(seed.length, bytes.length));
        }
    }
}
