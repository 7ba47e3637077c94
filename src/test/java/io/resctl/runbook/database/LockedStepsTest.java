package io.resctl.runbook.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import io.resctl.journal.LockOwner;
import io.resctl.journal.SiteLock;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Sites;
import io.resctl.observe.Knowledge;
import io.resctl.runbook.Deadline;
import io.resctl.runbook.Hands;
import io.resctl.runbook.Step;
import io.resctl.testing.RelocatedShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind a switchover's freeze the laptop slept. The hosts are folders; the servers say what a file says. */
class LockedStepsTest {
    private static final Names NAMES = Sites.pilotLight().names();
    private static final List<String> SERVERS = List.of("a1", "a2", "b1");

    @TempDir
    Path folder;

    private final Knowledge knowledge = new Knowledge(name -> Optional.empty());
    private SiteLock lock;
    private Tier tier;
    private Move move;

    @BeforeEach
    void frozen() throws IOException {
        knowledge.makeMissing(List.of(Names.SITE_KEY), new SecureRandom());
        for (String host : Sites.pilotLight().hosts().map(Host::name).toList()) {
            Path bin = Files.createDirectories(folder.resolve(host).resolve("bin"));
            Files.writeString(
                    bin.resolve("docker"),
                    "#!/bin/sh\ncat >/dev/null\necho \"read_only: $(cat \"$0.read_only\")\"\ncat \"$0.said\" 2>/dev/null\n:\n");
            assertThat(bin.resolve("docker").toFile().setExecutable(true)).isTrue();
            closed(host, 1);
        }
        LockOwner owner =
                new LockOwner("run-1", "anna@desk", 1, "elsewhere", "switchover", Tiers.NOW, Optional.empty());
        SiteLock.Outcome outcome =
                SiteLock.take(SERVERS.stream().map(this::writer).toList(), NAMES.lock(), owner, (host, why) -> {});
        lock = ((SiteLock.Outcome.Taken) outcome).lock();
        tier = Tiers.healthy().change("a1", Tiers.writable(false)).tier();
        move = new PlannedMove("a2", false).move(tier, tier.lease().orElseThrow(), Tiers.NOW, "anna@desk", knowledge);
    }

    @AfterEach
    void giveBack() {
        lock.close();
    }

    @Test
    void withTheLockTheLeaseIsWrittenAndTheServerOpened() throws IOException {
        assertThat(act("lease")).isEmpty();
        assertThat(lease("a2")).contains("\"primary\": \"a2\"");
        closed("a2", 0);
        assertThat(act("open")).isEmpty();
    }

    /** Whoever took it may have opened the former primary again: nobody is told that another one is the primary, not even where the lock is still ours. */
    @Test
    void noLeaseIsWrittenOnceAnotherRunHasTheLock() throws IOException {
        takenOver("b1");
        assertThat(act("lease")).hasValueSatisfying(d -> assertThat(d.code()).isEqualTo("lock.lost"));
        assertThat(leases()).isZero();
    }

    @Test
    void noLeaseIsWrittenOnceTheFormerPrimaryIsOpenAgain() throws IOException {
        closed("a1", 0);
        assertThat(act("lease")).hasValueSatisfying(d -> assertThat(d.code()).isEqualTo("switchover.reopened"));
        assertThat(leases()).isZero();
    }

    /** A former primary that is gone has nothing that could be open; its host is fenced later. */
    @Test
    void aFailoverDoesNotAskTheFormerPrimary() throws IOException {
        closed("a1", 0);
        assertThat(new WriteLease(move, false).act(tier, hands())).isEmpty();
        assertThat(lease("a2")).contains("\"primary\": \"a2\"");
    }

    @Test
    void nobodyIsOpenedOnceAnotherRunHasTheLock() throws IOException {
        closed("a2", 0);
        takenOver("a2");
        assertThat(act("open")).hasValueSatisfying(d -> assertThat(d.summary()).contains("another run took"));
    }

