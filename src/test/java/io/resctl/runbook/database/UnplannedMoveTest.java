package io.resctl.runbook.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.model.SemiSync;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.observe.Knowledge;
import io.resctl.runbook.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whether a1 is dead, who takes its place, and what that costs. */
class UnplannedMoveTest {
    private static final Site SITE = Sites.pilotLight();
    private static final long A1 = SITE.host("a1").serverId();
    private static final long B1 = SITE.host("b1").serverId();
    private static final UnplannedMove ANY = any(OptionalLong.empty());

    @Test
    void aPrimaryThatNobodyHearsIsDead() {
        assertThat(codes(ANY, gone())).isEmpty();
        assertThat(move(ANY, gone()).next()).isEqualTo("a2");
    }

    @Test
    void aPrimaryThatAnswersIsNot() {
        assertThat(codes(ANY, Tiers.healthy())).containsExactly("failover.primary-lives");
        assertThat(codes(ANY, Tiers.healthy().change("a1", Tiers.writable(false))))
                .containsExactly("failover.primary-lives");
    }

    @Test
    void norIsOneThatAReplicaHearsOrReaches() {
        assertThat(codes(ANY, gone().witness("b1", new Witness(Set.of(), true, Map.of()))))
                .containsExactly("failover.not-dead");
        assertThat(codes(ANY, gone().witness("b1", new Witness(Set.of("a1"), false, Map.of()))))
                .containsExactly("failover.not-dead");
        assertThat(codes(ANY, gone().witness("b1", new Witness(Set.of("a2"), false, Map.of()))))
                .isEmpty();
    }

    @Test
    void unlessSomebodySaysSo() {
        Tiers heard = gone().witness("b1", new Witness(Set.of("a1"), true, Map.of()));
        assertThat(codes(new UnplannedMove(Optional.empty(), Optional.of("a1"), OptionalLong.empty(), false), heard))
                .isEmpty();
        assertThat(codes(new UnplannedMove(Optional.empty(), Optional.of("a2"), OptionalLong.empty(), false), heard))
                .contains("failover.other-primary");
    }

    @Test
    void anotherWriterIsNeverLeftBesideTheNewOne() {
        assertThat(codes(ANY, gone().change("b1", Tiers.writable(true)))).containsExactly("database.two-writable");
    }

    @Test
    void withoutACandidateItSaysWhy() {
        assertThat(codes(ANY, gone().silent("a2")))
                .containsExactly("failover.no-candidate", "failover.candidate-silent");
    }

    /** A start of its threads would throw away what it has received. */
    @Test
    void whoHasReceivedAndAppliesNothingIsNoCandidate() {
        Tiers stuck = gone().change(
                        "a2",
                        Tiers.replicating(r -> Tiers.threads("Connecting", "No", "Duplicate entry")
                                .apply(Tiers.received("0-" + A1 + "-105").apply(r))));
        assertThat(codes(ANY, stuck)).containsExactly("failover.no-candidate", "failover.not-applying");
    }

    /** After a restart its relay logs may hold what nobody else has, and it does not tell. */
    @Test
    void whoForgotWhatItReceivedIsRescuedFirst() {
        Tiers restarted = gone().change("a2", Tiers.replicating(Tiers::forgot));
        assertThat(ready(ANY, restarted)).containsExactly("failover.forgot");
        assertThat(ready(any(OptionalLong.of(0)), restarted)).containsExactly("failover.forgot");
        assertThat(ready(any(OptionalLong.of(1)), restarted)).isEmpty();
        Tiers connecting = gone().change(
                        "a2",
                        Tiers.replicating(r -> Tiers.threads("Connecting", "Yes", "")
                                .apply(Tiers.received("").apply(r))));
        assertThat(ready(ANY, connecting)).containsExactly("failover.forgot");
        assertThat(ready(ANY, gone().change("a2", Tiers.alone()))).isEmpty();
    }

    @Test
    void soIsAnotherThatMayHoldMore() {
        Tiers restarted = gone().change("b1", Tiers.replicating(Tiers::forgot));
        assertThat(ready(ANY, restarted)).containsExactly("failover.forgot");
        assertThat(ready(any(OptionalLong.of(1)), restarted)).isEmpty();
    }

