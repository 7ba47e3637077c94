package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.exec.Ledger;
import io.resctl.exec.ShellActuator;
import io.resctl.exec.Stop;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import io.resctl.journal.Event;
import io.resctl.model.Site;
import io.resctl.observe.Manifest;
import io.resctl.observe.Survey;
import io.resctl.plan.Plan;
import io.resctl.plan.Planner;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Removes what resctl made: by the manifests, in reverse order. What was there before resctl stays. */
public final class DestroySite {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The lock goes with its folder: nothing is left that could be locked. */
    private static final Script FORGET = Script.of("""
            set -e
            rm -f -- "$var/manifest.json" "$var/site.yml" "$var/audit.log"
            rm -rf -- "$var/lock"
            rmdir -- "$var" "${var%/*}" "$etc" "${etc%/*}" "$srv" "${srv%/*}" 2>/dev/null || true
            """);

    /**
     * What else goes.
     *
     * @param data also what users made
     * @param packages also packages that resctl installed
     */
    public record Extent(boolean data, boolean packages) {}

    private final Means means;

    public DestroySite(Means means) {
        this.means = means;
    }

    /** Observes and says what would go. Changes nothing. */
    public Planned plan(Site site, Extent extent) {
        Survey.Result survey = SiteSurvey.look(means, site);
        Plan plan = new Planner(site, survey, means.clock().instant(), "").remove(extent.data(), extent.packages());
        return Planned.of(plan, survey);
    }

    /** See {@link ApplySite#apply}. */
    public Applied destroy(
            Site site, Planned planned, Extent extent, int parallelism, Consumer<Event> listener, Stop stop) {
        return new Run(means, site, planned, "destroy", listener, stop)
                .run(
                        parallelism,
                        extent.data() ? Run.Removal.WITH_DATA : Run.Removal.WITHOUT_DATA,
                        (host, actuator, manifest, complete) -> close(site, host, actuator, manifest));
    }

    private static Optional<Diagnostic> close(Site site, Writer host, ShellActuator actuator, Manifest manifest) {
        if (Ledger.owns(manifest)) {
            return actuator.keep(host.host(), manifest);
        }
        Reply reply = host.tell(
                FORGET.with("var", site.names().var())
                        .with("etc", site.names().etc())
                        .with("srv", site.names().srv()),
                PATIENCE,
                line -> {});
        return switch (reply) {
            case Reply.Answer answer when answer.ok() -> Optional.empty();
            case Reply.Answer answer ->
                Optional.of(notForgotten(site, host, answer.err().strip()));
            case Reply.Unreachable lost -> Optional.of(lost.why());
            case Reply.TimedOut late ->
                Optional.of(notForgotten(
                        site, host, "no answer within " + late.after().toSeconds() + " s"));
        };
    }

    private static Diagnostic notForgotten(Site site, Writer host, String why) {
        return Diagnostic.error(
                "manifest.not-removed",
                site.names().var() + " could not be removed from " + host.host() + ": " + why,
                "Is the disk read-only? Mend that, then run `resctl destroy` again.");
    }
}
