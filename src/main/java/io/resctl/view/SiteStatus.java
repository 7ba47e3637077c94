package io.resctl.view;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Lease;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was found when all hosts were asked how they are.
 *
 * @param lease the highest that was seen; empty: the site was never applied, or no host answered
 * @param drift changes that a plan would hold now; empty where none could be made
 */
public record SiteStatus(
        String site,
        String strategy,
        Instant at,
        Optional<Lease> lease,
        List<OfZone> zones,
        List<OfHost> hosts,
        List<OfService> services,
        List<OfGateway> gateways,
        List<OfDatabase> databases,
        Optional<Integer> drift,
        List<Diagnostic> notes) {

    /** Whether a zone serves, as its lease says. */
    public enum Role {
        LIVE("LIVE"),
        STANDBY("standing by"),
        UNKNOWN("unknown");

        private final String words;

        Role(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    public record OfZone(String zone, boolean home, Role role) {}

    /**
     * A host.
     *
     * @param why why it could not be reached; empty where it was
     * @param epoch of the lease that it holds
     * @param guard the guard's verdict in its own words; empty where none runs
     */
    public record OfHost(String host, String zone, String why, Optional<Long> epoch, String guard) {
        public boolean reached() {
            return why.isEmpty();
        }
    }

    /** The replicas of a service in a zone. A count covers the hosts that answered. */
    public record OfService(
            String service, String zone, Role role, int wanted, int created, int running, int ready, int unseen) {}

    /**
     * A gateway.
     *
     * @param address as a browser takes it
     */
    public record OfGateway(String host, String zone, Role role, Running running, String address) {}

    /** How a container is. */
    public enum Running {
        SERVING,
        STOPPED,
        UNHEALTHY,
        ABSENT,
        UNSEEN
    }

    /**
     * A database server.
     *
     * @param writable what the server says of itself
     * @param follows the host that it replicates from; empty: nobody
     * @param threads whether both replication threads run
     * @param behind seconds behind what it follows, as the server says; empty where it does not know
     * @param position its GTID position
     * @param error what replication complains of; empty: nothing
     */
    public record OfDatabase(
            String host,
            String zone,
            Role role,
            Running running,
            boolean writable,
            Optional<String> follows,
            boolean threads,
            Optional<Long> behind,
            String position,
            String error) {}
}
