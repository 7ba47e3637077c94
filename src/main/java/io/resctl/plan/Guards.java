package io.resctl.plan;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Host;
import io.resctl.observe.Sight;
import io.resctl.resource.DatabaseData;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.Observed;
import io.resctl.resource.Packages;
import io.resctl.resource.TextFile;
import io.resctl.resource.Wish;
import java.util.List;
import java.util.Optional;

/** All rules that a plan never breaks. They protect data; each errs towards doing nothing. */
final class Guards {
    static final List<Guard> ALL = List.of(
            Guards::firstLeaseWhenAllAnswered,
            Guards::noFirstLeaseOverADamagedOne,
            LostPrimary::noEmptyDatabaseBesideLivingData,
            Guards::dataIsNeverMadeOver,
            Guards::writableOnlyInTheLiveZone,
            Guards::noReplicaIsMadeThePrimary,
            BehindPrimary::isNotOpened,
            Guards::openedOnlyWhenAnotherZoneIsSeen,
            ReplicaGuard::leftAloneWithoutItsPrimary,
            ReplicaGuard::followsOnlyWhomItCanReach,
            Guards::supportedSystem);

    private Guards() {}

    private static Optional<Diagnostic> firstLeaseWhenAllAnswered(Wish wish, Verb verb, List<Wish> all, Ground ground) {
        boolean lease = wish.resource() instanceof TextFile file
                && file.path().equals(ground.site().names().lease());
        List<String> silent =
                ground.observation().unseen().map(Sight.Unseen::host).toList();
        return lease && ground.lease().isEmpty() && !silent.isEmpty()
                ? Optional.of(Diagnostic.warning(
                        "lease.wait",
                        "no zone is made live yet: the first lease is written only when every host has answered that it has none, and "
                                + String.join(", ", silent) + " did not",
                        "bring it up and apply again, or take it out of the descriptor"))
                : Optional.empty();
    }

    /** It may be of a later epoch, by which another zone is live. */
    private static Optional<Diagnostic> noFirstLeaseOverADamagedOne(
            Wish wish, Verb verb, List<Wish> all, Ground ground) {
        String path = ground.site().names().lease();
        List<String> damaged = ground.observation()
                .seen()
                .filter(s -> s.problem().filter(Sight::leaseUnreadable).isPresent())
                .map(Sight.Seen::host)
                .toList();
        return wish.resource() instanceof TextFile file
                        && file.path().equals(path)
                        && ground.lease().isEmpty()
                        && !damaged.isEmpty()
                ? Optional.of(Diagnostic.error(
                        "lease.damaged",
                        "which zone is live is not known: no host has a lease that can be read, and that of "
                                + String.join(", ", damaged) + " is damaged",
                        "if home is live, remove " + path + " on " + String.join(", ", damaged) + " and apply again"))
                : Optional.empty();
    }

    private static Optional<Diagnostic> dataIsNeverMadeOver(Wish wish, Verb verb, List<Wish> all, Ground ground) {
        return wish.resource() instanceof DatabaseData data
                        && !DatabaseData.worthless(ground.observation().of(wish.at()))
                ? Optional.of(Diagnostic.error(
                        "database.over",
                        "there is something at " + data.path() + " on " + wish.host()
                                + " that is not this site's whole database; it is not overwritten",
                        "look at it, move it away if it is not needed, and apply again"))
                : Optional.empty();
    }

    private static Optional<Diagnostic> writableOnlyInTheLiveZone(Wish wish, Verb verb, List<Wish> all, Ground ground) {
        String zone = ground.site().host(wish.host()).zone();
        return wish.resource() instanceof DatabaseRole role
                        && role.writable()
                        && !zone.equals(ground.effective().live())
                ? Optional.of(Diagnostic.error(
                        "database.zone",
                        "the database on " + wish.host() + " would take writes, and zone " + zone + " is not live",
                        "this is a defect of resctl: please report it"))
                : Optional.empty();
    }

    /** Seen before anything is touched: the guard's files would already name it the one to open, and then nobody opens the one that is. */
    private static Optional<Diagnostic> noReplicaIsMadeThePrimary(Wish wish, Verb verb, List<Wish> all, Ground ground) {
        if (!(wish.resource() instanceof DatabaseRole role)
                || !role.writable()
                || !(ground.observation().of(wish.at()) instanceof Observed.Present present)) {
            return Optional.empty();
        }
        String follows = present.attributes().getOrDefault("follows", "nobody");
        return follows.equals("nobody") || follows.equals("stopped")
                ? Optional.empty()
                : Optional.of(Diagnostic.error(
                        "database.primary",
                        "the descriptor and the lease make " + wish.host() + " the primary, and its database follows "
                                + follows + ": an apply makes no replica the primary",
                        "make it the primary with `resctl switchover --database " + wish.host()
                                + "`; or put the present primary back into database.mariadb.hosts, then apply"));
    }

    /** A zone that is cut off may have been left behind: whether the others hold a higher epoch is known only when one of them answers. */
    private static Optional<Diagnostic> openedOnlyWhenAnotherZoneIsSeen(
            Wish wish, Verb verb, List<Wish> all, Ground ground) {
        if (!(wish.resource() instanceof DatabaseRole role) || !role.writable()) {
            return Optional.empty();
        }
        String zone = ground.site().host(wish.host()).zone();
        List<Host> elsewhere =
                ground.site().hosts().filter(h -> !h.zone().equals(zone)).toList();
        return elsewhere.isEmpty() || elsewhere.stream().anyMatch(h -> ground.seen(h.name()))
                ? Optional.empty()
                : Optional.of(Diagnostic.warning(
                        "database.isolated",
                        "the database on " + wish.host() + " is not opened for writes while no host of another zone"
                                + " answers: one of them may have taken over",
                        "apply again when one answers"));
    }

    private static Optional<Diagnostic> supportedSystem(Wish wish, Verb verb, List<Wish> all, Ground ground) {
        if (!(wish.resource() instanceof Packages packages)) {
            return Optional.empty();
        }
        return ground.observation()
                .seen(wish.host())
                .map(Sight.Seen::os)
                .filter(os -> !Systems.supported(os))
                .map(os -> Diagnostic.error(
                        "host.unsupported",
                        wish.host() + " runs " + Systems.words(os) + " and lacks some of: "
                                + String.join(", ", packages.packages()),
                        "resctl installs packages on " + Systems.SUPPORTED
                                + " only; install these by hand, or use another system"));
    }
}
