package io.resctl.plan;

import io.resctl.diag.Diagnostic;
import io.resctl.resource.DatabaseData;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.Observed;
import io.resctl.resource.Wish;
import io.resctl.sql.Gtid;
import io.resctl.sql.GtidList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Never an empty primary beside living data. Where the first server has none, others may have the site's; a server that cannot be asked may have it, unless
 * no host remembers that there ever was a database.
 */
final class LostPrimary {
    private static final String HOW =
            "`resctl failover --database HOST`, then apply; docs/lost-primary.md tells what to look at first";

    /** The wish for the primary's data. */
    private final Wish primary;

    private final List<Wish> all;
    private final Ground ground;

    private LostPrimary(Wish primary, List<Wish> all, Ground ground) {
        this.primary = primary;
        this.all = all;
        this.ground = ground;
    }

    /** Where it refuses, nothing else of the database on that host is touched either: its folders may be those of a disk that is not mounted. */
    static Optional<Diagnostic> noEmptyDatabaseBesideLivingData(Wish wish, Verb verb, List<Wish> all, Ground ground) {
        boolean database = data(all)
                .anyMatch(w -> w.host().equals(wish.host()) && w.component().equals(wish.component()));
        return Optional.of(wish.host())
                .filter(host -> database)
                .flatMap(host -> refusal(host, all, ground))
                .filter(d -> d.isError() || wish.resource() instanceof DatabaseData);
    }

    /** Why the primary on that host, which answers, is lost; empty where it is not. Its replicas are left alone then, too. */
    static Optional<Diagnostic> on(String host, List<Wish> all, Ground ground) {
        return refusal(host, all, ground).filter(Diagnostic::isError);
    }

    private static Optional<Diagnostic> refusal(String host, List<Wish> all, Ground ground) {
        return data(all)
                .filter(w -> w.host().equals(host))
                .filter(w -> w.resource() instanceof DatabaseData data
                        && data.seedFrom().isEmpty())
                .filter(w -> DatabaseData.worthless(ground.observation().of(w.at())))
                .findFirst()
                .flatMap(primary -> new LostPrimary(primary, all, ground).refusal());
    }

    private Optional<Diagnostic> refusal() {
        List<Wish> others = data(all).filter(w -> !w.at().equals(primary.at())).toList();
        List<Wish> holding = others.stream()
                .filter(w -> DatabaseData.whole(ground.observation().of(w.at())))
                .toList();
        List<String> unsure = others.stream()
                .filter(w -> !holding.contains(w)
                        && !DatabaseData.worthless(ground.observation().of(w.at())))
                .map(Wish::host)
                .toList();
        if (!holding.isEmpty()) {
            return Optional.of(lost(holders(holding) + (holding.size() == 1 ? " holds" : " hold") + " the site's data"
                    + (unsure.isEmpty() ? "" : ", and " + silent(unsure))));
        }
        boolean everMade = everMade();
        if (!unsure.isEmpty()) {
            return Optional.of(everMade ? lost(silent(unsure)) : wait(unsure));
        }
        boolean begun = DatabaseData.begun(ground.observation().of(primary.at()));
        return everMade && !begun ? Optional.of(gone()) : Optional.empty();
    }

    private Diagnostic lost(String others) {
        String host = primary.host();
        return error(
                others + "; an empty database is not made beside it",
                "Nothing of the database on " + host
                        + " is touched. If its disk is not mounted or its folder was moved, bring it back and apply again."
                        + " If its data is lost, keep the other servers running: the one that received most takes its place; "
                        + HOW + ". What has nothing to do with the database can be applied with --only.");
    }

    private Diagnostic gone() {
        String path = primary.at().ref().name();
        return error(
                "no other server has it; an empty one is not made in silence",
                "If its disk is not mounted or its folder was moved, bring it back and apply again. To restore a backup: `resctl restore --to latest --replace SITE`, or see docs/lost-primary.md."
                        + " To begin with an empty database, say so on " + primary.host() + ": mkdir -p " + path
                        + " && touch "
                        + path + "/" + DatabaseData.BEGUN + ", and apply again.");
    }

    private Diagnostic error(String why, String hint) {
        boolean had = ground.made(primary.at());
        return Diagnostic.error(
                "database.lost",
                "the primary " + primary.host() + (had ? " has lost its database (" : " has no database (")
                        + primary.at().ref().name() + "), and " + why,
                hint);
    }

    private Diagnostic wait(List<String> unsure) {
        return Diagnostic.warning(
                "database.fresh",
                "no new database is made on " + primary.host() + " while " + String.join(", ", unsure)
                        + " could not be asked whether it has the site's data",
                "apply again when it answers");
    }

    private static String silent(List<String> hosts) {
        return String.join(", ", hosts) + (hosts.size() == 1 ? " does" : " do")
                + " not answer and may hold the site's data";
    }

    /** The furthest first: by what they received, which they can still apply. */
    private String holders(List<Wish> holding) {
        return holding.stream()
                .sorted(Comparator.comparingLong((Wish w) -> furthest(w.host()))
                        .reversed()
                        .thenComparing(Wish::host))
                .map(w -> w.host() + " (" + position(w.host()) + ")")
                .collect(Collectors.joining(", "));
    }

    private String position(String host) {
        Observed found = role(host);
        String at = told(found);
        Optional<Replica> replica = Replica.of(found);
        if (at.isEmpty() && replica.isEmpty()) {
            return "how far is not known: its server does not answer";
        }
        return (at.isEmpty() ? "at no transaction yet" : "at " + at)
                + replica.filter(r -> !r.appliedAll())
                        .map(r -> r.received().isEmpty()
                                ? "; what it received and did not apply is not known"
                                : ", and received up to " + r.received())
                        .orElse("");
    }

    private long furthest(String host) {
        Observed found = role(host);
        return Math.max(
                sequence(told(found)),
                Replica.of(found).map(r -> sequence(r.received())).orElse(-1L));
    }

    private static String told(Observed found) {
        return found instanceof Observed.Present present
                ? present.attributes().getOrDefault(DatabaseRole.POSITION, "")
                : "";
    }

    private Observed role(String host) {
        return all.stream()
                .filter(w -> w.host().equals(host) && w.resource() instanceof DatabaseRole)
                .map(w -> ground.observation().of(w.at()))
                .findFirst()
                .orElseGet(() -> new Observed.Unknown("no role"));
    }

    /** The highest sequence number of a list of GTIDs. */
    private static long sequence(String position) {
        return GtidList.parse(position).entries().stream()
                .mapToLong(Gtid::sequence)
                .max()
                .orElse(-1);
    }

    private boolean everMade() {
        return ground.observation()
                .seen()
                .flatMap(s -> s.manifest().stream())
                .flatMap(m -> m.entries().stream())
                .anyMatch(e -> e.made() && e.resource() instanceof DatabaseData);
    }

    private static Stream<Wish> data(List<Wish> all) {
        return all.stream().filter(w -> w.resource() instanceof DatabaseData);
    }
}
