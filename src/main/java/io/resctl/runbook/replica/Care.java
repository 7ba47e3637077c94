package io.resctl.runbook.replica;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Host;
import io.resctl.runbook.Runbook;
import io.resctl.runbook.StepReport;
import io.resctl.runbook.database.MoveKind;
import io.resctl.runbook.database.Server;
import io.resctl.runbook.database.Tier;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is asked for one replica. */
public sealed interface Care permits Rebuild, Rescue {
    /** The command without its host: {@code database rebuild}. */
    String verb();

    String host();

    /** Why it is not even begun. */
    List<Diagnostic> refusals(Tier tier);

    /** Why nothing is to be done, in a sentence. */
    Optional<String> already(Tier tier);

    /** Asked only where nothing was refused. */
    Runbook<Tier> runbook(Tier tier);

    /** What came of it and is true now, a sentence each. */
    List<String> outcome(StepReport report);

    /** What holds for every care: who the primary is must be known, and it is not the one. */
    static List<Diagnostic> common(Tier tier, String host) {
        List<Diagnostic> reasons = new ArrayList<>(MoveKind.common(tier));
        if (tier.lease().isEmpty()) {
            return reasons;
        }
        if (tier.primary().equals(Optional.of(host))) {
            reasons.add(
                    Diagnostic.error(
                            "replica.primary",
                            host + " is the primary: its data are the site's, and not another server's copy",
                            "`resctl status` shows the replicas; to make another server the primary: `resctl switchover --database HOST`"));
        }
        if (!tier.site().runsDatabase(tier.site().host(host), tier.lease().get().live())) {
            reasons.add(Diagnostic.error(
                    "replica.none",
                    "no database server runs on " + host + " while the zone "
                            + tier.lease().get().live() + " is live",
                    "there is nothing to do"));
        }
        if (tier.writable().contains(host)) {
            reasons.add(Diagnostic.error(
                    "database.two-writable",
                    host + " takes writes, and the lease does not make it the primary",
                    "`resctl status` says who writes; its guard closes it: see `systemctl status "
                            + tier.site().names().guardUnit() + "` there"));
        }
        if (tier.servers().get(host) instanceof Server.Silent silent && !silent.hostAnswers()) {
            reasons.add(silent.why());
        }
        return reasons;
    }

    /** Whom it follows, if that server does not answer: then only this one may have what it received. */
    static Optional<String> lostSource(Tier tier, String host) {
        return tier.source(host)
                .filter(source -> tier.site().hosts().map(Host::name).noneMatch(source::equals)
                        || tier.state(source).isEmpty());
    }

    /** For names of what is kept: {@code 20261125T120000Z}. */
    static String stamp(Instant now) {
        return DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(now);
    }
}
