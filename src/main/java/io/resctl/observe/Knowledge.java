package io.resctl.observe;

import io.resctl.model.Names;
import io.resctl.resource.Content;
import io.resctl.resource.Known;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/** What fills holes in this process. It grows while a run learns. Secrets are here and nowhere else; it has no text form. */
public final class Knowledge implements Known {
    private final Function<String, Optional<String>> described;
    private final Map<String, Optional<String>> read = new ConcurrentHashMap<>();
    private final Map<String, String> made = new ConcurrentHashMap<>();
    private final SortedMap<String, SortedMap<String, String>> facts = new ConcurrentSkipListMap<>();

    /**
     * Knows the descriptor's secrets only.
     *
     * @param described the value of a secret of the descriptor; asked once each
     */
    public Knowledge(Function<String, Optional<String>> described) {
        this.described = described;
    }

    public void learnFact(String host, String key, String value) {
        facts.computeIfAbsent(host, h -> new ConcurrentSkipListMap<>()).put(key, value);
    }

    public void learnSecret(String name, String value) {
        made.put(name, value);
    }

    /** Makes up those that nobody has: a key pair for the site, random letters for the rest. */
    public void makeMissing(Collection<String> names, SecureRandom random) {
        for (String name : names) {
            if (secret(name).isEmpty() && !name.equals(Names.SITE_KEY_PUBLIC)) {
                made.put(name, name.equals(Names.SITE_KEY) ? Ed25519.privateKey(random) : letters(random));
            }
        }
    }

    public SortedMap<String, SortedMap<String, String>> facts() {
        SortedMap<String, SortedMap<String, String>> copy = new TreeMap<>();
        facts.forEach((host, values) -> copy.put(host, new TreeMap<>(values)));
        return copy;
    }

    @Override
    public Optional<String> secret(String name) {
        if (name.equals(Names.SITE_KEY_PUBLIC)) {
            return secret(Names.SITE_KEY).flatMap(Ed25519::publicKey);
        }
        return name.startsWith(Names.MADE)
                ? Optional.ofNullable(made.get(name))
                : read.computeIfAbsent(name, described);
    }

    @Override
    public Optional<String> fact(String host, String key) {
        SortedMap<String, String> known = facts.get(host);
        return known == null ? Optional.empty() : Optional.ofNullable(known.get(key));
    }

    @Override
    public Optional<String> derived(Content.Piece.Derived piece) {
        Optional<String> secret = secret(piece.secret());
        return switch (piece.derivation()) {
            case ED25519_SIGNATURE -> secret.flatMap(key -> Ed25519.sign(key, piece.argument()));
            case MARIADB_NATIVE_HASH -> secret.map(Knowledge::nativeHash);
            case SHA512_CRYPT -> secret.map(password -> Sha512Crypt.hash(password, piece.argument()));
        };
    }

    private static String nativeHash(String password) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] once = sha1.digest(password.getBytes(StandardCharsets.UTF_8));
            return "*" + HexFormat.of().formatHex(sha1.digest(once)).toUpperCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static String letters(SecureRandom random) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
