package io.resctl.runbook.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.model.SemiSync;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.observe.Knowledge;
import io.resctl.runbook.Runbook;
import io.resctl.runbook.Step;
import io.resctl.sql.LongWrite;
import io.resctl.sql.ServerState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What speaks against a switchover of a1 to a2: each reason with the tier that has nothing else wrong. */
class PlannedMoveTest {
    private static final Site SITE = Sites.pilotLight();
    private static final long A1 = SITE.host("a1").serverId();
    private static final long A2 = SITE.host("a2").serverId();

    @Test
    void nothingSpeaksAgainstAHealthyOne() {
        assertThat(codes(Tiers.healthy())).isEmpty();
    }

    @Test
    void aSilentPrimaryOrCandidate() {
        assertThat(codes(Tiers.healthy().silent("a1"))).contains("switchover.primary-silent");
        assertThat(codes(Tiers.healthy().silent("a2"))).containsExactly("switchover.candidate-silent");
    }

    /** Somebody may have it under repair. */
    @Test
    void anotherSilentReplicaOnlyWarns() {
        assertThat(reasons(Tiers.healthy().silent("b1")))
                .singleElement()
                .satisfies(d -> assertThat(d.isError()).isFalse())
                .satisfies(d -> assertThat(d.summary()).contains("b1"));
    }

    @Test
    void aPrimaryThatIsClosedOrNotAlone() {
        assertThat(codes(changed("a1", Tiers.writable(false)))).containsExactly("switchover.primary-closed");
        assertThat(codes(changed("b1", Tiers.writable(true)))).containsExactly("database.two-writable");
    }

    /** An apply would open it, too, and leave its events off. */
    @Test
    void ofAClosedPrimaryItIsSaidFirstHowToGoOn() {
        assertThat(reasons(changed("a1", Tiers.writable(false))))
                .singleElement()
                .satisfies(d -> {
                    String hint = d.hint().orElse("");
                    assertThat(hint).contains("--resume", "resctl plan");
                    assertThat(hint.indexOf("--resume")).isLessThan(hint.indexOf("resctl plan"));
                });
    }

    @Test
    void aCandidateThatIsNoReplicaOfIt() {
        assertThat(codes(changed("a2", Tiers.alone()))).containsExactly("switchover.not-a-replica");
        assertThat(codes(Tiers.healthy().change("a2", Tiers.replicating(r -> Tiers.replication(SITE, "b1")))))
                .containsExactly("switchover.not-a-replica");
    }

    @Test
    void brokenReplicationIsNamedWithItsError() {
        assertThat(reasons(changed("a2", Tiers.replicating(Tiers.threads("Yes", "No", "Duplicate entry '1'")))))
                .singleElement()
                .satisfies(d -> assertThat(d.summary()).contains("a2", "applies nothing", "Duplicate entry"));
        assertThat(codes(changed("a2", Tiers.replicating(Tiers.threads("Connecting", "Yes", "refused")))))
                .containsExactly("switchover.broken-replication");
        assertThat(codes(changed("a2", Tiers.replicating(Tiers.received("")))))
                .containsExactly("switchover.broken-replication");
    }

    @Test
    void delayIsMeasuredByTheRowsOfThePrimary() {
        assertThat(codes(changed("a2", Tiers.beat(Tiers.NOW.minusSeconds(9))))).isEmpty();
        assertThat(reasons(changed("a2", Tiers.beat(Tiers.NOW.minusSeconds(30)))))
                .singleElement()
                .satisfies(d -> assertThat(d.code()).isEqualTo("switchover.lag"))
                .satisfies(d -> assertThat(d.summary()).contains("29 s behind"));
    }

    @Test
    void transactionsThatThePrimaryNeverSaw() {
        assertThat(reasons(changed("a2", Tiers.at("0-" + A2 + "-101", "0-" + A1 + "-100"))))
                .singleElement()
                .satisfies(d -> assertThat(d.summary()).contains("never saw", "0-" + A2 + "-101"));
    }

    /** It was asked a moment later, and is ahead of what the primary said. */
    @Test
    void whatThePrimaryWroteMeanwhileIsNotErrant() {
        assertThat(codes(changed("a2", Tiers.at("0-" + A1 + "-107", "0-" + A1 + "-107"))))
                .isEmpty();
    }

    @Test
    void aWriteThatIsUnderWayForLong() {
        assertThat(codes(changed("a1", Tiers.writing(new LongWrite(7, Duration.ofSeconds(10), "shop", "shop")))))
                .isEmpty();
        assertThat(reasons(changed("a1", Tiers.writing(new LongWrite(7, Duration.ofSeconds(11), "shop", "shop")))))
                .singleElement()
                .satisfies(d -> assertThat(d.hint().orElse("")).contains("KILL 7"));
    }

