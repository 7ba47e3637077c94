package io.resctl.model;

import java.util.List;

/** Where a secret's value comes from. It is read when it is needed, on the operator's machine, and kept nowhere there. */
public sealed interface SecretSource {
    String name();

    /** An environment variable of resctl itself. */
    record Env(String name, String variable) implements SecretSource {}

    /** A file, relative to the descriptor; a final newline is not part of the secret. */
    record FromFile(String name, String path) implements SecretSource {}

    /** Standard output of a command; a final newline is not part of the secret. */
    record FromCommand(String name, List<String> argv) implements SecretSource {}
}
