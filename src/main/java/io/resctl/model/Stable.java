package io.resctl.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Numbers that must stay the same when hosts or services come and go, and so are hashes of names. */
public final class Stable {
    private static final String NAMES = "169.254.";
    private static final int FIRST_NAMES = 90;
    private static final int COUNT_NAMES = 60;

    private Stable() {}

    /** A host's address in the VPN: the hash of its name, within the subnet, never its first or last address. */
    public static String vpnAddress(String host, Cidr subnet) {
        long span = Math.min(subnet.size(), 65536) - 2;
        return Ipv4.text(subnet.address() + 1 + (int) (hash(host) % span));
    }

    /** First published port of a service: 20000 to 59900 in steps of 100. */
    public static int publish(String service) {
        return 20000 + (int) (hash(service) % 400) * 100;
    }

    /**
     * The address of a name (such as {@code db}) inside containers: link-local, on every host the same, bound by that host's ambassador. Never
     * 169.254.0.x or 169.254.169.x, which others use.
     */
    public static String nameAddress(String name) {
        long h = hash(name);
        return NAMES + (FIRST_NAMES + h % COUNT_NAMES) + "." + (1 + (h / 60) % 250);
    }

    /** All that {@link #nameAddress} can answer, as {@code FIRST-LAST}. */
    public static String nameAddresses() {
        return NAMES + FIRST_NAMES + ".0-" + NAMES + (FIRST_NAMES + COUNT_NAMES - 1) + ".255";
    }

    private static long hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            long value = 0;
            for (int i = 0; i < 4; i++) {
                value = (value << 8) | (digest[i] & 0xFF);
            }
            return value;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
