package io.resctl.model;

/** The value of a service's environment variable. */
public sealed interface EnvValue {
    /** As written in the descriptor. */
    record Literal(String text) implements EnvValue {}

    /** A secret by name; the container gets it as a file and its path in {@code NAME_FILE}, unless the service says {@code expose: env}. */
    record SecretRef(String secret) implements EnvValue {}
}
