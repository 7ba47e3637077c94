package io.resctl.view;

/**
 * Where a text will be read.
 *
 * @param color whether colours may be used
 * @param width in characters; lines are laid out for it where possible
 */
public record Screen(boolean color, int width) {
    /** A log file, a pipe, a CI job. */
    public static final Screen PLAIN = new Screen(false, 100);

    public String green(String text) {
        return paint("32", text);
    }

    public String red(String text) {
        return paint("31", text);
    }

    public String yellow(String text) {
        return paint("33", text);
    }

    public String cyan(String text) {
        return paint("36", text);
    }

    public String bold(String text) {
        return paint("1", text);
    }

    public String dim(String text) {
        return paint("2", text);
    }

    private String paint(String code, String text) {
        return color && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
