package io.resctl.resource;

import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Something that can exist on a host. The set is closed: a new kind is one record here and one handler. {@link #wants} names attributes exactly as the
 * handler's question reports them, so that the difference is one pure function for all kinds.
 */
public sealed interface Resource
        permits Container,
                DatabaseAccount,
                DatabaseData,
                DatabaseHeartbeat,
                DatabaseRole,
                DatabaseSchema,
                Directory,
                Firewall,
                Image,
                Network,
                Packages,
                SolePassword,
                TextFile,
                Unit,
                VpnPeers,
                WireguardKey {
    Ref ref();

    SortedMap<String, Content> wants();

    /** Resources of the same host whose change makes this one act again: a unit restarts when a file that it reads was written. */
    default Set<Ref> disturbedBy() {
        return Set.of();
    }

    /** Stands in {@link #unsettled} for being there at all: a unit appears when another action writes its file. */
    String PRESENCE = "presence";

    /** Attributes that earlier actions of the same plan may move, and so say nothing about somebody else's change. */
    default Set<String> unsettled() {
        return Set.of();
    }

    /** Keys of the facts that its question or its making tells. */
    default Set<String> tells() {
        return Set.of();
    }

    /** Each attribute stands for itself: one whose value is not known yet can be left out, and one that is not wanted is a difference. */
    default boolean partial() {
        return false;
    }

    /** It is a state of something that runs: lost when the unit or container that it requires starts anew. */
    default boolean runtimeState() {
        return false;
    }

    /** The container whose server alone can tell of it: it cannot be seen while that does not run, and does not outlive it but in the server's data. */
    default Optional<Ref> server() {
        return Optional.empty();
    }

    /** It lives in data that the database servers share by replication: it is made and removed where the primary is, and owned there, whoever made it. */
    default boolean replicated() {
        return false;
    }

    /** It holds what users made: only {@code destroy --data} removes it. */
    default boolean holdsData() {
        return false;
    }
}
