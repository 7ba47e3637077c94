package io.resctl.runbook.database;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Many questions at the same time. */
final class Together {
    /** Nobody is called silent before this. */
    private static final Duration LEAST = Duration.ofMillis(1200);

    /** What a question that watches for a while may take beyond one that is answered at once. */
    private static final Duration WATCH = Duration.ofSeconds(5);

    private Together() {}

    /**
     * One question.
     *
     * @param watches its answer takes a while by its nature, so that it says nothing about how slow its host is
     */
    record Question(String host, boolean watches, Runnable asking) {}

    private record Done(Question question, long at) {}

    /**
     * Returns when all are done, or when the time is up; what is not done then goes on by itself and is not waited for.
     *
     * @param stragglers who takes more than half as long again as the last one that was done is not waited for either: a host that lost its power would else
     *     cost as much as a connection takes to fail
     */
    static void ask(List<Question> questions, Duration patience, boolean stragglers) {
        ask(questions, patience, stragglers, () -> {});
    }

    /**
     * The same.
     *
     * @param settled is run once, in the caller's thread, as soon as only those are waited for that watch for a while
     */
    static void ask(List<Question> questions, Duration patience, boolean stragglers, Runnable settled) {
        LinkedBlockingQueue<Done> done = new LinkedBlockingQueue<>();
        long start = System.nanoTime();
        questions.forEach(question -> Thread.ofVirtual().start(() -> {
            try {
                question.asking().run();
            } finally {
                done.add(new Done(question, System.nanoTime() - start));
            }
        }));
        Open open = new Open(questions);
        long end = patience.toNanos();
        boolean cut = false;
        boolean told = false;
        try {
            while (open.any()) {
                // Who watches on a host that answers is worth some more time.
                long until = Math.min(patience.toNanos(), open.onlyWatchers() ? end + WATCH.toNanos() : end);
                Done one = done.poll(Math.max(1, until - (System.nanoTime() - start)), TimeUnit.NANOSECONDS);
                if (one == null) {
                    if (cut || !open.watchesWhereAnswered()) {
                        return;
                    }
                    open.dropSilent();
                    cut = true;
                    told = once(told, settled);
                    continue;
                }
                open.close(one.question());
                if (open.onlyWatchers()) {
                    told = once(told, settled);
                }
                if (stragglers && !one.question().watches()) {
                    end = Math.min(patience.toNanos(), Math.max(LEAST.toNanos(), one.at() * 3 / 2));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean once(boolean told, Runnable settled) {
        if (!told) {
            settled.run();
        }
        return true;
    }

    /** How many questions of each host are not answered. */
    private static final class Open {
        private final Map<String, Integer> quick = new HashMap<>();
        private final Map<String, Integer> watching = new HashMap<>();

        Open(List<Question> questions) {
            questions.forEach(q -> (q.watches() ? watching : quick).merge(q.host(), 1, Integer::sum));
        }

        void close(Question question) {
            (question.watches() ? watching : quick)
                    .computeIfPresent(question.host(), (host, left) -> left == 1 ? null : left - 1);
        }

        boolean any() {
            return !quick.isEmpty() || !watching.isEmpty();
        }

        boolean onlyWatchers() {
            return quick.isEmpty();
        }

        boolean watchesWhereAnswered() {
            return watching.keySet().stream().anyMatch(host -> !quick.containsKey(host));
        }

        /** They are late, and nothing of theirs is waited for any more. */
        void dropSilent() {
            watching.keySet().removeAll(quick.keySet());
            quick.clear();
        }
    }
}
