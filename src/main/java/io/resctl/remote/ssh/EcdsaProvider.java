package io.resctl.remote.ssh;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;

/** sshj asks for elliptic-curve keys by BouncyCastle's name ECDSA, which the JDK calls EC: this says that they are the same. */
final class EcdsaProvider extends Provider {
    private static final long serialVersionUID = 1;

    EcdsaProvider() {
        super("resctl-ecdsa", "1", "KeyFactory ECDSA is the JDK's KeyFactory EC");
        putService(new Service(this, "KeyFactory", "ECDSA", Same.class.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                return new Same(KeyFactory.getInstance("EC"));
            }
        });
    }

    private static final class Same extends KeyFactorySpi {
        private final KeyFactory ec;

        Same(KeyFactory ec) {
            this.ec = ec;
        }

        @Override
        protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
            return ec.generatePublic(spec);
        }

        @Override
        protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
            return ec.generatePrivate(spec);
        }

        @Override
        protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> spec) throws InvalidKeySpecException {
            return ec.getKeySpec(key, spec);
        }

        @Override
        protected Key engineTranslateKey(Key key) throws InvalidKeyException {
            return ec.translateKey(key);
        }
    }
}
