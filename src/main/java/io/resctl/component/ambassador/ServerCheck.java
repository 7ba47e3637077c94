package io.resctl.component.ambassador;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Packets of the MySQL protocol that ask a server whether it is writable, in hexadecimal. HAProxy's own {@code mysql-check} only sees that a server
 * answers.
 */
final class ServerCheck {
    static final String USER = "resctl_check";
    static final String WRITABLE = "resctl-rw";
    static final String READ_ONLY = "resctl-ro";
    static final String EITHER = WRITABLE + "|" + READ_ONLY;

    /** Neither answer stands in the question, so an echo of it is no answer. From MariaDB 12 on the variable is a word. */
    private static final String QUESTION =
            "SELECT IF(@@global.read_only IN ('0', 'OFF'), CONCAT('resctl-', 'rw')," + " CONCAT('resctl-', 'ro')) AS s";

    /** Protocol 4.1 and its way to send a password; the default of everything else. */
    private static final String CAPABILITIES = "01820000";

    private static final String LARGEST_PACKET = "00000001";
    private static final String UTF8 = "21";
    private static final String EMPTY_PASSWORD = "00";
    private static final String QUERY = "03";
    private static final String QUIT = "01";

    private ServerCheck() {}

    static String login() {
        String user = hex(USER) + "00";
        return packet(1, CAPABILITIES + LARGEST_PACKET + UTF8 + "00".repeat(23) + user + EMPTY_PASSWORD);
    }

    static String question() {
        return packet(0, QUERY + hex(QUESTION));
    }

    static String goodbye() {
        return packet(0, QUIT);
    }

    /** Three bytes of length, lowest first; one that counts packets. */
    private static String packet(int sequence, String payload) {
        int length = payload.length() / 2;
        return String.format(
                "%02x%02x%02x%02x%s", length & 0xff, (length >> 8) & 0xff, (length >> 16) & 0xff, sequence, payload);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }
}
