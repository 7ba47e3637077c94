package io.resctl.sql;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one transaction.
 *
 * @param domain the stream it belongs to; a site has one
 * @param server {@code server_id} of the server where it was first written
 * @param sequence grows by one for each transaction of a domain, whichever server writes it
 */
public record Gtid(long domain, long server, long sequence) implements Comparable<Gtid> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,10})-(\\d{1,10})-(\\d{1,18})");

    /** From {@code 0-1-10}; empty where the text is not of that form. */
    public static Optional<Gtid> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        return form.matches()
                ? Optional.of(new Gtid(
                        Long.parseLong(form.group(1)), Long.parseLong(form.group(2)), Long.parseLong(form.group(3))))
                : Optional.empty();
    }

    @Override
    public int compareTo(Gtid other) {
        int byDomain = Long.compare(domain, other.domain);
        int byServer = byDomain != 0 ? byDomain : Long.compare(server, other.server);
        return byServer != 0 ? byServer : Long.compare(sequence, other.sequence);
    }

    @Override
    public String toString() {
        return domain + "-" + server + "-" + sequence;
    }
}
