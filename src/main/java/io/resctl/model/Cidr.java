package io.resctl.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An IPv4 network, such as {@code 10.90.0.0/16}. The address is that of the network: host bits are zero. */
public record Cidr(int address, int prefix) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    public Cidr {
        if (prefix < 0 || prefix > 32 || (address & ~mask(prefix)) != 0) {
            throw new IllegalArgumentException("not an IPv4 network: " + Ipv4.text(address) + "/" + prefix);
        }
    }

    /** Empty where the text is not a network, or has host bits. */
    public static Optional<Cidr> parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(m.group(5));
        Optional<Integer> address = Ipv4.parse(text.substring(0, text.indexOf('/')));
        if (prefix > 32 || address.isEmpty() || (address.get() & ~mask(prefix)) != 0) {
            return Optional.empty();
        }
        return Optional.of(new Cidr(address.get(), prefix));
    }

    public boolean contains(int ip) {
        return (ip & mask(prefix)) == address;
    }

    public boolean overlaps(Cidr other) {
        int shorter = Math.min(prefix, other.prefix);
        return (address & mask(shorter)) == (other.address & mask(shorter));
    }

    /** How many addresses it holds. */
    public long size() {
        return 1L << (32 - prefix);
    }

    private static int mask(int prefix) {
        return prefix == 0 ? 0 : -1 << (32 - prefix);
    }

    @Override
    public String toString() {
        return Ipv4.text(address) + "/" + prefix;
    }
}
