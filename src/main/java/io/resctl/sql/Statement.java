package io.resctl.sql;

import io.resctl.render.Quoting;
import java.util.ArrayList;
import java.util.List;

/**
 * One statement of a session.
 *
 * @param text without the delimiter at its end
 * @param shown fit for a plan: the same, without secrets
 */
public record Statement(String text, String shown) {
    private static final String DELIMITER = "//";

    public static Statement of(String text) {
        return new Statement(text, text);
    }

    /** A session in which a backslash is a backslash, so that only quotes need quoting. */
    public static String text(List<Statement> statements) {
        List<String> lines = new ArrayList<>();
        lines.add("SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES'");
        statements.forEach(s -> lines.add(s.text));
        return "DELIMITER " + DELIMITER + "\n" + String.join("\n" + DELIMITER + "\n", lines) + "\n" + DELIMITER + "\n";
    }

    /** As a plan shows it: nothing secret, ready to be typed. */
    @Override
    public String toString() {
        return shown;
    }

    static String literal(String value) {
        return Quoting.SQL.quote(value);
    }

    static String name(String name) {
        return Quoting.SQL_NAME.quote(name);
    }
}
