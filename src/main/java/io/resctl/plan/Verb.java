package io.resctl.plan;

/** What an action does to its resource. */
public enum Verb {
    CREATE,
    CHANGE,
    DELETE
}
