package io.resctl.backup;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The moment that a restore leads to. */
public sealed interface Target {
    /** As far as the archive goes. */
    record Latest() implements Target {}

    /** All of this second, nothing of the next. */
    record At(Instant second) implements Target {}

    /** This transaction is the last. */
    record Position(int domain, long server, long sequence) implements Target {
        String text() {
            return domain + "-" + server + "-" + sequence;
        }
    }

    Pattern GTID = Pattern.compile("(\\d{1,9})-(\\d{1,10})-(\\d{1,18})");

    /** {@code latest}, a GTID such as {@code 0-1-100}, or a time such as {@code 2026-11-24 11:00:05}, in UTC where no offset is written. */
    static Optional<Target> parse(String text) {
        if (text.equals("latest")) {
            return Optional.of(new Latest());
        }
        if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
            // A date alone is no moment, and looks like a GTID.
            return Optional.empty();
        }
        Matcher gtid = GTID.matcher(text);
        if (gtid.matches()) {
            return Optional.of(new Position(
                    Integer.parseInt(gtid.group(1)), Long.parseLong(gtid.group(2)), Long.parseLong(gtid.group(3))));
        }
        String time = text.strip().replaceFirst(" UTC$", "Z").replaceFirst("^(\\S+) ", "$1T");
        try {
            return Optional.of(new At(OffsetDateTime.parse(time).toInstant()))
                    .filter(Target::wholeSecond)
                    .map(t -> t);
        } catch (DateTimeException _) {
            try {
                return Optional.of(new At(LocalDateTime.parse(time).toInstant(ZoneOffset.UTC)))
                        .filter(Target::wholeSecond)
                        .map(t -> t);
            } catch (DateTimeException _) {
                return Optional.empty();
            }
        }
    }

    private static boolean wholeSecond(At at) {
        return at.second().equals(at.second().truncatedTo(ChronoUnit.SECONDS));
    }
}
