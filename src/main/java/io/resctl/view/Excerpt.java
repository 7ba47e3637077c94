package io.resctl.view;

import io.resctl.diag.Where;
import java.util.regex.Pattern;

/** One line of the user's file with a caret below the place. */
final class Excerpt {
    private static final int WIDEST = 160;

    /** A value behind a telling key is not for screens and build logs, even if it stands on a line that is wrong elsewhere. */
    private static final Pattern TELLING = Pattern.compile(
            "(?i)(pas+w?o?r?d\\w*|secret\\w*|token\\w*|private_?key\\w*)([\"']?\\s*:\\s*)(?!\\s*!secret\\b)(\"[^\"]*\"|'[^']*'|[^\\s,}{\\[]+)");

    private Excerpt() {}

    static String of(String line, Where where, Colours colours) {
        int at = line.offsetByCodePoints(0, Math.min(where.column() - 1, line.codePointCount(0, line.length())));
        String before = printable(line.substring(0, at));
        String from = printable(line.substring(at));
        String shown = TELLING.matcher(before + from).replaceAll("$1$2***");
        if (shown.length() != before.length() + from.length() || shown.length() > WIDEST) {
            // The caret's column would lie, or the line would flood the screen: the place alone says enough.
            shown = shown.length() > WIDEST ? shown.substring(0, WIDEST) + "…" : shown;
            return "  " + gutter(where, colours) + shown + "\n";
        }
        int width = Math.max(1, tokenLength(from));
        String margin = " ".repeat(String.valueOf(where.line()).length()) + colours.dim(" | ");
        return "  " + gutter(where, colours) + shown + "\n  " + margin + " ".repeat(before.length())
                + colours.red("^".repeat(width)) + "\n";
    }

    private static String gutter(Where where, Colours colours) {
        return colours.dim(where.line() + " | ");
    }

    private static String printable(String text) {
        return text.replace('\t', ' ').replaceAll("\\p{C}", "?");
    }

    /** A word, or what stands in quotes. */
    private static int tokenLength(String text) {
        int closing = text.isEmpty() || "\"'".indexOf(text.charAt(0)) < 0 ? -1 : text.indexOf(text.charAt(0), 1);
        if (closing > 0) {
            return closing + 1;
        }
        int i = 0;
        while (i < text.length()
                && (Character.isLetterOrDigit(text.charAt(i)) || "_-./!%".indexOf(text.charAt(i)) >= 0)) {
            i++;
        }
        return i;
    }
}
