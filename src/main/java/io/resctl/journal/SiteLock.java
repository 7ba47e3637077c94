package io.resctl.journal;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * The site's lock on every host that takes part, taken in the order of the hosts' names so that two runs cannot hold half each. While it is held, each
 * host gets a sign of life every {@link LockOwner#HEARTBEAT}; an owner that was silent for {@link LockOwner#EXPIRY}, by the host's own clock, has lost it.
 */
public final class SiteLock implements AutoCloseable {
    /** Exit code of an order that was not begun, since another run holds the lock. */
    public static final int LOST = LockScripts.NOT_OURS;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Writer> hosts;
    private final String path;
    private final String run;
    private final CountDownLatch closed = new CountDownLatch(1);

    private SiteLock(List<Writer> hosts, String path, String run) {
        this.hosts = hosts;
        this.path = path;
        this.run = run;
    }

    /** What came of the wish to hold it. */
    public sealed interface Outcome {
        record Taken(SiteLock lock) implements Outcome {}

        /** Somebody else holds it; what was taken on other hosts was given back. */
        record Held(String host, LockOwner owner) implements Outcome {}

        /** A host could not do it; what was taken on other hosts was given back. */
        record Failed(String host, Diagnostic why) implements Outcome {}

        /** A host does not answer any more. Nothing is locked. */
        record Unreachable(String host, Diagnostic why) implements Outcome {}
    }

    /**
     * Takes the lock on all the hosts, or on none.
     *
     * @param lost is told the host and the reason when the lock is taken from us later; called from a thread of the lock
     */
    public static Outcome take(List<Writer> hosts, String path, LockOwner owner, BiConsumer<String, String> lost) {
        List<Writer> ordered =
                hosts.stream().sorted(Comparator.comparing(Writer::host)).toList();
        List<Writer> taken = new ArrayList<>();
        for (Writer host : ordered) {
            Optional<Outcome> trouble = takeOne(host, path, owner);
            if (trouble.isPresent()) {
                new SiteLock(List.copyOf(taken), path, owner.run()).close();
                return trouble.get();
            }
            taken.add(host);
        }
        SiteLock lock = new SiteLock(List.copyOf(taken), path, owner.run());
        for (Writer host : taken) {
            Thread.ofVirtual().name("lock " + host.host()).start(() -> lock.beat(host, lost));
        }
        return new Outcome.Taken(lock);
    }

    private static Optional<Outcome> takeOne(Writer host, String path, LockOwner owner) {
        Optional<Outcome> trouble = attempt(host, path, owner, "");
        if (trouble.isPresent() && trouble.get() instanceof Outcome.Held held && Place.gone(held.owner())) {
            return attempt(host, path, owner, held.owner().run());
        }
        return trouble;
    }

    private static Optional<Outcome> attempt(Writer host, String path, LockOwner owner, String gone) {
        return switch (tell(host, LockScripts.take(path, owner, gone))) {
            case Reply.Answer a when a.ok() -> Optional.empty();
            case Reply.Answer a
            when a.exit() == LockScripts.NOT_OURS -> Optional.of(new Outcome.Held(host.host(), holder(a.out())));
            case Reply.Answer a ->
                Optional.of(new Outcome.Failed(
                        host.host(), cannot(host.host(), a.err().strip())));
            case Reply.Unreachable u -> Optional.of(new Outcome.Unreachable(host.host(), u.why()));
            case Reply.TimedOut t ->
                Optional.of(new Outcome.Failed(
                        host.host(),
                        cannot(host.host(), "no answer within " + t.after().toSeconds() + " s")));
        };
    }

    private static Diagnostic cannot(String host, String why) {
        return Diagnostic.error(
                "lock.failed",
                "The site's lock could not be taken on " + host + ": " + why,
                "Nothing was changed. Look at the host (is its disk full or read-only?), then run the command again.");
    }

    private static LockOwner holder(String out) {
        List<String> lines = out.strip().lines().toList();
        String silence = lines.isEmpty() ? "" : lines.getLast();
        String json = lines.size() < 2 ? "" : String.join("\n", lines.subList(0, lines.size() - 1));
        return LockOwner.read(
                json,
                silence.matches("\\d{1,9}")
                        ? Optional.of(Duration.ofSeconds(Long.parseLong(silence)))
                        : Optional.empty());
    }

    private void beat(Writer host, BiConsumer<String, String> lost) {
        try {
            while (!closed.await(LockOwner.HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                Reply reply = tell(host, LockScripts.beat(path, run));
                // A host that does not answer keeps its actions from running anyway; only a lock that is somebody
                // else's is lost.
                if (reply instanceof Reply.Answer answer
                        && answer.exit() == LockScripts.NOT_OURS
                        && closed.getCount() > 0) {
                    lost.accept(host.host(), "another run took the site's lock on " + host.host());
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Names of the hosts on which it is held. */
    public List<String> hosts() {
        return hosts.stream().map(Writer::host).toList();
    }

    /**
     * The order, which is not begun where the lock is somebody else's by now: a run that slept for longer than {@link LockOwner#EXPIRY} is not told so before
     * its next sign of life. Where it was not taken, the order as it is.
     */
    public Script only(String host, Script order) {
        return hosts().contains(host) ? LockScripts.held(path, run).then(order) : order;
    }

    /** Gives it back everywhere. A host that is gone keeps it until it expires. */
    @Override
    public void close() {
        closed.countDown();
        List<Thread> threads = hosts.stream()
                .map(host -> Thread.ofVirtual().start(() -> tell(host, LockScripts.release(path, run))))
                .toList();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** What came of removing somebody's lock from one host. */
    public sealed interface Removal {
        record Removed(LockOwner owner) implements Removal {}

        record NoLock() implements Removal {}

        record Failed(Diagnostic why) implements Removal {}
    }

    /**
     * Removes the lock from a host.
     *
     * @param run whose lock; empty: anybody's
     */
    public static Removal remove(Writer host, String path, String run) {
        return switch (tell(host, LockScripts.release(path, run))) {
            case Reply.Answer a when a.ok() -> new Removal.Removed(LockOwner.read(a.out(), Optional.empty()));
            case Reply.Answer a when a.exit() == LockScripts.NOT_OURS -> new Removal.NoLock();
            case Reply.Answer a ->
                new Removal.Failed(cannotRemove(host.host(), a.err().strip()));
            case Reply.Unreachable u -> new Removal.Failed(u.why());
            case Reply.TimedOut t ->
                new Removal.Failed(cannotRemove(
                        host.host(), "no answer within " + t.after().toSeconds() + " s"));
        };
    }

    private static Diagnostic cannotRemove(String host, String why) {
        return Diagnostic.error(
                "lock.not-removed",
                "The site's lock could not be removed from " + host + ": " + why,
                "It is still there. Look at the host, then run `resctl unlock` again.");
    }

    private static Reply tell(Writer host, Script script) {
        return host.tell(script, PATIENCE, line -> {});
    }
}