    @Test
    void nobodyIsOpenedUnderALaterLease() throws IOException {
        closed("a2", 0);
        Files.writeString(folder.resolve("a2/lease.json"), "{\n  \"epoch\": 9\n}\n");
        assertThat(act("open")).hasValueSatisfying(d -> assertThat(d.summary()).contains("a lease of epoch 9"));
    }

    /** It may have given the right to somebody else by now. */
    @Test
    void norIsTheFormerPrimaryOpenedAgain() throws IOException {
        takenOver("a1");
        assertThat(step("freeze").undo(tier, hands()))
                .hasValueSatisfying(d -> assertThat(d.summary()).contains("left as it is", "another run took"));
    }

    /** Whether it takes writes is what it says of itself, whatever became of its events. */
    @Test
    void anEventThatCannotBeChangedIsNamedAndNoMore() throws IOException {
        Files.writeString(folder.resolve("a1/bin/docker.said"), "event_failed: shop.tidy: there is no such user\n");
        assertThat(step("freeze").undo(tier, hands()))
                .hasValueSatisfying(d -> assertThat(d.code()).isEqualTo("switchover.left-closed"));
        closed("a1", 0);
        assertThat(step("freeze").undo(tier, hands()))
                .hasValueSatisfying(d -> assertThat(d.summary())
                        .startsWith("a1 takes writes again")
                        .contains("shop.tidy: there is no such user"));
        Files.writeString(folder.resolve("a2/bin/docker.said"), "event_failed: shop.tidy: there is no such user\n");
        closed("a2", 0);
        assertThat(act("open")).isEmpty();
    }

    /** With it running there, it would run on two servers. */
    @Test
    void oneThatCannotBeStoppedKeepsTheOldPrimary() throws IOException {
        Files.writeString(folder.resolve("a1/bin/docker.said"), "event_failed: shop.tidy: there is no such user\n");
        assertThat(act("freeze")).hasValueSatisfying(d -> assertThat(d.code()).isEqualTo("switchover.event"));
    }

    private Optional<Diagnostic> act(String id) {
        return step(id).act(tier, hands());
    }

    private Step<Tier> step(String id) {
        return Switchover.of(move, tier).steps().stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void takenOver(String host) throws IOException {
        Files.writeString(folder.resolve(host).resolve("lock/run"), "run-2");
    }

    private void closed(String host, int readOnly) throws IOException {
        Files.writeString(folder.resolve(host).resolve("bin/docker.read_only"), Integer.toString(readOnly));
    }

    private String lease(String host) throws IOException {
        return Files.readString(folder.resolve(host).resolve("lease.json"));
    }

    private long leases() {
        return SERVERS.stream()
                .filter(h -> Files.exists(folder.resolve(h).resolve("lease.json")))
                .count();
    }

    private Writer writer(String host) {
        Path own = folder.resolve(host);
        return new RelocatedShell(
                host,
                own,
                text -> "PATH=" + own + "/bin:$PATH\n"
                        + text.replace(NAMES.var(), own.toString()).replace("/run/resctl-acme", own + "/none"));
    }

    private Hands hands() {
        Map<String, String> notes = new ConcurrentHashMap<>();
        return new Hands() {
            @Override
            public Writer writer(String host) {
                return LockedStepsTest.this.writer(host);
            }

            @Override
            public Script locked(String host, Script order) {
                return lock.only(host, order);
            }

            @Override
            public Instant now() {
                return Tiers.NOW;
            }

            @Override
            public Deadline deadline() {
                return Deadline.in(InstantSource.system(), Duration.ofSeconds(30));
            }

            @Override
            public void says(String text) {}

            @Override
            public void note(String name, String value) {
                notes.put(name, value);
            }

            @Override
            public Optional<String> noted(String name) {
                return Optional.ofNullable(notes.get(name));
            }
        };
    }
}
