package io.resctl.observe;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The {@code $6$} hash of {@code crypt(3)} with its default of 5000 rounds, as Ulrich Drepper's specification describes it. */
final class Sha512Crypt {
    private static final int ROUNDS = 5000;
    private static final int SIZE = 64;
    private static final String LETTERS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private Sha512Crypt() {}

    /**
     * Hashes.
     *
     * @param salt at most 16 letters, digits, {@code .} or {@code /}
     */
    static String hash(String password, String salt) {
        byte[] key = password.getBytes(StandardCharsets.UTF_8);
        byte[] grain = salt.getBytes(StandardCharsets.UTF_8);
        byte[] digest = start(key, grain);
        byte[] keys = repeat(digest(repeated(key, key.length)), key.length);
        byte[] grains = repeat(digest(repeated(grain, 16 + (digest[0] & 0xff))), grain.length);
        for (int round = 0; round < ROUNDS; round++) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            text.writeBytes(round % 2 == 1 ? keys : digest);
            if (round % 3 != 0) {
                text.writeBytes(grains);
            }
            if (round % 7 != 0) {
                text.writeBytes(keys);
            }
            text.writeBytes(round % 2 == 1 ? digest : keys);
            digest = digest(text.toByteArray());
        }
        return "$6$" + salt + "$" + letters(digest);
    }

    private static byte[] start(byte[] key, byte[] salt) {
        ByteArrayOutputStream other = new ByteArrayOutputStream();
        other.writeBytes(key);
        other.writeBytes(salt);
        other.writeBytes(key);
        byte[] otherDigest = digest(other.toByteArray());
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(key);
        text.writeBytes(salt);
        text.writeBytes(repeat(otherDigest, key.length));
        for (int bits = key.length; bits > 0; bits >>= 1) {
            text.writeBytes((bits & 1) == 1 ? otherDigest : key);
        }
        return digest(text.toByteArray());
    }

    /** Cut or strung together to that length. */
    private static byte[] repeat(byte[] digest, int length) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = digest[i % SIZE];
        }
        return text;
    }

    private static byte[] repeated(byte[] text, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(text);
        }
        return all.toByteArray();
    }

    /** Three bytes give four letters, in an order that turns by 22 bytes each time; the last byte gives two. */
    private static String letters(byte[] digest) {
        StringBuilder text = new StringBuilder();
        int[] at = {0, 21, 42};
        for (int i = 0; i < SIZE / 3; i++) {
            int bits = (digest[at[0]] & 0xff) << 16 | (digest[at[1]] & 0xff) << 8 | (digest[at[2]] & 0xff);
            letters(text, bits, 4);
            int[] next = Arrays.stream(at).map(x -> (x + 22) % 63).toArray();
            at = next;
        }
        letters(text, digest[SIZE - 1] & 0xff, 2);
        return text.toString();
    }

    private static void letters(StringBuilder text, int bits, int count) {
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(bits >> (6 * i) & 0x3f));
        }
    }

    private static byte[] digest(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }
}
