package io.resctl.runbook.database;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** An order that is under way on several hosts at once, while the one that matters is told in the ordinary way. */
final class Others {
    /** Nobody writes meanwhile: what one that hangs misses, its guard hears from others within seconds. */
    static final Duration PATIENCE = Duration.ofMillis(1500);

    private final Map<String, Told> told = new ConcurrentHashMap<>();
    private final CountDownLatch left;

    private Others(int hosts) {
        left = new CountDownLatch(hosts);
    }

    static Others tell(List<String> hosts, Function<String, Told> order) {
        Others others = new Others(hosts.size());
        hosts.forEach(host -> Thread.ofVirtual().start(() -> {
            try {
                others.told.put(host, order.apply(host));
            } finally {
                others.left.countDown();
            }
        }));
        return others;
    }

    /** What came of it on those that have answered, or do so within {@link #PATIENCE} from now. */
    SortedMap<String, Told> heard() {
        try {
            if (!left.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return new TreeMap<>(told);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new TreeMap<>(told);
    }
}
