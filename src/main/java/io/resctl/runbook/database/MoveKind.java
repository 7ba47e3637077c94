package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Host;
import io.resctl.model.Lease;
import io.resctl.model.Router;
import io.resctl.observe.Knowledge;
import io.resctl.runbook.Runbook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was asked for. */
public sealed interface MoveKind permits PlannedMove, UnplannedMove {
    /** The command, {@code switchover} or {@code failover}. */
    String verb();

    /** It goes on with one that was broken off. */
    boolean resumes();

    /** Why it cannot even be thought about in this tier, whoever should move to whom. */
    List<Diagnostic> refusals(Tier tier);

    /** The server that has the right already, where nothing is to be done. */
    Optional<String> already(Tier tier);

    /** Whom to move from and to; asked only where nothing was refused. */
    Move move(Tier tier, Lease lease, Instant now, String by, Knowledge knowledge);

    Runbook<Tier> runbook(Move move, Tier tier);

    /** What speaks against just this move, beside what its steps say. */
    List<Diagnostic> reasons(Move move, Tier tier);

    /** That this server does not answer is what the move is about. */
    boolean expectsSilence(String host, Move move);

    /** What holds for every move. */
    static List<Diagnostic> common(Tier tier) {
        List<Diagnostic> reasons = new ArrayList<>(tier.findings());
        if (tier.site().database().isEmpty()) {
            reasons.add(Diagnostic.error(
                    "database.none", "the site " + tier.site().name() + " has no database", "nothing can be moved"));
        } else if (tier.lease().isEmpty() && reasons.stream().noneMatch(Diagnostic::isError)) {
            reasons.add(Diagnostic.error(
                    "lease.none",
                    "no host that answers has a lease, so nobody knows which server is the primary",
                    "`resctl apply` makes the site; `resctl status` says which hosts answer"));
        }
        reasons.addAll(rivals(tier));
        return reasons;
    }

    /**
     * A MaxScale that runs where it is not the router is left over, with the orders of another time: it would undo a promotion, or promote beside it. Where it
     * is the router and does not promote, its file says so, and no guard opens it.
     */
    private static List<Diagnostic> rivals(Tier tier) {
        if (tier.site().database().filter(db -> db.router() == Router.MAXSCALE).isPresent()) {
            return List.of();
        }
        return tier.up()
                .filter(Server.Up::maxscale)
                .map(s -> Diagnostic.error(
                        "database.two-owners",
                        "a MaxScale of this site runs on " + s.host()
                                + " and may promote servers by itself, while the descriptor gives that to resctl (router: haproxy)",
                        "stop it there: `resctl apply` removes what the descriptor no longer names"))
                .toList();
    }

    /** A server of the live zone. */
    static Optional<Diagnostic> elsewhere(Tier tier, Lease lease, String host) {
        List<String> there =
                tier.site().databaseHosts(lease.live()).stream().map(Host::name).toList();
        if (there.contains(host)) {
            return Optional.empty();
        }
        return Optional.of(Diagnostic.error(
                "switchover.zone",
                host + " is no database server of the live zone " + lease.live() + ": those are "
                        + String.join(", ", there),
                "this command moves the primary inside the live zone only"));
    }

    /**
     * Who had the right before: the primary by the lease; where that is the next one already, whoever looks like the one before.
     *
     * @param next where it is known
     */
    static String former(Tier tier, Lease lease, Optional<String> next) {
        Optional<String> named = tier.primary().filter(p -> !next.equals(Optional.of(p)));
        List<String> others = tier.site().databaseHosts(lease.live()).stream()
                .map(Host::name)
                .filter(h -> !next.equals(Optional.of(h)))
                .toList();
        return named.or(() -> tier.writable().stream().filter(others::contains).findFirst())
                .or(() -> next.flatMap(n -> source(tier, n)).filter(others::contains))
                .or(() -> others.stream()
                        .filter(h -> tier.state(h).isPresent() && tier.source(h).isEmpty())
                        .findFirst())
                .or(() -> others.stream().filter(h -> tier.state(h).isEmpty()).findFirst())
                .or(() -> others.stream().findFirst())
                .or(() -> next)
                .orElse("");
    }

    /** Whom it followed before the move: one that took what another replica had (see {@link Fetch}) follows that one, which still follows the former primary. */
    private static Optional<String> source(Tier tier, String host) {
        Optional<String> first = tier.source(host);
        Optional<String> second = first.flatMap(tier::source).filter(s -> !s.equals(host));
        return second.or(() -> first);
    }

    /** A server that does not answer does not stop a move, but has to be known. */
    static List<Diagnostic> silent(Tier tier, Move move) {
        return tier.silent()
                .filter(s -> !s.host().equals(move.former()) && !s.host().equals(move.next()))
                .map(s -> Diagnostic.warning(
                        "database.silent",
                        s.host() + " does not answer and is left as it is: "
                                + s.why().summary(),
                        "`resctl apply` makes it follow " + move.next() + " when it is back"))
                .toList();
    }
}
