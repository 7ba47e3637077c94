package io.resctl.model;

/** Who must have received a transaction before it is acknowledged. */
public enum SemiSync {
    NONE,
    LOCAL,
    STANDBY
}
