package io.resctl.view;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Small turns of phrase that every view uses, so that the same thing is always said the same way. */
public final class Words {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private Words() {}

    static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** {@code a1, a2 and b1}. */
    static String and(Collection<String> names) {
        List<String> list = List.copyOf(names);
        if (list.size() < 2) {
            return String.join("", list);
        }
        return String.join(", ", list.subList(0, list.size() - 1)) + " and " + list.getLast();
    }

    /** {@code 0.4s}, {@code 12s}, {@code 3m 05s}, {@code 2h 10m}. */
    static String elapsed(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 10) {
            return seconds + "." + duration.toMillisPart() / 100 + "s";
        }
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return String.format("%dm %02ds", seconds / 60, seconds % 60);
        }
        return String.format("%dh %02dm", seconds / 3600, seconds % 3600 / 60);
    }

    /** Text of a host or a file, without anything that a terminal would obey. Tabs become spaces. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\t') {
                clean.append("    ");
            } else if (c == '\n' || !Character.isISOControl(c)) {
                clean.appendCodePoint(c);
            } else {
                clean.append('?');
            }
        });
        return clean.toString();
    }

    static String oneLine(String text) {
        return clean(text).replace('\n', ' ').strip();
    }

    /** Why a host was not seen, without its name, which stands beside it. */
    static String why(String host, String why) {
        String line = oneLine(why);
        return line.startsWith(host + " ") || line.startsWith(host + ": ")
                ? line.substring(host.length() + 1).strip()
                : line;
    }

    /** At most {@code width} characters, the last three of them dots where something was left out. */
    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 3)) + "...";
    }

    /** {@code 1.4 GB}. */
    public static String size(long bytes) {
        return bytes >= 1_000_000_000L ? Math.round(bytes / 1e8) / 10.0 + " GB" : Math.round(bytes / 1e6) + " MB";
    }

    /** Lines of at most so many characters, broken at spaces. A longer word has a line of its own. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    static String pad(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }
}