    @Test
    void idsVersionsAndStrictness() {
        assertThat(codes(changed("a2", Tiers.id(A1)))).contains("database.same-id");
        assertThat(codes(changed("a2", Tiers.version("10.11.6-MariaDB")))).containsExactly("switchover.older");
        assertThat(codes(changed("a2", Tiers.version("11.8.1-MariaDB")))).isEmpty();
        assertThat(codes(changed("a2", Tiers.version("12.0.1-MariaDB")))).isEmpty();
        assertThat(codes(changed("a2", Tiers.strict(false)))).containsExactly("database.not-strict");
        assertThat(codes(changed("a1", Tiers.strict(false)))).containsExactly("database.not-strict");
    }

    @Test
    void aServerOfAnotherZoneAndNoLease() {
        assertThat(refusals(Tiers.healthy().tier(), "b1")).containsExactly("switchover.zone");
        assertThat(refusals(Tiers.healthy().noLease().tier(), "a2")).containsExactly("lease.none");
    }

    @Test
    void thePromotionHasOneOwner() {
        assertThat(refusals(Tiers.healthy().maxscale("a1").tier(), "a2")).containsExactly("database.two-owners");
        assertThat(refusals(
                        Tiers.healthy(Sites.behindMaxscale(SemiSync.LOCAL))
                                .maxscale("a1")
                                .tier(),
                        "a2"))
                .containsExactly("database.monitor-owns");
    }

    /** There MaxScale only looks and routes, so nobody but resctl would move anything, and a MaxScale that runs is nobody's rival. */
    @Test
    void behindAMaxscaleThatDoesNotPromoteItIsResctl() {
        Tiers tiers = Tiers.healthy(Sites.behindMaxscale(SemiSync.STANDBY)).maxscale("a1");
        assertThat(refusals(tiers.tier(), "a2")).isEmpty();
    }

    @Test
    void thePrimaryIsThePrimaryAlready() {
        Tier tier = Tiers.healthy().tier();
        assertThat(new PlannedMove("a1", false).already(tier)).contains("a1");
        assertThat(new PlannedMove("a2", false).already(tier)).isEmpty();
    }

    @Test
    void oneThatWasBrokenOffGoesOnOnlyWhenAsked() {
        Tiers broken = Tiers.healthy().lease(2, "a2").change("a1", Tiers.writable(false));
        assertThat(refusals(broken.tier(), "a2")).containsExactly("switchover.begun");
        PlannedMove resumed = new PlannedMove("a2", true);
        assertThat(resumed.refusals(broken.tier())).isEmpty();
        Move move = move(resumed, broken.tier());
        assertThat(move.former()).isEqualTo("a1");
        assertThat(move.after().epoch()).isEqualTo(2);
        assertThat(undone(resumed, broken.tier())).startsWith("open");
    }

    @Test
    void brokenOffBeforeTheLeaseItGoesOnThere() {
        Tiers frozen = Tiers.healthy().change("a1", Tiers.writable(false));
        assertThat(undone(new PlannedMove("a2", true), frozen.tier())).startsWith("lease", "open");
    }

    private static List<String> undone(MoveKind kind, Tier tier) {
        Runbook<Tier> runbook = kind.runbook(move(kind, tier), tier);
        return runbook.steps().stream()
                .dropWhile(s -> s.done(tier))
                .map(Step::id)
                .toList();
    }

    private static Tiers changed(String host, UnaryOperator<ServerState> change) {
        return Tiers.healthy().change(host, change);
    }

    private static List<String> refusals(Tier tier, String next) {
        return new PlannedMove(next, false)
                .refusals(tier).stream().map(Diagnostic::code).toList();
    }

    private static List<String> codes(Tiers tiers) {
        return reasons(tiers).stream().map(Diagnostic::code).toList();
    }

    private static List<Diagnostic> reasons(Tiers tiers) {
        Tier tier = tiers.tier();
        PlannedMove kind = new PlannedMove("a2", false);
        Move move = move(kind, tier);
        // That the site's key is not known here is another test's matter.
        return Stream.concat(
                        kind.runbook(move, tier).steps().stream()
                                .filter(s -> !s.id().equals("lease"))
                                .flatMap(s -> s.ready(tier).stream()),
                        kind.reasons(move, tier).stream())
                .toList();
    }

    private static Move move(MoveKind kind, Tier tier) {
        return kind.move(
                tier, tier.lease().orElseThrow(), Tiers.NOW, "anna@desk", new Knowledge(name -> Optional.empty()));
    }
}
