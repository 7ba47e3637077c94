package io.resctl.remote.ssh;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The one connection to a destination: opened when first needed, again after it was lost, and shared by all who ask meanwhile. */
final class Link {
    /** Opens a connection. */
    interface Opener {
        Connection open() throws Failure, InterruptedException;
    }

    private final Destination destination;
    private final Opener opener;
    private Optional<CompletableFuture<Connection>> current = Optional.empty();
    private boolean closed;

    Link(Destination destination, Opener opener) {
        this.destination = destination;
        this.opener = opener;
    }

    Connection connection() throws Failure, InterruptedException {
        try {
            return shared().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private synchronized CompletableFuture<Connection> shared() throws Failure {
        if (closed) {
            throw Causes.closed(destination);
        }
        Optional<CompletableFuture<Connection>> usable = current.filter(f -> !f.isDone() || alive(f));
        if (usable.isPresent()) {
            return usable.get();
        }
        CompletableFuture<Connection> fresh = new CompletableFuture<>();
        current = Optional.of(fresh);
        // On a thread of its own, so that an interrupt of the first who asked does not take it from the others.
        Thread.ofVirtual().start(() -> open(fresh));
        return fresh;
    }

    private static boolean alive(CompletableFuture<Connection> future) {
        return !future.isCompletedExceptionally() && future.join().alive();
    }

    private void open(CompletableFuture<Connection> mine) {
        try {
            Connection connection = opener.open();
            mine.complete(connection);
            if (isClosed()) {
                connection.close();
            }
        } catch (Throwable e) {
            mine.completeExceptionally(e);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    void close() {
        Optional<CompletableFuture<Connection>> last;
        synchronized (this) {
            closed = true;
            last = current;
        }
        last.filter(f -> f.isDone() && !f.isCompletedExceptionally())
                .ifPresent(f -> f.join().close());
    }
}
