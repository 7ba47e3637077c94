package io.resctl.app;

import io.resctl.exec.ShellActuator;
import io.resctl.exec.Stop;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import io.resctl.journal.Event;
import io.resctl.model.Site;
import io.resctl.observe.Manifest;
import io.resctl.observe.Survey;
import io.resctl.plan.Plan;
import io.resctl.plan.Planner;
import io.resctl.resource.Packages;
import java.time.Duration;
import java.util.function.Consumer;

/** Removes what resctl made: by the manifests, in reverse order. What was there before resctl stays. */
public final class DestroySite {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The lock goes with its folder: nothing is left that could be locked. */
    private static final Script FORGET = Script.of("""
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
        return new Planned(plan, survey.observation(), survey.wishes());
    }

    /** See {@link ApplySite#apply}. */
    public Applied destroy(Site site, Plan plan, Extent extent, int parallelism, Consumer<Event> listener, Stop stop) {
        return new Run(means, site, plan, "destroy", listener, stop)
                .run(
                        parallelism,
                        extent.data(),
                        (host, actuator, manifest, complete) -> close(site, host, actuator, manifest));
    }

    private static void close(Site site, Writer host, ShellActuator actuator, Manifest manifest) {
        if (manifest.entries().stream().anyMatch(DestroySite::stays)) {
            actuator.keep(host.host(), manifest);
            return;
        }
        host.tell(
                FORGET.with("var", site.names().var())
                        .with("etc", site.names().etc())
                        .with("srv", site.names().srv()),
                PATIENCE,
                line -> {});
    }

    /** Still ours: data that was not to go, or what could not be removed. Packages are left to the system. */
    private static boolean stays(Manifest.Entry entry) {
        return entry.origin() == Manifest.Origin.CREATED && !(entry.resource() instanceof Packages);
    }
}
