package io.resctl.model;

/** Who must have received a transaction before it is acknowledged. */
public enum SemiSync {
    NONE,
    LOCAL,
    STANDBY;

    /** As the descriptor spells it. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
