package io.resctl.render;

import java.util.Map;

/** How a value is written so that a target's parser reads exactly that value. What a target cannot hold is refused, never bent. */
public enum Quoting {
    /** A YAML (and JSON) string. */
    YAML {
        @Override
        public String quote(String value) {
            StringBuilder quoted = new StringBuilder("\"");
            value.codePoints().forEach(c -> quoted.append(yaml(c)));
            return quoted.append('"').toString();
        }
    },

    /** A YAML string that Compose, too, leaves as it is: Compose replaces {@code $NAME} and {@code ${NAME}} in every value. */
    COMPOSE {
        @Override
        public String quote(String value) {
            return YAML.quote(value.replace("$", "$$"));
        }
    },

    /** One word of a HAProxy configuration line. */
    HAPROXY {
        @Override
        public String quote(String value) {
            oneLine(value);
            return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$") + "\"";
        }
    },

    /** The value of an option in a MariaDB option file. */
    CNF {
        @Override
        public String quote(String value) {
            if (value.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("an option file cannot hold a NUL");
            }
            return "\""
                    + value.replace("\\", "\\\\")
                            .replace("\"", "\\\"")
                            .replace("\n", "\\n")
                            .replace("\r", "\\r")
                            .replace("\t", "\\t")
                    + "\"";
        }
    },

    /** A value in MaxScale's configuration, which knows no quotes: whatever is not plain is refused. */
    MAXSCALE {
        @Override
        public String quote(String value) {
            if (!value.matches("[A-Za-z0-9_./:@%+,-]+")) {
                throw new IllegalArgumentException("MaxScale's configuration has no quotes for this value");
            }
            return value;
        }
    },

    /** One word for a POSIX shell. */
    SH {
        @Override
        public String quote(String value) {
            if (value.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("a shell word cannot hold a NUL");
            }
            return io.resctl.host.Quote.sh(value);
        }
    },

    /** An SQL string literal in a session whose {@code sql_mode} is {@code NO_BACKSLASH_ESCAPES}. */
    SQL {
        @Override
        public String quote(String value) {
            if (value.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("an SQL literal here cannot hold a NUL");
            }
            return "'" + value.replace("'", "''") + "'";
        }
    },

    /** An SQL name. */
    SQL_NAME {
        @Override
        public String quote(String value) {
            return "`" + value.replace("`", "``") + "`";
        }
    };

    private static final Map<Integer, String> ESCAPES =
            Map.of((int) '"', "\\\"", (int) '\\', "\\\\", (int) '\n', "\\n", (int) '\r', "\\r", (int) '\t', "\\t");

    /** The value as the target's text. */
    public abstract String quote(String value);

    private static String yaml(int c) {
        if (c == 0) {
            throw new IllegalArgumentException("a value cannot hold a NUL");
        }
        String escape = ESCAPES.get(c);
        if (escape != null) {
            return escape;
        }
        // YAML forbids control characters; the last three it would take for line ends or drop.
        boolean plain = c >= 0x20 && !(c >= 0x7f && c <= 0x9f) && c != 0x2028 && c != 0x2029 && c != 0xfeff;
        return plain ? Character.toString(c) : String.format("\\u%04x", c);
    }

    private static void oneLine(String value) {
        if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            throw new IllegalArgumentException("a HAProxy word cannot hold control characters");
        }
    }
}
