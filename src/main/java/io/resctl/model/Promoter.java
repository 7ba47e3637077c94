package io.resctl.model;

/** Who makes another server of the live zone the primary when the primary dies. There is exactly one: two would undo each other's work. */
public enum Promoter {
    RESCTL,
    MAXSCALE
}
