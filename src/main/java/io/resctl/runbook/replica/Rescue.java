package io.resctl.runbook.replica;

import io.resctl.diag.Diagnostic;
import io.resctl.runbook.Runbook;
import io.resctl.runbook.StepReport;
import io.resctl.runbook.database.Server;
import io.resctl.runbook.database.Tier;
import io.resctl.sql.Replication;
import io.resctl.sql.ServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A replica whose primary is gone is to apply what it received, although its server was started anew or its threads were stopped: the next start of these
 * would throw it away.
 *
 * @param host of the replica
 */
public record Rescue(String host) implements Care {
    @Override
    public String verb() {
        return "database rescue";
    }

    @Override
    public List<Diagnostic> refusals(Tier tier) {
        List<Diagnostic> reasons = new ArrayList<>(Care.common(tier, host));
        if (tier.servers().get(host) instanceof Server.Silent silent && silent.hostAnswers()) {
            reasons.add(Diagnostic.error(
                    "rescue.silent",
                    "the server on " + host + " does not answer, so nobody can say what it has applied: "
                            + silent.why().summary(),
                    "start it: ssh " + host + " systemctl start "
                            + tier.site().names().unit("db")
                            + " (it starts read-only and throws nothing away); then run this again"));
        }
        tier.state(host)
                .flatMap(ServerState::replication)
                .filter(r -> !r.applies() && !r.io().equals("No") && !r.forgot())
                .ifPresent(
                        r -> reasons.add(
                                Diagnostic.error(
                                        "rescue.half",
                                        host + " applies nothing, and still tries to receive"
                                                + (r.applyError().isEmpty() ? "" : ": " + r.applyError()),
                                        "mend what that says, then START SLAVE SQL_THREAD there: its relay log is kept as long as the other thread is not stopped")));
        return reasons;
    }

    @Override
    public Optional<String> already(Tier tier) {
        Optional<Replication> replication = tier.state(host).flatMap(ServerState::replication);
        Optional<String> source = tier.source(host);
        if (source.isPresent() && Care.lostSource(tier, host).isEmpty()) {
            return Optional.of(
                    source.get() + ", which " + host
                            + " follows, answers and sends everything again: nothing is to be rescued. `resctl apply` lets it follow.");
        }
        if (replication.map(Replication::receives).orElse(false)) {
            return Optional.of(host + " still receives from " + source.orElse("its source")
                    + ": that one lives, and nothing is to be rescued. It only does not answer here.");
        }
        return tier.state(host)
                .filter(s -> s.unapplied() > 0
                        && replication.map(Replication::applies).orElse(false))
                .map(s -> host + " applies the " + s.unapplied()
                        + " transactions that it received by itself: nothing is to be rescued."
                        + " `resctl failover --database` waits until it has done so.");
    }

    @Override
    public Runbook<Tier> runbook(Tier tier) {
        return new Runbook<>(
                "rescue of what " + host + " received and did not apply, site "
                        + tier.site().name(),
                List.of(
                        new KeepRelay(tier.site().names(), host),
                        new Replay(
                                tier.site().names(),
                                host,
                                tier.site().database().orElseThrow().image()),
                        new Detach(tier.site().names(), host)),
                KeepRelay.ID);
    }

    @Override
    public List<String> outcome(StepReport report) {
        List<String> lines = new ArrayList<>();
        report.measured(Replay.APPLIED).ifPresent(applied -> lines.add(host + " " + applied + "."));
        report.measured(KeepRelay.KEPT)
                .ifPresent(path ->
                        lines.add("Its relay logs as they were are kept there in " + path + " until you remove them."));
        if (report.measured(Detach.DETACHED).isPresent()) {
            lines.add("It follows nobody now: `resctl failover --database " + host
                    + "` makes it the primary; if the old primary comes back instead, `resctl apply` lets it follow.");
        }
        return lines;
    }
}
