package io.resctl.runbook.database;

import io.resctl.model.Host;
import io.resctl.model.Lease;
import io.resctl.model.Names;
import io.resctl.model.SemiSync;
import io.resctl.model.Site;
import io.resctl.observe.Knowledge;
import io.resctl.resource.LeaseFile;
import io.resctl.sql.GtidList;
import io.resctl.sql.ScheduledEvent;
import io.resctl.sql.ServerState;
import io.resctl.sql.Standing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Who gives the right to write to whom.
 *
 * @param former host of the server that took writes
 * @param next host of the one that shall
 * @param before the lease that counts now
 * @param after the lease by which it is done
 * @param events that run on the former, and then on the next
 */
public record Move(
        Site site,
        String former,
        String next,
        Lease before,
        Lease after,
        List<ScheduledEvent> events,
        Knowledge known) {

    /**
     * From what a look found. A move that was broken off behind its point of no return has its lease already.
     *
     * @param by who asks for it, in plain letters
     */
    public static Move of(Tier tier, Lease lease, String former, String next, Instant now, String by, Knowledge known) {
        boolean begun = lease.primary().equals(next);
        Lease after = begun
                ? lease
                : new Lease(
                        lease.epoch() + 1,
                        lease.live(),
                        next,
                        now.truncatedTo(ChronoUnit.SECONDS),
                        by.replaceAll("[^A-Za-z0-9@._+-]", "_"));
        List<ScheduledEvent> here = tier.state(former).map(ServerState::events).orElse(List.of()).stream()
                .filter(ScheduledEvent::enabled)
                .toList();
        // Of a primary that is gone a replica tells what ran there; so it does of one that was closed before.
        List<ScheduledEvent> there = tier.state(next).map(ServerState::events).orElse(List.of()).stream()
                .filter(ScheduledEvent::leftToSource)
                .toList();
        return new Move(tier.site(), former, next, lease, after, here.isEmpty() ? there : here, known);
    }

    /** The lease that takes it back, should nobody know whether the other was written. */
    Lease back() {
        return new Lease(after.epoch() + 1, before.live(), former, after.since(), after.by());
    }

    Names names() {
        return site.names();
    }

    Host host(String name) {
        return site.host(name);
    }

    String container() {
        return names().container("db");
    }

    Standing standing() {
        return new Standing(container(), "/run/resctl-" + site.name() + "/move");
    }

    boolean semiSync() {
        return site.database().map(db -> db.semiSync() != SemiSync.NONE).orElse(false);
    }

    /** Where the former primary stopped: as its freeze said, or as it stands closed now. */
    GtidList target(Tier tier, Optional<String> noted) {
        return noted.map(GtidList::parse)
                .or(() -> tier.state(former).map(ServerState::position))
                .or(() -> tier.state(next).map(ServerState::stream))
                .orElse(GtidList.NONE);
    }

    /** Signed; empty while the site's key is not known. */
    Optional<String> file(Lease lease) {
        return LeaseFile.of(names(), lease).content().fill(known);
    }

    Optional<String> password() {
        return known.secret(Names.REPLICATION_PASSWORD);
    }
}
