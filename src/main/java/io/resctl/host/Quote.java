package io.resctl.host;

/** Quoting for a POSIX shell. */
public final class Quote {
    private Quote() {}

    /** One word for {@code sh}, whatever it holds (but NUL): single quotes, and {@code '\''} for a quote inside. */
    public static String sh(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
