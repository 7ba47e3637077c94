package io.resctl.runbook.replica;

import io.resctl.diag.Diagnostic;
import io.resctl.runbook.Runbook;
import io.resctl.runbook.Step;
import io.resctl.runbook.StepReport;
import io.resctl.runbook.database.Candidates;
import io.resctl.runbook.database.Server;
import io.resctl.runbook.database.Tier;
import io.resctl.sql.Errant;
import io.resctl.sql.GtidList;
import io.resctl.sql.ServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A replica is to be seeded anew: what only it has is saved as SQL, and its data are set aside. Then an apply finds a server without data, and seeds it.
 *
 * @param host of the replica
 */
public record Rebuild(String host) implements Care {
    @Override
    public String verb() {
        return "database rebuild";
    }

    @Override
    public List<Diagnostic> refusals(Tier tier) {
        List<Diagnostic> reasons = new ArrayList<>(Care.common(tier, host));
        Optional<String> primary = tier.primary();
        primary.filter(p -> !p.equals(host) && !tier.writable().contains(p))
                .flatMap(p -> noSource(tier, p))
                .ifPresent(reasons::add);
        unapplied(tier).ifPresent(reasons::add);
        if (silent(tier)) {
            reasons.add(Diagnostic.warning(
                    "rebuild.unknown",
                    "the server on " + host
                            + " does not answer, so nobody can say what only it has: nothing is saved as SQL,"
                            + " and its old data, which are set aside, may be the only place where that is",
                    "if it can be started, do that first: ssh " + host + " systemctl start "
                            + tier.site().names().unit("db")
                            + "; else keep the old data until somebody has looked into them"));
        }
        return reasons;
    }

    /** A primary that stays closed only for what this replica has beyond it is one to seed from: nobody opens it before. */
    private Optional<Diagnostic> noSource(Tier tier, String primary) {
        if (tier.servers().get(primary) instanceof Server.Silent silent) {
            return Optional.of(Diagnostic.error(
                    "rebuild.no-source",
                    "the primary " + primary + " does not answer, so there is nothing to seed " + host + " from, and "
                            + host + " may have what nobody else has: "
                            + silent.why().summary(),
                    "bring " + primary + " back, or give it up: `resctl failover --database`"));
        }
        GtidList lost = Candidates.lostBy(tier, primary);
        if (!lost.isEmpty()) {
            return Optional.of(Diagnostic.error(
                    "rebuild.primary-lost",
                    "the primary " + primary + " has lost transactions that it wrote and others have, up to " + lost
                            + ": seeded from it, " + host + " would lose them too",
                    "stop that server, and `resctl failover --database` makes another one the primary; then `resctl database rebuild "
                            + primary + "`"));
        }
        return errant(tier).isEmpty()
                ? Optional.of(Diagnostic.error(
                        "rebuild.no-source",
                        "the primary " + primary + " takes no writes, so it is not well enough to seed " + host
                                + " from",
                        "`resctl status` says why"))
                : Optional.empty();
    }

    private boolean silent(Tier tier) {
        return tier.servers().get(host) instanceof Server.Silent no && no.hostAnswers();
    }

    /** With the data its relay logs go. */
    private Optional<Diagnostic> unapplied(Tier tier) {
        return Care.lostSource(tier, host)
                .flatMap(source -> Candidates.forgot(tier, host)
                        .or(() -> tier.state(host)
                                .filter(s -> s.unapplied() > 0)
                                .map(s -> Diagnostic.error(
                                        "rebuild.unapplied",
                                        host + " has received " + s.unapplied() + " transactions from " + source
                                                + " that it has not applied, and " + source
                                                + " does not answer: they may be nowhere else",
                                        "wait until it has applied them (`resctl status`); where it applies nothing, `resctl database rescue "
                                                + host + "` does"))));
    }

    @Override
    public Optional<String> already(Tier tier) {
        return Optional.empty();
    }

    /** What only it has; empty also where it does not say. */
    private GtidList errant(Tier tier) {
        Optional<ServerState> own = tier.state(host);
        Optional<ServerState> primary = tier.primary().flatMap(tier::state);
        if (own.isEmpty() || primary.isEmpty()) {
            return GtidList.NONE;
        }
        List<ServerState> others = tier.up()
                .filter(up -> !up.host().equals(host))
                .map(Server.Up::state)
                .toList();
        return Errant.of(own.get(), primary.get(), others);
    }

    @Override
    public Runbook<Tier> runbook(Tier tier) {
        List<Step<Tier>> steps = new ArrayList<>();
        GtidList errant = errant(tier);
        if (!errant.isEmpty()) {
            steps.add(new SaveErrant(
                    tier.site().names(),
                    host,
                    errant,
                    tier.primary().flatMap(tier::state).map(ServerState::known).orElse(GtidList.NONE)));
        }
        steps.add(new SetAside(tier.site().names(), host));
        return new Runbook<>(
                "rebuilding the replica on " + host + " of the site "
                        + tier.site().name(),
                steps,
                SetAside.ID);
    }

    @Override
    public List<String> outcome(StepReport report) {
        List<String> lines = new ArrayList<>();
        report.measured(SaveErrant.FILE)
                .ifPresent(file -> lines.add("What only " + host + " had is saved there in " + file + ": "
                        + report.measured(SaveErrant.SUMMARY).orElse("")
                        + ". Somebody who knows the data decides whether it belongs into the site."));
        report.measured(SetAside.ASIDE)
                .ifPresent(path -> lines.add(
                        "The data that " + host + " had before are there in " + path + " until you remove them."));
        return lines;
    }
}
