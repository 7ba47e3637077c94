package io.resctl.view;

/** Terminal colours, or none. */
public enum Colours {
    ON,
    OFF;

    public String bold(String text) {
        return wrap("1", text);
    }

    public String dim(String text) {
        return wrap("2", text);
    }

    public String red(String text) {
        return wrap("1;31", text);
    }

    public String green(String text) {
        return wrap("32", text);
    }

    public String yellow(String text) {
        return wrap("33", text);
    }

    public String cyan(String text) {
        return wrap("36", text);
    }

    private String wrap(String code, String text) {
        return switch (this) {
            case ON -> "\033[" + code + "m" + text + "\033[0m";
            case OFF -> text;
        };
    }
}
