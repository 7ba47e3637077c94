package io.resctl.component.bootstrap;

import io.resctl.diag.Diagnostic;
import java.util.Optional;

/** Which systems a host may run. */
public final class Support {
    private static final String HINT =
            "resctl runs on Debian 13 and Ubuntu 24.04, and on later releases of both; leave this host out, or install one of them";

    private Support() {}

    /**
     * Empty where the system will do.
     *
     * @param id as {@code ID} in {@code os-release}
     * @param version as {@code VERSION_ID} there; may be empty
     */
    public static Optional<Diagnostic> check(String host, String id, String version) {
        return lack(id, version)
                .map(lack -> Diagnostic.error("host.unsupported", "host " + host + " runs " + lack, HINT));
    }

    private static Optional<String> lack(String id, String version) {
        return switch (id) {
            case "debian" -> older(version, 13, 0).map(v -> "Debian " + v + ", whose packages lack Compose v2");
            case "ubuntu" -> older(version, 24, 4).map(v -> "Ubuntu " + v + ", which is older than what is supported");
            case "" -> Optional.of("a system that does not say in os-release what it is");
            default ->
                Optional.of((id + " " + version).strip() + ", whose packages resctl does not know how to install");
        };
    }

    /** The version as words, if it is not at least the one asked for. */
    private static Optional<String> older(String version, int major, int minor) {
        if (!version.matches("\\d{1,4}(\\.\\d{1,4})?")) {
            return Optional.of(version.isEmpty() ? "without a release number" : version);
        }
        int dot = version.indexOf('.');
        int has = Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
        int hasMinor = dot < 0 ? 0 : Integer.parseInt(version.substring(dot + 1));
        boolean enough = has > major || (has == major && hasMinor >= minor);
        return enough ? Optional.empty() : Optional.of(version);
    }
}
