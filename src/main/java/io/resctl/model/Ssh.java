package io.resctl.model;

import java.util.Optional;

/**
 * How to log in. What is empty is resolved by the user's own OpenSSH configuration ({@code ssh -G HOST}).
 *
 * @param identityFile path of a private key; {@code ~} stands for the operator's home
 * @param knownHosts file of accepted host keys, instead of {@code ~/.ssh/known_hosts}
 * @param jumpHost as in {@code ssh -J}
 */
public record Ssh(
        Optional<String> user,
        Optional<Port> port,
        Optional<String> identityFile,
        Optional<String> knownHosts,
        Optional<String> jumpHost) {}
