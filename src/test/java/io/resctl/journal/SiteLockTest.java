package io.resctl.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Engine;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import io.resctl.testing.LocalShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SiteLockTest {
    private static final long NO_SUCH_PROCESS = 4_194_305; // one more than Linux ever gives

    @TempDir
    private Path folder;

    private static final String LOCK = "var/lock";

    private final List<SiteLock> taken = new CopyOnWriteArrayList<>();

    /** Also those whose owner is said to be dead: they would beat on, in a folder that is gone. */
    @AfterEach
    void closeAll() {
        taken.forEach(SiteLock::close);
    }

    @Test
    void theSecondIsToldWhoHoldsIt() {
        try (SiteLock lock = taken(owner("one", "anna@laptop", 7, ""))) {
            assertThat(lock).isNotNull();
            SiteLock.Outcome second = take(owner("two", "bert@desk", 8, ""));
            assertThat(second).isInstanceOfSatisfying(SiteLock.Outcome.Held.class, held -> {
                assertThat(held.host()).isEqualTo("a1");
                assertThat(held.owner().words()).isEqualTo("anna@laptop (apply, process 7)");
                assertThat(held.owner().since()).isEqualTo(Instant.parse("2026-11-22T18:00:00Z"));
                assertThat(held.owner().silence())
                        .hasValueSatisfying(s -> assertThat(s).isLessThan(Duration.ofSeconds(10)));
            });
        }
        taken(owner("two", "bert@desk", 8, "")).close();
        assertThat(path()).doesNotExist();
    }

    @Test
    void aSilentOwnerHasLostIt() throws IOException {
        SiteLock silent = taken(owner("one", "anna@laptop", 7, ""));
        Files.setLastModifiedTime(
                path().resolve("beat"), FileTime.from(Instant.now().minusSeconds(21)));
        SiteLock second = taken(owner("two", "bert@desk", 8, ""));
        silent.close();
        assertThat(path()).as("a lost lock is not removed by its former owner").exists();
        second.close();
        assertThat(path()).doesNotExist();
    }

    @Test
    void aDeadOwnerOfThisPlaceGivesWayAtOnce() {
        taken(owner("one", "anna@laptop", NO_SUCH_PROCESS, Place.here()));
        taken(owner("two", "anna@laptop", 8, "")).close();
    }

    @Test
    void aDeadProcessNumberOfAnotherPlaceSaysNothing() {
        try (SiteLock lock = taken(owner("one", "anna@laptop", NO_SUCH_PROCESS, "another kernel"))) {
            assertThat(lock).isNotNull();
            assertThat(take(owner("two", "anna@laptop", 8, ""))).isInstanceOf(SiteLock.Outcome.Held.class);
        }
    }

    @Test
    void ofManyAtOnceExactlyOneGetsIt() {
        List<CompletableFuture<SiteLock.Outcome>> tries = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> take(owner("run" + i, "x@y", i + 2, ""))))
                .toList();
        List<SiteLock.Outcome> outcomes =
                tries.stream().map(CompletableFuture::join).toList();
        assertThat(outcomes)
                .filteredOn(o -> o instanceof SiteLock.Outcome.Taken)
                .hasSize(1);
        assertThat(outcomes).filteredOn(o -> o instanceof SiteLock.Outcome.Held).hasSize(7);
        outcomes.forEach(o -> {
            if (o instanceof SiteLock.Outcome.Taken(SiteLock lock)) {
                lock.close();
            }
        });
    }

    @Test
    void whatWasTakenIsGivenBackWhenAnotherHostIsHeld() throws IOException {
        Writer other = new LocalShell("b1", Files.createDirectory(folder.resolve("b1")));
        SiteLock.Outcome first = SiteLock.take(List.of(other), LOCK, owner("one", "anna@laptop", 7, ""), (h, w) -> {});
        assertThat(first).isInstanceOf(SiteLock.Outcome.Taken.class);
        SiteLock.Outcome second =
                SiteLock.take(List.of(other, host()), LOCK, owner("two", "bert@desk", 8, ""), (h, w) -> {});
        assertThat(second)
                .isInstanceOfSatisfying(
                        SiteLock.Outcome.Held.class,
                        held -> assertThat(held.host()).isEqualTo("b1"));
        assertThat(path()).as("a1's lock was taken before b1's, and given back").doesNotExist();
        ((SiteLock.Outcome.Taken) first).lock().close();
    }

    @Test
    void aHostThatFellSilentIsToldFromOneThatCannot() {
        Diagnostic silent = Diagnostic.error("ssh.no-answer", "b1 does not answer", "start it");
        Writer gone = new Writer() {
            @Override
            public String host() {
                return "b1";
            }

            @Override
            public Reply ask(Script question, Duration timeout) {
                return new Reply.Unreachable(silent);
            }

            @Override
            public Reply tell(Script order, Duration timeout, Consumer<String> progress) {
                return new Reply.Unreachable(silent);
            }

            @Override
            public Engine engine() {
                throw new UnsupportedOperationException();
            }
        };
        assertThat(SiteLock.take(List.of(host(), gone), LOCK, owner("one", "anna@laptop", 7, ""), (h, w) -> {}))
                .isEqualTo(new SiteLock.Outcome.Unreachable("b1", silent));
        assertThat(path()).as("given back").doesNotExist();
    }

    @Test
    void removingSaysWhoseItWas() {
        taken(owner("one", "anna@laptop", 7, ""));
        assertThat(SiteLock.remove(host(), LOCK, "other")).isInstanceOf(SiteLock.Removal.NoLock.class);
        assertThat(SiteLock.remove(host(), LOCK, ""))
                .isInstanceOfSatisfying(
                        SiteLock.Removal.Removed.class,
                        r -> assertThat(r.owner().by()).isEqualTo("anna@laptop"));
        assertThat(SiteLock.remove(host(), LOCK, "")).isInstanceOf(SiteLock.Removal.NoLock.class);
    }

    private Writer host() {
        return new LocalShell("a1", folder);
    }

    private SiteLock taken(LockOwner owner) {
        SiteLock.Outcome outcome = take(owner);
        assertThat(outcome).isInstanceOf(SiteLock.Outcome.Taken.class);
        return ((SiteLock.Outcome.Taken) outcome).lock();
    }

    private SiteLock.Outcome take(LockOwner owner) {
        SiteLock.Outcome outcome = SiteLock.take(List.of(host()), LOCK, owner, (h, why) -> {});
        if (outcome instanceof SiteLock.Outcome.Taken(SiteLock lock)) {
            taken.add(lock);
        }
        return outcome;
    }

    private Path path() {
        return folder.resolve(LOCK);
    }

    private static LockOwner owner(String run, String by, long pid, String place) {
        return new LockOwner(run, by, pid, place, "apply", Instant.parse("2026-11-22T18:00:00Z"), Optional.empty());
    }
}
