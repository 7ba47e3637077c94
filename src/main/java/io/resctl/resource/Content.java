package io.resctl.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Text with typed holes. The holes are named, never filled in anything that is stored or shown; {@link #fill} closes them at the last moment.
 */
public record Content(List<Piece> pieces) {

    /** A part of the text. */
    public sealed interface Piece {
        /** As it stands. */
        record Text(String text) implements Piece {}

        /** The value of a secret, of the descriptor or made by resctl. */
        record Secret(String name) implements Piece {}

        /**
         * Something made from a secret.
         *
         * @param argument what is signed, or the salt; empty where a hash has none
         */
        record Derived(Derivation derivation, String secret, String argument) implements Piece {}

        /** What a host told or will tell once an action has run, such as its VPN public key. */
        record Fact(String host, String key) implements Piece {}
    }

    /** How a piece is made from a secret. */
    public enum Derivation {
        /** Base64 of the Ed25519 signature of the argument; the secret is a PKCS#8 key in PEM. */
        ED25519_SIGNATURE,
        /** MariaDB's {@code mysql_native_password} string: {@code *} and 40 hex digits. */
        MARIADB_NATIVE_HASH,
        /** {@code crypt(3)} with SHA-512; the argument is the salt, since who compares the whole string needs to know it beforehand. */
        SHA512_CRYPT
    }

    public static Content text(String text) {
        return new Content(List.of(new Piece.Text(text)));
    }

    public static Content secret(String name) {
        return new Content(List.of(new Piece.Secret(name)));
    }

    public static Content fact(String host, String key) {
        return new Content(List.of(new Piece.Fact(host, key)));
    }

    public Content plus(Content more) {
        List<Piece> all = new ArrayList<>(pieces);
        all.addAll(more.pieces);
        return new Content(List.copyOf(all));
    }

    public Content plus(String text) {
        return plus(text(text));
    }

    /** True where the filled text must never be shown or stored. A signature is made from a secret, but may be seen. */
    public boolean sensitive() {
        return pieces.stream().anyMatch(piece -> switch (piece) {
            case Piece.Text t -> false;
            case Piece.Fact f -> false;
            case Piece.Secret s -> !s.name().endsWith(".pub");
            case Piece.Derived d -> d.derivation() != Derivation.ED25519_SIGNATURE;
        });
    }

    /** Empty as long as one hole cannot be filled. */
    public Optional<String> fill(Known known) {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            Optional<String> part = fill(piece, known);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            text.append(part.get());
        }
        return Optional.of(text.toString());
    }

    /** The holes that cannot be filled yet. */
    public List<Piece> holes(Known known) {
        return pieces.stream().filter(piece -> fill(piece, known).isEmpty()).toList();
    }

    private static Optional<String> fill(Piece piece, Known known) {
        return switch (piece) {
            case Piece.Text t -> Optional.of(t.text());
            case Piece.Secret s -> known.secret(s.name());
            case Piece.Derived d -> known.derived(d);
            case Piece.Fact f -> known.fact(f.host(), f.key());
        };
    }
}
