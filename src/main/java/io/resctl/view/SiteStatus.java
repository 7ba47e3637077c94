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
 * @param backups empty where there are none
 * @param drift changes that a plan would hold now; empty where none could be made
 * @param findings what is wrong with the database tier
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
        Optional<OfBackups> backups,
        Optional<Integer> drift,
        List<Finding> findings,
        List<Diagnostic> notes) {

    public SiteStatus with(List<Finding> found) {
        return new SiteStatus(
                site, strategy, at, lease, zones, hosts, services, gateways, databases, backups, drift, found, notes);
    }

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
     * @param disk of the file system with the site's data
     */
    public record OfHost(
            String host, String zone, String why, Optional<Long> epoch, String guard, Optional<OfDisk> disk) {
        public boolean reached() {
            return why.isEmpty();
        }
    }

    /**
     * A file system.
     *
     * @param free bytes
     * @param size bytes
     */
    public record OfDisk(long free, long size) {
        /** Hundredths, rounded down. */
        public int freePercent() {
            return size == 0 ? 0 : (int) (free * 100.0 / size);
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

    /** What a database server is for, under the lease. */
    public enum Duty {
        PRIMARY("primary"),
        REPLICA("replica"),
        STANDBY("standby"),
        UNKNOWN("unknown");

        private final String words;

        Duty(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /**
     * A database server. What it says of itself is empty where it does not answer.
     *
     * @param writable what the server says of itself
     * @param follows the host that it replicates from; empty: nobody
     * @param threads whether both replication threads run
     * @param delay seconds since the newest heartbeat that it has, by its host's clock; empty where it has none
     * @param position all transactions that it has, as a GTID position
     * @param errant transactions that it has and the primary never had, as GTIDs; empty: none
     * @param strict whether it refuses what would break the order of transactions
     * @param semiSync empty where the descriptor wishes none
     * @param error what replication complains of; empty: nothing
     */
    public record OfDatabase(
            String host,
            String zone,
            Role role,
            Running running,
            Duty duty,
            String version,
            boolean writable,
            Optional<String> follows,
            boolean threads,
            Optional<Double> delay,
            String position,
            String errant,
            boolean strict,
            Optional<OfSemiSync> semiSync,
            String error) {}

    /**
     * Part of a server in semi-synchronous replication.
     *
     * @param words short, for people
     * @param degraded it is not as it should be now
     */
    public record OfSemiSync(String words, boolean degraded) {}

    /**
     * Backups of the database.
     *
     * @param made begin of the last one, and the host that made it
     * @param copied begin of the last one of which another host has a copy
     * @param verified the last restore that was tried
     */
    public record OfBackups(Optional<At> made, Optional<At> copied, Optional<Verified> verified) {
        public boolean none() {
            return made.isEmpty() && copied.isEmpty() && verified.isEmpty();
        }

        /** When, and on which host. */
        public record At(Instant at, String host) {}

        /**
         * A restore that was tried.
         *
         * @param ok it gave back all its data, and they were recent
         * @param why why it was not; empty where it was
         */
        public record Verified(Instant at, String host, boolean ok, String why) {}
    }
}
