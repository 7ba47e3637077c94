package io.resctl.view;

/**
 * Where a text will be read.
 *
 * @param width in characters; lines are laid out for it where possible
 */
public record Screen(Colours colours, int width) {
    /** A log file, a pipe, a CI job. */
    public static final Screen PLAIN = new Screen(Colours.OFF, 100);

    String green(String text) {
        return colours.green(text);
    }

    String red(String text) {
        return colours.red(text);
    }

    String yellow(String text) {
        return colours.yellow(text);
    }

    String cyan(String text) {
        return colours.cyan(text);
    }

    String bold(String text) {
        return colours.bold(text);
    }

    String dim(String text) {
        return colours.dim(text);
    }
}
