package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Host;
import io.resctl.model.Site;
import io.resctl.plan.Plan;
import io.resctl.plan.Selection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What all hosts said when they were asked at once, and the plan that was made meanwhile.
 *
 * @param plan empty where it could not be made in time
 */
record SiteAnswers(SortedMap<String, StatusAnswer> hosts, Optional<Plan> plan) {

    /** Asks, for so long and no longer: who has not answered by then counts as not seen. */
    static SiteAnswers of(Means means, Site site, String descriptor, Patience patience) {
        long begun = System.nanoTime();
        long silent = begun + patience.silent().toNanos();
        long slow = begun + patience.slow().toNanos();
        Set<String> greeted = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            SortedMap<String, Future<StatusAnswer>> asked = new TreeMap<>();
            site.hosts()
                    .map(Host::name)
                    .forEach(host -> asked.put(
                            host,
                            threads.submit(() -> StatusAnswer.of(
                                    means.hosts().reader(host),
                                    site.names(),
                                    patience,
                                    () -> greeted.add(host),
                                    means.clock()))));
            Future<Plan> plan = threads.submit(() ->
                    new PlanSite(means).plan(site, descriptor, Selection.ALL).plan());
            SortedMap<String, StatusAnswer> answers = new TreeMap<>();
            asked.forEach((host, answer) -> {
                Optional<StatusAnswer> heard = result(answer, silent);
                if (heard.isEmpty() && greeted.contains(host)) {
                    heard = result(answer, slow).or(() -> Optional.of(StatusAnswer.slow(host, patience.slow())));
                }
                answers.put(host, heard.orElseGet(() -> StatusAnswer.silent(host, patience.silent())));
            });
            // A plan needs every host: with a dead one it takes longer than anybody should wait for it.
            return new SiteAnswers(answers, result(plan, greeted.size() == asked.size() ? slow : silent));
        } finally {
            // Nobody waits for those that are still asked: an address that drops packets keeps its caller for long.
            threads.shutdownNow();
        }
    }

    /** Changes that the plan holds; empty where there is none, or where it is refused and so would not hold them all. */
    Optional<Integer> drift() {
        return plan.filter(p -> p.notes().stream().noneMatch(Diagnostic::isError))
                .filter(p -> !p.empty() || p.unreachable().isEmpty())
                .map(p -> p.changes().size());
    }

    private static <T> Optional<T> result(Future<T> future, long end) {
        try {
            return Optional.of(future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while hosts were asked", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
