package io.resctl.secret;

/** A secret's value. It shows itself to nobody who does not ask for it by name: not in a log, an exception or a record's text. */
public final class Secret {
    private final String value;

    /**
     * Holds a value.
     *
     * @param value any text without NUL
     */
    public Secret(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a secret cannot hold a NUL");
        }
        this.value = value;
    }

    /** The value itself, for standard input or a file on a host, and for nothing else. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
