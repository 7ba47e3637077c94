package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.exec.ShellActuator;
import io.resctl.exec.Stop;
import io.resctl.host.Writer;
import io.resctl.journal.Event;
import io.resctl.model.Site;
import io.resctl.observe.Manifest;
import io.resctl.observe.Observer;
import io.resctl.observe.Sight;
import io.resctl.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Carries out a plan, made just now or saved: locks, looks again, refuses what is stale, acts, unlocks. What a plan was just made from is at hand, so after it
 * only what it touches is looked at again; after a saved one, all.
 */
public final class ApplySite {
    private final Means means;

    public ApplySite(Means means) {
        this.means = means;
    }

    /**
     * Applies. It returns when all is done, refused or stopped.
     *
     * @param descriptor its text; a copy is kept on every host
     * @param parallelism hosts that act at the same time, at most
     * @param listener is handed every event as it happens, from one thread at a time
     * @param stop tells it to start no further action
     */
    public Applied apply(
            Site site, String descriptor, Planned planned, int parallelism, Consumer<Event> listener, Stop stop) {
        Plan plan = planned.plan();
        List<Diagnostic> foreign = foreign(site, descriptor, plan);
        if (!foreign.isEmpty()) {
            return new Applied.Stale(foreign);
        }
        if (plan.empty()
                && plan.notes().stream().noneMatch(Diagnostic::isError)
                && (!plan.whole() || writtenDown(site, planned))) {
            return new Applied.Nothing(plan.unreachable().isEmpty() ? ExitCode.OK : ExitCode.UNREACHABLE);
        }
        Applied applied = new Run(means, site, planned, "apply", listener, stop)
                .run(
                        parallelism,
                        Run.Removal.NONE,
                        (host, actuator, manifest, whole) -> close(site, descriptor, host, actuator, manifest, whole));
        return applied instanceof Applied.Ran ran
                        && plan.empty()
                        && ran.report().notes().isEmpty()
                ? new Applied.Nothing(ran.exit())
                : applied;
    }

    private static List<Diagnostic> foreign(Site site, String descriptor, Plan plan) {
        List<Diagnostic> reasons = new ArrayList<>();
        if (!plan.site().equals(site.name())) {
            reasons.add(Diagnostic.error(
                    "plan.foreign",
                    "The plan is for the site " + plan.site() + ", the descriptor describes " + site.name() + ".",
                    "Name the descriptor that the plan was made from with --file."));
        } else if (!plan.descriptor().equals(Descriptors.hash(descriptor))) {
            reasons.add(Diagnostic.error(
                    "plan.stale",
                    "The descriptor was changed since the plan was made.",
                    "Nothing was changed. Make a new plan: `resctl plan --out FILE`."));
        }
        return reasons;
    }

    /** Every host that answers knows that this very descriptor was applied. Nothing else is asked: it was seen for the plan. */
    private boolean writtenDown(Site site, Planned planned) {
        return planned.survey().map(s -> s.observation().hosts()).orElseGet(() -> manifests(site)).values().stream()
                .filter(Sight.Seen.class::isInstance)
                .allMatch(s -> ((Sight.Seen) s)
                        .manifest()
                        .map(m -> m.descriptor().equals(planned.plan().descriptor()))
                        .orElse(false));
    }

    private SortedMap<String, Sight> manifests(Site site) {
        SortedMap<String, Observer.Inquiry> inquiries = new TreeMap<>();
        site.hosts().forEach(h -> inquiries.put(h.name(), new Observer.Inquiry(List.of(), List.of())));
        return SiteSurvey.observer(means, site).look(inquiries);
    }

    /** The manifest says that the descriptor was applied only where the descriptor's copy could be written. */
    private static Optional<Diagnostic> close(
            Site site, String descriptor, Writer host, ShellActuator actuator, Manifest manifest, boolean whole) {
        Optional<Diagnostic> trouble =
                whole ? actuator.write(host.host(), site.names().var() + "/site.yml", descriptor) : Optional.empty();
        return trouble.or(() -> actuator.keep(host.host(), manifest));
    }
}