    /** A server that dies has sent its last transactions to some of those who follow it. */
    @Test
    void whatAnotherServerHasReceivedMoreIsFetchedFromIt() {
        Tiers ahead = gone().change("b1", Tiers.replicating(Tiers.received("0-" + A1 + "-103")));
        assertThat(ready(ANY, ahead)).isEmpty();
        assertThat(steps(ANY, ahead)).startsWith("connect", "drain", "fetch", "lease");
        assertThat(orders(ANY, ahead))
                .contains("on b1: STOP SLAVE IO_THREAD", "on a2: -- until it has applied 0-" + A1 + "-103");
        assertThat(steps(ANY, gone())).startsWith("connect", "drain", "lease");
    }

    /** What somebody wrote there by hand is no part of the site, and taking it over would make the old primary the odd one. */
    @Test
    void whatAnotherWroteItselfIsNotFetched() {
        Tiers stray = gone().change("b1", Tiers.replicating(Tiers.received("0-" + B1 + "-103")));
        assertThat(steps(ANY, stray)).doesNotContain("fetch");
        assertThat(ready(ANY, stray)).containsExactly("failover.loss");
    }

    /** The objective is a minute, and the last row that b1 has is young. */
    @Test
    void timeIsThatOfWhatWillBeHad() {
        Tiers old = gone().change("a2", Tiers.beat(Tiers.NOW.minusSeconds(90)));
        assertThat(ready(ANY, old.change("b1", Tiers.replicating(Tiers.received("0-" + A1 + "-103")))))
                .isEmpty();
    }

    /** Broken off behind the lease, with a2 following b1 for what that one had: the one to be fenced is still a1. */
    @Test
    void whoWasTakenFromIsNotTheFormerPrimary() {
        Site site = Sites.acknowledged(SemiSync.NONE);
        Tiers broken = gone(site).lease(2, "a2").change("a2", Tiers.replicating(r -> Tiers.replication(site, "b1")));
        UnplannedMove resumed = new UnplannedMove(Optional.of("a2"), Optional.empty(), OptionalLong.empty(), true);
        assertThat(move(resumed, broken).former()).isEqualTo("a1");
    }

    /** Its log has only what it applied. */
    @Test
    void whatAnotherCannotHandOnIsALoss() {
        Tiers ahead = gone().change(
                        "b1",
                        Tiers.replicating(r -> Tiers.threads("Connecting", "No", "Duplicate entry")
                                .apply(Tiers.received("0-" + A1 + "-103").apply(r))));
        assertThat(steps(ANY, ahead)).doesNotContain("fetch");
        assertThat(ready(ANY, ahead)).containsExactly("failover.loss");
        assertThat(ready(any(OptionalLong.of(2)), ahead)).containsExactly("failover.loss");
        assertThat(ready(any(OptionalLong.of(3)), ahead)).isEmpty();
    }

    /** It may be the only one that has what clients were told is safe; nobody but the user may give that up, and 0 gives up nothing. */
    @Test
    void aSilentServerWhoseWordCountedRefuses() {
        Tiers standby = gone(Sites.acknowledged(SemiSync.STANDBY)).silent("b1");
        assertThat(ready(ANY, standby)).containsExactly("failover.unheard");
        assertThat(ready(any(OptionalLong.of(0)), standby)).containsExactly("failover.unheard");
        assertThat(ready(any(OptionalLong.of(1)), standby)).isEmpty();
        assertThat(orders(any(OptionalLong.of(1)), standby)).contains("what b1 acknowledged alone is lost with it");
        assertThat(ready(ANY, gone(Sites.acknowledged(SemiSync.STANDBY)))).isEmpty();
    }

    @Test
    void aSilentServerWhoseWordDidNotCountOnlyWarns() {
        for (SemiSync semiSync : List.of(SemiSync.NONE, SemiSync.LOCAL)) {
            assertThat(ready(ANY, gone(Sites.acknowledged(semiSync)).silent("b1")))
                    .isEmpty();
        }
    }

    @Test
    void whatMaxscalePromotesItMovesItself() {
        assertThat(codes(ANY, gone(Sites.behindMaxscale(SemiSync.LOCAL)))).containsExactly("database.monitor-owns");
        assertThat(codes(ANY, gone(Sites.behindMaxscale(SemiSync.STANDBY)).maxscale("a2")))
                .isEmpty();
    }

