package io.resctl.observe;

import io.resctl.diag.Diagnostic;
import io.resctl.journal.LockOwner;
import io.resctl.model.Lease;
import io.resctl.resource.Observed;
import io.resctl.resource.Ref;
import io.resctl.resource.Resource;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/** What one look at a host found. */
public sealed interface Sight {
    String host();

    /** The host did not answer: nothing may be concluded. */
    record Unseen(String host, Diagnostic why) implements Sight {}

    /**
     * The host answered.
     *
     * @param manifest empty where there is none; one that cannot be read is a {@code problem}
     * @param lease as found; whether its signature is true is for others to judge
     * @param lock who holds the site's lock here, if anyone
     * @param madeSecrets values by name, of those that resctl makes itself: in memory only
     * @param facts by key, of this host
     * @param resources what was found of each that was asked for
     */
    record Seen(
            String host,
            Instant clock,
            Os os,
            Optional<Manifest> manifest,
            Optional<SignedLease> lease,
            Optional<LockOwner> lock,
            SortedMap<String, String> madeSecrets,
            SortedMap<String, String> facts,
            SortedMap<Ref, Found> resources,
            Optional<Diagnostic> problem)
            implements Sight {

        Seen with(Optional<Manifest> other) {
            return new Seen(host, clock, os, other, lease, lock, madeSecrets, facts, resources, problem);
        }
    }

    /** Whether a host's problem is that its lease is there and cannot be read. */
    static boolean leaseUnreadable(Diagnostic problem) {
        return problem.code().equals("lease.unreadable");
    }

    /** A resource as it was asked for, and what was found. */
    record Found(Resource asked, Observed observed) {}

    /**
     * The host's operating system, as {@code os-release} says.
     *
     * @param id such as {@code debian}
     * @param version such as {@code 13}; may be empty
     */
    record Os(String id, String version) {}

    /**
     * A lease with the signature that stood beside it.
     *
     * @param signature base64, as found
     */
    record SignedLease(Lease lease, String signature) {}
}
