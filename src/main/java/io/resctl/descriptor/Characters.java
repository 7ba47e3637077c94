package io.resctl.descriptor;

import java.util.OptionalInt;

/** Which characters may stand in a value. */
final class Characters {
    private Characters() {}

    /** The first one that may not stand in a word: control characters, line breaks, halves of pairs, non-characters. */
    static OptionalInt strangerInLine(String text) {
        return text.codePoints().filter(c -> !harmless(c)).findFirst();
    }

    /** As {@link #strangerInLine}, but tabs and newlines are welcome. */
    static OptionalInt strangerInText(String text) {
        return text.codePoints()
                .filter(c -> !harmless(c) && c != '\n' && c != '\t')
                .findFirst();
    }

    static boolean harmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            // Joiners are part of ordinary words and emoji; marks that turn the direction of writing only deceive.
            case Character.FORMAT -> c == 0x200C || c == 0x200D || c == 0xFEFF;
            default -> true;
        };
    }

    /** How a message names it: {@code U+0007}. */
    static String name(int c) {
        return "U+%04X".formatted(c);
    }
}
