package io.resctl.model;

import java.util.Optional;

/** IPv4 addresses as 32-bit numbers. */
public final class Ipv4 {
    private Ipv4() {}

    public static Optional<Integer> parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        int address = 0;
        for (String part : parts) {
            if (!part.matches("0|[1-9]\\d{0,2}") || Integer.parseInt(part) > 255) {
                return Optional.empty();
            }
            address = (address << 8) | Integer.parseInt(part);
        }
        return Optional.of(address);
    }

    public static String text(int address) {
        return (address >>> 24) + "." + ((address >>> 16) & 255) + "." + ((address >>> 8) & 255) + "."
                + (address & 255);
    }
}
