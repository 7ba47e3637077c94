package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Site;
import io.resctl.plan.Plan;
import io.resctl.plan.Selection;
import io.resctl.view.SiteStatus;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks every host how it is, and whether the site is as described. Changes nothing. */
public final class StatusSite {
    private final Means means;

    public StatusSite(Means means) {
        this.means = means;
    }

    public SiteStatus status(Site site, String descriptor) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            SortedMap<String, Future<StatusAnswer>> asked = new TreeMap<>();
            site.hosts()
                    .map(h -> h.name())
                    .forEach(host -> asked.put(
                            host,
                            threads.submit(() -> StatusAnswer.of(means.hosts().reader(host), site.names()))));
            Future<Plan> plan = threads.submit(() ->
                    new PlanSite(means).plan(site, descriptor, Selection.ALL).plan());
            SortedMap<String, StatusAnswer> answers = new TreeMap<>();
            asked.forEach((host, answer) -> answers.put(host, result(answer)));
            return new StatusFold(site, answers).status(means.clock().instant(), drift(result(plan)));
        }
    }

    /** Empty where a plan is refused: it would not hold all changes. */
    private static Optional<Integer> drift(Plan plan) {
        boolean refused = plan.notes().stream().anyMatch(Diagnostic::isError);
        return refused || (plan.empty() && !plan.unreachable().isEmpty())
                ? Optional.empty()
                : Optional.of(plan.changes().size());
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while hosts were asked", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
