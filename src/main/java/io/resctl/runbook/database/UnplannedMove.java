package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Host;
import io.resctl.model.Lease;
import io.resctl.model.Promoter;
import io.resctl.observe.Knowledge;
import io.resctl.runbook.Runbook;
import io.resctl.sql.GtidList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A failover: the primary is gone.
 *
 * @param wanted host that shall take its place; empty: the one that received most
 * @param dead host that somebody declares dead, whatever others see
 * @param accepted transactions that may be lost
 */
public record UnplannedMove(Optional<String> wanted, Optional<String> dead, OptionalLong accepted, boolean resumes)
        implements MoveKind {
    @Override
    public String verb() {
        return "failover";
    }

    @Override
    public List<Diagnostic> refusals(Tier tier) {
        List<Diagnostic> reasons = new ArrayList<>(MoveKind.common(tier));
        if (tier.site().promoter() == Promoter.MAXSCALE) {
            reasons.add(Diagnostic.error(
                    "database.monitor-owns",
                    "MaxScale's monitor owns the promotion on this site (router: maxscale), and fails over by itself",
                    "see why it did not: `resctl status`, and maxctrl list servers on a host with MaxScale"));
        }
        tier.lease()
                .filter(l -> !reasons.stream().anyMatch(Diagnostic::isError))
                .ifPresent(lease -> {
                    Optional<String> next = next(tier, lease);
                    if (next.isEmpty()) {
                        reasons.addAll(none(tier, lease));
                    } else if (!next.equals(tier.primary())) {
                        MoveKind.elsewhere(tier, lease, next.get()).ifPresent(reasons::add);
                        reasons.addAll(alive(tier, former(tier, lease)));
                    }
                });
        return reasons;
    }

    /** Nobody in the zone can take over. */
    private List<Diagnostic> none(Tier tier, Lease lease) {
        String former = former(tier, lease);
        List<Diagnostic> reasons = new ArrayList<>();
        reasons.add(Diagnostic.error(
                "failover.no-candidate",
                "no other database server of the zone " + lease.live() + " can take the place of " + former,
                "what keeps each of them is said below"));
        tier.site().databaseHosts(lease.live()).stream()
                .map(Host::name)
                .filter(h -> !h.equals(former))
                .forEach(h -> reasons.addAll(Candidates.unfit(tier, h)));
        return reasons;
    }

    /** Dead is who does not answer, and whom nobody else hears. */
    private List<Diagnostic> alive(Tier tier, String former) {
        List<Diagnostic> reasons = new ArrayList<>();
        dead.filter(host -> !host.equals(former))
                .ifPresent(host -> reasons.add(Diagnostic.error(
                        "failover.other-primary",
                        host + " is not the primary, " + former + " is",
                        "give the host whose death you can answer for: --primary-is-dead " + former)));
        tier.writable()
                .forEach(
                        host -> reasons.add(
                                Diagnostic.error(
                                        host.equals(former) ? "failover.primary-lives" : "database.two-writable",
                                        host + " answers and takes writes"
                                                + (host.equals(former)
                                                        ? ""
                                                        : ", though the lease makes " + former + " the primary"),
                                        host.equals(former)
                                                ? "to move the primary as planned: `resctl switchover --database HOST`"
                                                : "see what it has that others have not, before anybody else is opened: `resctl status`")));
        if (tier.state(former).isPresent() && !tier.writable().contains(former)) {
            reasons.add(closed(tier, former));
        }
        if (!reasons.isEmpty() || dead.equals(Optional.of(former))) {
            return reasons;
        }
        tier.up()
                .forEach(up -> up.witness().ifPresent(w -> {
                    boolean hears = w.hears() && tier.source(up.host()).equals(Optional.of(former));
                    if (hears || w.greets().contains(former)) {
                        reasons.add(Diagnostic.error(
                                "failover.not-dead",
                                former + " does not answer here, but " + up.host()
                                        + (hears ? " receives from it" : " reaches its server"),
                                "see to the way to it; if it must be given up all the same: --primary-is-dead "
                                        + former));
                    }
                }));
        return reasons;
    }

    /** One that lost transactions and runs on would be made to follow, and never gets them back: a replica passes over what its own number wrote. */
    private static Diagnostic closed(Tier tier, String former) {
        GtidList lost = Candidates.lostBy(tier, former);
        return lost.isEmpty()
                ? Diagnostic.error(
                        "failover.primary-lives",
                        "the server on " + former + " answers; it only takes no writes",
                        "`resctl plan` says why, and what mends it")
                : Diagnostic.error(
                        "failover.primary-lives",
                        "the server on " + former
                                + " answers, takes no writes, and has lost transactions that it wrote and others have, up to "
                                + lost,
                        "stop it first, since it must not follow as it is: ssh " + former + " systemctl stop "
                                + tier.site().names().unit("db")
                                + "; then run this again, and then `resctl database rebuild "
                                + former + "` before any apply");
    }

    @Override
    public Optional<String> already(Tier tier) {
        return tier.primary()
                .filter(p -> wanted.equals(Optional.of(p)) && tier.writable().contains(p) && !resumes);
    }

    /** With a move that was broken off behind its point of no return the lease tells. */
    private Optional<String> next(Tier tier, Lease lease) {
        Optional<String> begun = tier.primary()
                .filter(p -> resumes && wanted.isEmpty() && tier.state(p).isPresent());
        return wanted.or(() -> begun)
                .or(() -> Candidates.best(tier, lease, former(tier, lease)).stream()
                        .findFirst());
    }

    private String former(Tier tier, Lease lease) {
        return MoveKind.former(
                tier,
                lease,
                wanted.or(() ->
                        tier.primary().filter(p -> resumes && tier.state(p).isPresent())));
    }

    @Override
    public Move move(Tier tier, Lease lease, Instant now, String by, Knowledge knowledge) {
        return Move.of(tier, lease, former(tier, lease), next(tier, lease).orElseThrow(), now, by, knowledge);
    }

    @Override
    public Runbook<Tier> runbook(Move move, Tier tier) {
        return Failover.of(move, tier, accepted, dead.equals(Optional.of(move.former())));
    }

    @Override
    public List<Diagnostic> reasons(Move move, Tier tier) {
        return MoveKind.silent(tier, move);
    }

    @Override
    public boolean expectsSilence(String host, Move move) {
        return host.equals(move.former());
    }
}