    /** One word is enough, so that another one answers says nothing. */
    @Test
    void whoseWordCountsIsTheModesMatter() {
        assertThat(Acknowledged.by(Sites.acknowledged(SemiSync.LOCAL), "milan", "a1"))
                .containsExactly("a2");
        assertThat(Acknowledged.by(Sites.acknowledged(SemiSync.STANDBY), "milan", "a1"))
                .containsExactly("b1");
        assertThat(Acknowledged.by(Sites.acknowledged(SemiSync.STANDBY), "turin", "b1"))
                .containsExactly("a1", "a2");
        assertThat(Acknowledged.by(Sites.acknowledged(SemiSync.NONE), "milan", "a1"))
                .isEmpty();
        assertThat(Acknowledged.unheard(
                        gone(Sites.acknowledged(SemiSync.LOCAL)).silent("a2").tier(), "milan", "a1"))
                .extracting(Server.Silent::host)
                .containsExactly("a2");
    }

    /** The objective is a minute; the last row is half a second old. */
    @Test
    void timeIsHeldAgainstTheObjective() {
        assertThat(ready(ANY, gone())).isEmpty();
        Tiers old = gone().change("a2", Tiers.beat(Tiers.NOW.minusSeconds(90)));
        assertThat(ready(ANY, old)).containsExactly("failover.loss");
        assertThat(ready(any(OptionalLong.of(0)), old)).isEmpty();
    }

    /** A router saw the primary go, 80 s ago: it took no writes since. */
    @Test
    void timeEndsWhenTheRouterSawItGo() {
        Tiers old = gone().change("a2", Tiers.beat(Tiers.NOW.minusSeconds(90)))
                .witness("a2", new Witness(Set.of(), false, Map.of("a1", Duration.ofSeconds(80))));
        assertThat(ready(ANY, old)).isEmpty();
    }

    @Test
    void ofTwoTheOneThatReceivedMoreIsTaken() {
        Tiers two = gone();
        assertThat(Candidates.best(two.tier(), two.tier().lease().orElseThrow(), "a1"))
                .containsExactly("a2");
        assertThat(codes(new UnplannedMove(Optional.of("b1"), Optional.empty(), OptionalLong.empty(), false), two))
                .containsExactly("switchover.zone");
    }

    @Test
    void oneThatWasBrokenOffGoesOn() {
        Tiers broken = gone().lease(2, "a2");
        UnplannedMove resumed = new UnplannedMove(Optional.empty(), Optional.empty(), OptionalLong.empty(), true);
        assertThat(codes(resumed, broken)).isEmpty();
        Move move = move(resumed, broken);
        assertThat(move.former()).isEqualTo("a1");
        assertThat(move.next()).isEqualTo("a2");
        assertThat(move.after().epoch()).isEqualTo(2);
    }

    private static Tiers gone() {
        return gone(SITE);
    }

    private static Tiers gone(Site site) {
        return Tiers.healthy(site)
                .silent("a1")
                .change("a2", Tiers.replicating(Tiers.threads("Connecting", "Yes", "refused")))
                .change("b1", Tiers.replicating(Tiers.threads("Connecting", "Yes", "refused")));
    }

    private static UnplannedMove any(OptionalLong accepted) {
        return new UnplannedMove(Optional.empty(), Optional.empty(), accepted, false);
    }

    private static List<String> codes(UnplannedMove kind, Tiers tiers) {
        return kind.refusals(tiers.tier()).stream().map(Diagnostic::code).toList();
    }

    private static List<String> ready(UnplannedMove kind, Tiers tiers) {
        Tier tier = tiers.tier();
        Step<Tier> drain = kind.runbook(move(kind, tiers), tier).steps().get(1);
        return drain.ready(tier).stream().map(Diagnostic::code).toList();
    }

    private static String orders(UnplannedMove kind, Tiers tiers) {
        Tier tier = tiers.tier();
        return kind.runbook(move(kind, tiers), tier).steps().stream()
                .flatMap(step -> step.orders(tier).stream())
                .toList()
                .toString();
    }

    private static List<String> steps(UnplannedMove kind, Tiers tiers) {
        Tier tier = tiers.tier();
        return kind.runbook(move(kind, tiers), tier).steps().stream()
                .map(Step::id)
                .toList();
    }

    private static Move move(UnplannedMove kind, Tiers tiers) {
        Tier tier = tiers.tier();
        return kind.move(
                tier, tier.lease().orElseThrow(), Tiers.NOW, "anna@desk", new Knowledge(name -> Optional.empty()));
    }
}
