package io.resctl.remote.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Blocking calls on virtual threads of their own, so that neither a frozen peer nor an interrupted caller is held by them. */
final class Bounded {
    private Bounded() {}

    /** The task goes on after a time-out: interrupt reaches it, and whoever called must take away what it blocks on. */
    static <T> T call(Duration limit, Callable<T> task) throws IOException, TimeoutException, InterruptedException {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = Thread.ofVirtual().start(future);
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            thread.interrupt();
            throw e;
        }
    }
}
