package io.resctl.remote.ssh;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Who runs resctl, and where: what OpenSSH would take from its surroundings.
 *
 * @param user the login name on this machine, the default on the others
 * @param folder relative paths of the descriptor start here
 * @param agent socket of the running ssh-agent
 * @param sshConfig a file to read instead of {@code ~/.ssh/config}, as with {@code ssh -F}
 */
public record Operator(String user, Path home, Path folder, Optional<Path> agent, Optional<Path> sshConfig) {

    /** Taken from this process's surroundings; {@code folder} is the descriptor's. */
    public static Operator of(Map<String, String> environment, Path folder) {
        Optional<Path> agent = Optional.ofNullable(environment.get("SSH_AUTH_SOCK"))
                .filter(s -> !s.isBlank())
                .map(Path::of);
        return new Operator(
                System.getProperty("user.name"),
                Path.of(System.getProperty("user.home")),
                folder,
                agent,
                Optional.empty());
    }

    /** A path as a user writes it: {@code ~/} is the home, what is relative starts at the descriptor's folder. */
    Path path(String written) {
        if (written.equals("~")) {
            return home;
        }
        if (written.startsWith("~/")) {
            return home.resolve(written.substring(2));
        }
        return folder.resolve(written);
    }
}
