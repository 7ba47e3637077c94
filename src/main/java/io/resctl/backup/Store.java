package io.resctl.backup;

/** Where a host has something from. */
public enum Store {
    MADE,
    COPY;

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
