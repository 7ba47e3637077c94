package io.resctl.lab;

import java.time.Duration;

/** Waits for a host that was started. */
final class Boot {
    /** What "up" means, asked inside the container: no network in between. */
    private static final String READY = """
            until systemctl -q is-active ssh \
              && { ! systemctl -q is-enabled docker 2>/dev/null || docker info >/dev/null 2>&1; }; do sleep 0.2; done""";

    private Boot() {}

    static void await(LabEngine engine, String container, String host, Duration patience) {
        Outcome ready =
                engine.run(container, patience, "timeout", Long.toString(patience.toSeconds()), "bash", "-c", READY);
        if (ready.ok()) {
            return;
        }
        Outcome failed =
                engine.run(container, Duration.ofSeconds(10), "systemctl", "--failed", "--no-legend", "--plain");
        throw new LabException("Host " + host + " did not boot within " + patience.toSeconds() + " s. Failed units: "
                + (failed.out().isBlank() ? "none" : failed.out().strip()) + ". Look with: docker logs " + container
                + ".");
    }
}
