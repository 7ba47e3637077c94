package io.resctl.remote.ssh;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Speaks to an ssh-agent over its Unix socket: which keys it holds, and signing with one. No private key ever comes here. */
final class Agent {
    private static final int REQUEST_IDENTITIES = 11;
    private static final int IDENTITIES_ANSWER = 12;
    private static final int SIGN_REQUEST = 13;
    private static final int SIGN_RESPONSE = 14;
    private static final int RSA_SHA2_512 = 4;
    private static final int LARGEST_ANSWER = 1 << 20;

    private final Path socket;

    Agent(Path socket) {
        this.socket = socket;
    }

    /**
     * A key that the agent holds.
     *
     * @param key the public key as SSH encodes it
     */
    record Identity(ByteBuffer key, String comment) {
        byte[] blob() {
            byte[] bytes = new byte[key.remaining()];
            key.duplicate().get(bytes);
            return bytes;
        }

        /** Such as {@code ssh-ed25519}: the first string of the blob. */
        String type() {
            return new String(string(key.duplicate()), StandardCharsets.US_ASCII);
        }

        /** The signature algorithm: RSA keys sign with SHA-2, never with SHA-1. */
        String algorithm() {
            return switch (type()) {
                case "ssh-rsa" -> "rsa-sha2-512";
                case "ssh-rsa-cert-v01@openssh.com" -> "rsa-sha2-512-cert-v01@openssh.com";
                default -> type();
            };
        }
    }

    List<Identity> identities() throws IOException {
        ByteBuffer answer = ask(REQUEST_IDENTITIES, IDENTITIES_ANSWER, new byte[0]);
        int count = answer.getInt();
        List<Identity> identities = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ByteBuffer key = ByteBuffer.wrap(string(answer));
            identities.add(new Identity(key, new String(string(answer), StandardCharsets.UTF_8)));
        }
        return List.copyOf(identities);
    }

    /** The signature as SSH encodes it: algorithm, then the bytes. */
    byte[] sign(Identity identity, byte[] data) throws IOException {
        int flags = identity.type().startsWith("ssh-rsa") ? RSA_SHA2_512 : 0;
        byte[] key = identity.blob();
        ByteBuffer request = ByteBuffer.allocate(12 + key.length + data.length);
        request.putInt(key.length).put(key);
        request.putInt(data.length).put(data);
        request.putInt(flags);
        return string(ask(SIGN_REQUEST, SIGN_RESPONSE, request.array()));
    }

    private ByteBuffer ask(int question, int expected, byte[] payload) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
            ByteBuffer message = ByteBuffer.allocate(5 + payload.length);
            message.putInt(1 + payload.length).put((byte) question).put(payload);
            out.write(message.array());
            out.flush();
            DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
            int length = in.readInt();
            if (length < 1 || length > LARGEST_ANSWER) {
                throw new IOException("the agent at " + socket + " gave an answer of " + length + " bytes");
            }
            ByteBuffer answer = ByteBuffer.wrap(in.readNBytes(length));
            if (answer.get() != expected) {
                throw new IOException("the agent at " + socket + " refused");
            }
            return answer;
        } catch (BufferUnderflowException e) {
            throw new IOException("the agent at " + socket + " broke off", e);
        }
    }

    private static byte[] string(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }
}
