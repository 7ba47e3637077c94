package io.resctl.descriptor;

import io.resctl.model.Cidr;
import io.resctl.model.Percent;
import io.resctl.model.Port;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words that mean a number, a duration, a choice. */
final class Scalars {
    private static final Pattern WHOLE = Pattern.compile("0|[1-9]\\d{0,8}");
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9]\\d{0,5})(\\.\\d{1,6})?");
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,4})d)?(?:(\\d{1,4})h)?(?:(\\d{1,5})m)?(?:(\\d{1,7})s)?(?:(\\d{1,9})ms)?");
    private static final Pattern MEMORY = Pattern.compile("([1-9]\\d{0,8})([KMG])");
    private static final Map<String, Long> UNITS = Map.of("K", 1L << 10, "M", 1L << 20, "G", 1L << 30);

    private Scalars() {}

    static Optional<Integer> whole(Cursor c, int min, int max) {
        String accepted = "a whole number from " + min + " to " + max;
        return c.word(accepted).flatMap(text -> {
            if (WHOLE.matcher(text).matches() && Integer.parseInt(text) >= min && Integer.parseInt(text) <= max) {
                return Optional.of(Integer.parseInt(text));
            }
            return c.unfit(Words.quote(text), accepted, "write the digits alone");
        });
    }

    static Optional<Port> port(Cursor c) {
        return whole(c, 1, 65535).map(Port::new);
    }

    static Optional<Boolean> bool(Cursor c) {
        return choice(c, List.of("true", "false")).map("true"::equals);
    }

    /** One of some words; the hint names them all and the nearest. */
    static Optional<String> choice(Cursor c, List<String> words) {
        String accepted = "one of " + Words.list(words);
        return c.word(accepted).flatMap(text -> {
            if (words.contains(text)) {
                return Optional.of(text);
            }
            String near = Words.nearest(text, words)
                    .map(word -> "did you mean `" + word + "`?")
                    .orElse("write one of these words");
            return c.unfit(Words.quote(text), accepted, near);
        });
    }

    /** One of an enumeration's constants, in lower case with hyphens. */
    static <E extends Enum<E>> Optional<E> choice(Cursor c, Class<E> type) {
        Function<E, String> spelt = e -> e.name().toLowerCase(Locale.ROOT).replace('_', '-');
        List<E> constants = Arrays.asList(type.getEnumConstants());
        return choice(c, constants.stream().map(spelt).toList())
                .flatMap(word -> constants.stream()
                        .filter(e -> spelt.apply(e).equals(word))
                        .findFirst());
    }

    static Optional<String> matching(Cursor c, Pattern form, String accepted, String hint) {
        return c.word(accepted).flatMap(text -> {
            if (text.length() <= 4096 && form.matcher(text).matches()) {
                return Optional.of(text);
            }
            return c.unfit(Words.quote(text), accepted, hint);
        });
    }

    static Optional<Duration> duration(Cursor c, Duration min, Duration max) {
        String accepted = "a duration from " + spelt(min) + " to " + spelt(max);
        String hint = "a number with its unit: `500ms`, `30s`, `15m`, `1h30m`, `2d`";
        return c.word(accepted).flatMap(text -> {
            Matcher m = DURATION.matcher(text);
            if (text.isEmpty() || !m.matches()) {
                return c.unfit(Words.quote(text), accepted, hint);
            }
            Duration sum = Duration.ofDays(number(m.group(1)))
                    .plusHours(number(m.group(2)))
                    .plusMinutes(number(m.group(3)))
                    .plusSeconds(number(m.group(4)))
                    .plusMillis(number(m.group(5)));
            return sum.compareTo(min) < 0 || sum.compareTo(max) > 0
                    ? c.unfit(Words.quote(text), accepted, hint)
                    : Optional.of(sum);
        });
    }

    static Optional<Percent> percent(Cursor c) {
        String accepted = "a percentage from 0% to 100%";
        return c.word(accepted).flatMap(text -> {
            String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : "";
            if (DECIMAL.matcher(number).matches() && new BigDecimal(number).compareTo(BigDecimal.valueOf(100)) <= 0) {
                return Optional.of(Percent.of(number));
            }
            return c.unfit(Words.quote(text), accepted, "write it with its sign, such as `60%` or `99.9%`");
        });
    }

    /** A number of cores. */
    static Optional<BigDecimal> cores(Cursor c) {
        String accepted = "a number of cores from 0.01 to 1024";
        return c.word(accepted).flatMap(text -> {
            if (DECIMAL.matcher(text).matches()) {
                BigDecimal cores = new BigDecimal(text);
                if (cores.compareTo(new BigDecimal("0.01")) >= 0 && cores.compareTo(BigDecimal.valueOf(1024)) <= 0) {
                    return Optional.of(cores);
                }
            }
            return c.unfit(Words.quote(text), accepted, "such as `0.5` or `2`");
        });
    }

    /** Bytes. The engine refuses less than 6 MiB. */
    static Optional<Long> memory(Cursor c) {
        String accepted = "an amount of memory from 6M to 1024G";
        return c.word(accepted).flatMap(text -> {
            Matcher m = MEMORY.matcher(text);
            if (m.matches()) {
                long bytes = Long.parseLong(m.group(1)) * UNITS.getOrDefault(m.group(2), 0L);
                if (bytes >= 6L << 20 && bytes <= 1024L << 30) {
                    return Optional.of(bytes);
                }
            }
            return c.unfit(Words.quote(text), accepted, "a whole number with K, M or G (of 1024), such as `256M`");
        });
    }

    static Optional<Cidr> network(Cursor c) {
        String accepted = "an IPv4 network";
        return c.word(accepted).flatMap(text -> {
            Optional<Cidr> network = Cidr.parse(text);
            return network.isPresent()
                    ? network
                    : c.unfit(
                            Words.quote(text),
                            accepted,
                            text.contains(":")
                                    ? "such as `10.90.0.0/16`; IPv6 networks are not accepted yet"
                                    : "such as `10.90.0.0/16`; the bits behind the prefix must be zero");
        });
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static String spelt(Duration d) {
        return d.isZero() ? "0s" : d.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
