package io.resctl.remote.ssh;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What can be seen of a private key file without its passphrase.
 *
 * @param publicKey the public key as SSH encodes it, if it can be seen
 */
record KeyFile(Path path, boolean encrypted, Optional<ByteBuffer> publicKey) {
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

    static KeyFile read(Path path) throws IOException {
        String text = Files.readString(path, StandardCharsets.ISO_8859_1);
        if (!text.contains("-----BEGIN OPENSSH PRIVATE KEY-----")) {
            boolean encrypted = text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED");
            return new KeyFile(path, encrypted, beside(path));
        }
        String base64 = text.lines().filter(l -> !l.startsWith("-----")).collect(Collectors.joining());
        try {
            ByteBuffer in = ByteBuffer.wrap(Base64.getMimeDecoder().decode(base64));
            byte[] magic = new byte[MAGIC.length];
            in.get(magic);
            String cipher = new String(string(in), StandardCharsets.US_ASCII);
            string(in); // kdf
            string(in); // its options
            in.getInt(); // number of keys
            return new KeyFile(path, !cipher.equals("none"), Optional.of(ByteBuffer.wrap(string(in))));
        } catch (BufferUnderflowException | IllegalArgumentException | NegativeArraySizeException e) {
            throw new IOException("it is cut off or damaged", e);
        }
    }

    private static Optional<ByteBuffer> beside(Path path) throws IOException {
        Path shown = path.resolveSibling(path.getFileName() + ".pub");
        if (!Files.isRegularFile(shown)) {
            return Optional.empty();
        }
        String[] words =
                Files.readString(shown, StandardCharsets.ISO_8859_1).strip().split("\\s+");
        try {
            return words.length < 2
                    ? Optional.empty()
                    : Optional.of(ByteBuffer.wrap(Base64.getDecoder().decode(words[1])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] string(ByteBuffer in) {
        int length = in.getInt();
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
