package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.model.MaxScale;
import io.resctl.model.Router;
import io.resctl.model.Site;
import java.util.List;

/** Who makes another server of the live zone the primary: exactly one, since two would each choose their own. */
public sealed interface Promoter {
    /** The runbooks of this package. */
    record Resctl() implements Promoter {}

    /** The monitor of MaxScale, by itself and when asked over its REST API. */
    record Monitor(MaxScale maxscale) implements Promoter {}

    static Promoter of(Site site) {
        return site.database()
                .filter(db -> db.router() == Router.MAXSCALE)
                .flatMap(db -> db.maxscale())
                .<Promoter>map(Monitor::new)
                .orElseGet(Resctl::new);
    }

    /** A MaxScale that runs where the descriptor gives the promotion to resctl would undo it, or promote beside it. */
    static List<Diagnostic> rivals(Tier tier) {
        return switch (of(tier.site())) {
            case Monitor _ -> List.of();
            case Resctl _ ->
                tier.up()
                        .filter(Server.Up::maxscale)
                        .map(s -> Diagnostic.error(
                                "database.two-owners",
                                "a MaxScale of this site runs on " + s.host()
                                        + " and may promote servers by itself, while the descriptor gives that to resctl (router: haproxy)",
                                "stop it there: `resctl apply` removes what the descriptor no longer names"))
                        .toList();
        };
    }
}
