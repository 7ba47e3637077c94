package io.resctl.descriptor;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Helps with misspelt words. */
final class Words {
    private static final int LONGEST = 64;
    private static final int MOST_COMPARED = 500;
    private static final int MOST_LISTED = 30;

    private Words() {}

    /** The accepted word that the user most probably meant; the first of equals. */
    static Optional<String> nearest(String written, Collection<String> accepted) {
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String word : accepted.stream().limit(MOST_COMPARED).toList()) {
            int allowed = Math.max(1, Math.min(written.length(), word.length()) / 3);
            if (Math.abs(written.length() - word.length()) > allowed) {
                continue;
            }
            int distance = distance(written.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
            if (distance < bestDistance && distance <= allowed) {
                best = word;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** "did you mean `x`? " where there is such a word, else nothing. */
    static String didYouMean(String written, Collection<String> accepted) {
        return nearest(written, accepted)
                .map(word -> "did you mean `" + word + "`? ")
                .orElse("");
    }

    /** {@code `a`, `b`, `c`}. */
    static String list(Collection<String> words) {
        if (words.isEmpty()) {
            return "none";
        }
        String listed = words.stream().limit(MOST_LISTED).collect(Collectors.joining("`, `", "`", "`"));
        return words.size() > MOST_LISTED ? listed + " and " + (words.size() - MOST_LISTED) + " more" : listed;
    }

    /** A piece of the user's text for a message: short, on one line, harmless to a terminal. */
    static String quote(String text) {
        boolean tooLong = text.codePointCount(0, text.length()) > 60;
        return "`" + plain(tooLong ? text.substring(0, text.offsetByCodePoints(0, 60)) + "…" : text) + "`";
    }

    /** On one line, harmless to a terminal. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '\n') {
                plain.append("\\n");
            } else if (Characters.harmless(c)) {
                plain.appendCodePoint(c);
            } else {
                plain.append(Characters.name(c));
            }
        });
        return plain.toString();
    }

    /** Edits between two words, where swapping two neighbours counts once. */
    static int distance(String a, String b) {
        if (a.length() > LONGEST || b.length() > LONGEST) {
            return Integer.MAX_VALUE;
        }
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
