package io.resctl.plan;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Host;
import io.resctl.observe.Manifest;
import io.resctl.resource.Container;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.Observed;
import io.resctl.resource.Resource;
import io.resctl.resource.Unit;
import io.resctl.resource.Wish;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * No replica is restarted, made anew or stopped while its primary's server is away, unless it is known to have applied all that it received: the server
 * forgets at its next start what it received and did not apply, and that is nowhere else then.
 */
final class ReplicaGuard {
    private final String host;
    private final DatabaseRole role;
    private final List<Wish> all;
    private final Ground ground;

    private ReplicaGuard(String host, DatabaseRole role, List<Wish> all, Ground ground) {
        this.host = host;
        this.role = role;
        this.all = all;
        this.ground = ground;
    }

    /** What would stop it. */
    static Optional<Diagnostic> leftAloneWithoutItsPrimary(Wish wish, Verb verb, List<Wish> all, Ground ground) {
        return all.stream()
                .filter(w -> w.host().equals(wish.host()))
                .flatMap(w -> serving(wish.resource(), w.resource()))
                .map(role -> new ReplicaGuard(wish.host(), role, all, ground))
                .filter(guard -> !(wish.resource() instanceof Unit && guard.stopped()))
                .flatMap(guard -> guard.refusal().stream())
                .findFirst();
    }

    /** Its threads cannot be started, nor turned to another primary, while that one cannot be reached. */
    static Optional<Diagnostic> followsOnlyWhomItCanReach(Wish wish, Verb verb, List<Wish> all, Ground ground) {
        if (!(wish.resource() instanceof DatabaseRole role)) {
            return Optional.empty();
        }
        return role.source()
                .map(DatabaseRole.Source::host)
                .filter(primary -> !ground.seen(primary))
                .filter(primary -> !role.follows(ground.observation().of(wish.at())))
                .map(primary -> Diagnostic.warning(
                        "database.follow",
                        "the database on " + wish.host() + " is not told to follow " + primary
                                + ", which cannot be reached",
                        "apply again when " + primary + " answers; if it is gone for good, move the site first"));
    }

    /** Why what a host owns and nobody wishes any more cannot be removed now. */
    static Optional<Diagnostic> keeps(Wish.At at, Resource going, Ground ground) {
        return ground.observation().seen(at.host()).stream()
                .flatMap(seen -> seen.manifest().stream())
                .flatMap(manifest -> manifest.entries().stream())
                .map(Manifest.Entry::resource)
                .flatMap(owned -> serving(going, owned))
                .map(role -> new ReplicaGuard(at.host(), role, List.of(), ground))
                .flatMap(guard -> guard.refusal().stream())
                .findFirst();
    }

    /** The role of the server that runs in this container, or by this unit. */
    private static Stream<DatabaseRole> serving(Resource runs, Resource other) {
        return other instanceof DatabaseRole role
                        && container(runs).filter(role.container()::equals).isPresent()
                ? Stream.of(role)
                : Stream.empty();
    }

    private static Optional<String> container(Resource resource) {
        if (resource instanceof Container container) {
            return Optional.of(container.name());
        }
        return resource instanceof Unit unit ? unit.container() : Optional.empty();
    }

    /** The container is there and does not run: its unit only starts it. */
    private boolean stopped() {
        return found() instanceof Observed.Present && !DatabaseRole.answers(found());
    }

    private Optional<Diagnostic> refusal() {
        boolean gone =
                ground.observation().of(new Wish.At(host, Container.at(role.container()))) instanceof Observed.Absent;
        return gone ? Optional.empty() : primary().flatMap(this::refusal);
    }

    /** Whom it follows, or should; a host's name, or the address where that is none of the site's. */
    private Optional<String> primary() {
        return Replica.of(found())
                .map(replica -> ground.site()
                        .hosts()
                        .filter(h -> h.vpn().equals(replica.from()))
                        .map(Host::name)
                        .findFirst()
                        .orElse(replica.from()))
                .or(() -> role.source().map(DatabaseRole.Source::host));
    }

    private Optional<Diagnostic> refusal(String primary) {
        Optional<Diagnostic> lost = LostPrimary.on(primary, all, ground);
        if (lost.isPresent()) {
            return lost;
        }
        boolean seen = ground.seen(primary);
        if (seen && DatabaseRole.answers(ground.observation().of(new Wish.At(primary, role.ref())))) {
            return Optional.empty();
        }
        Optional<Replica> replica = Replica.of(found());
        // Where the whole host is silent, nothing brings the primary back in this run.
        if (seen && replica.filter(Replica::drained).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(Diagnostic.warning(
                "database.replica",
                "the replica on " + host + " is left as it is while "
                        + (seen
                                ? "the database of its primary " + primary + " does not answer"
                                : "its primary " + primary + " cannot be reached")
                        + ": "
                        + replica.map(Replica::holds)
                                .orElse(
                                        "what it received and did not apply is not known, since its server does not answer"),
                "run this again when " + primary + " answers; if it is gone for good, move the site first"));
    }

    private Observed found() {
        return ground.observation().of(new Wish.At(host, role.ref()));
    }
}
