package io.resctl.app;

import io.resctl.journal.SiteLock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The site's lock, taken while some still look on: where nobody can write, tenths of a second count. */
final class EarlyLock {
    private record Begun(List<String> hosts, CompletableFuture<SiteLock.Outcome> outcome) {}

    private final Function<List<String>, SiteLock.Outcome> take;
    private Optional<Begun> begun = Optional.empty();

    EarlyLock(Function<List<String>, SiteLock.Outcome> take) {
        this.take = take;
    }

    /** Goes on beside the caller. */
    void begin(List<String> hosts) {
        List<String> sorted = hosts.stream().sorted().toList();
        begun = Optional.of(
                new Begun(sorted, CompletableFuture.supplyAsync(() -> take.apply(sorted), Thread::startVirtualThread)));
    }

    /** The lock on these hosts: what was begun, if that is on the same ones; else it is taken now. */
    SiteLock.Outcome on(List<String> hosts) {
        List<String> sorted = hosts.stream().sorted().toList();
        if (begun.map(b -> b.hosts().equals(sorted)).orElse(false)) {
            return begun.orElseThrow().outcome().join();
        }
        giveUp();
        return take.apply(sorted);
    }

    /** It is not needed. */
    void giveUp() {
        begun.ifPresent(b -> {
            if (b.outcome().join() instanceof SiteLock.Outcome.Taken taken) {
                taken.lock().close();
            }
        });
        begun = Optional.empty();
    }
}
