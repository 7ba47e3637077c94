package io.resctl.runbook.database;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Many questions at the same time. */
final class Together {
    /** Nobody is called silent before this. */
    private static final Duration LEAST = Duration.ofSeconds(2);

    private Together() {}

    /**
     * Returns when all are done, or when the time is up; what is not done then goes on by itself and is not waited for.
     *
     * @param stragglers who takes more than twice as long as the last one that was done is not waited for either: a host that lost its power would else cost
     *     as much as a connection takes to fail
     */
    static void ask(List<Runnable> questions, Duration patience, boolean stragglers) {
        LinkedBlockingQueue<Long> done = new LinkedBlockingQueue<>();
        long start = System.nanoTime();
        questions.forEach(question -> Thread.ofVirtual().start(() -> {
            try {
                question.run();
            } finally {
                done.add(System.nanoTime() - start);
            }
        }));
        long end = patience.toNanos();
        try {
            for (int open = questions.size(); open > 0; open--) {
                Long at = done.poll(Math.max(1, end - (System.nanoTime() - start)), TimeUnit.NANOSECONDS);
                if (at == null) {
                    return;
                }
                if (stragglers) {
                    end = Math.min(patience.toNanos(), Math.max(LEAST.toNanos(), 2 * at));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
