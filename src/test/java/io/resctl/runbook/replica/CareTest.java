package io.resctl.runbook.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.runbook.Step;
import io.resctl.runbook.database.Tiers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be done with which replica, and what would lose something. */
class CareTest {
    private static final Site SITE = Sites.pilotLight();
    private static final long A1 = SITE.host("a1").serverId();
    private static final long A2 = SITE.host("a2").serverId();

    @Test
    void thePrimaryIsNoReplica() {
        assertThat(codes(new Rebuild("a1"), Tiers.healthy())).contains("replica.primary");
        assertThat(codes(new Rescue("a1"), Tiers.healthy())).contains("replica.primary");
    }

    @Test
    void norIsOneThatTakesWrites() {
        Tiers two = Tiers.healthy().change("a2", Tiers.writable(true));
        assertThat(codes(new Rebuild("a2"), two)).containsExactly("database.two-writable");
        assertThat(codes(new Rescue("a2"), two)).containsExactly("database.two-writable");
    }

    @Test
    void withoutALeaseNobodyKnows() {
        assertThat(codes(new Rebuild("a2"), Tiers.healthy().noLease())).containsExactly("lease.none");
    }

    @Test
    void aReplicaIsRebuiltFromAPrimaryThatIsWell() {
        assertThat(codes(new Rebuild("a2"), Tiers.healthy())).isEmpty();
        assertThat(codes(new Rebuild("a2"), gone())).containsExactly("rebuild.no-source");
        assertThat(codes(new Rebuild("a2"), Tiers.healthy().change("a1", Tiers.writable(false))))
                .containsExactly("rebuild.no-source");
    }

    /** A server that does not start any more is a reason to rebuild it; a host that does not answer is none. */
    @Test
    void itsServerNeedNotAnswer() {
        assertThat(codes(new Rebuild("a2"), Tiers.healthy().silent("a2"))).containsExactly("host.silent");
        assertThat(new Rebuild("a2").refusals(Tiers.healthy().stopped("a2").tier()))
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.isError()).isFalse();
                    assertThat(warning.summary()).contains("nothing is saved as SQL");
                });
        assertThat(codes(new Rescue("a2"), Tiers.healthy().stopped("a2"))).containsExactly("rescue.silent");
    }

    /** It received from a server that is gone, and the primary is another one by now. */
    @Test
    void whatOnlyItsRelayLogsHoldIsRescuedFirst() {
        Tiers moved = gone().lease(2, "a2")
                .change("a2", s -> Tiers.alone().apply(Tiers.writable(true).apply(s)));
        assertThat(codes(new Rebuild("b1"), moved)).isEmpty();
        assertThat(codes(new Rebuild("b1"), moved.change("b1", Tiers.replicating(Tiers::forgot))))
                .containsExactly("failover.forgot");
        assertThat(codes(
                        new Rebuild("b1"),
                        moved.change(
                                "b1",
                                Tiers.replicating(r -> Tiers.threads("No", "No", "")
                                        .apply(Tiers.received("0-" + A1 + "-105")
                                                .apply(r))))))
                .containsExactly("rebuild.unapplied");
        assertThat(new Rescue("b1").already(moved.tier())).isEmpty();
    }

    @Test
    void whatOnlyItHasIsSavedFirst() {
        assertThat(steps(new Rebuild("a2"), Tiers.healthy())).containsExactly("aside");
        Tiers errant = Tiers.healthy().change("a2", Tiers.at("0-" + A1 + "-100,0-" + A2 + "-101", "0-" + A1 + "-100"));
        assertThat(steps(new Rebuild("a2"), errant)).containsExactly("save", "aside");
        assertThat(orders(new Rebuild("a2"), errant))
                .contains("--do-domain-ids=0 --do-server-ids=" + A2)
                .doesNotContain("--start-position");
    }

    /** Only what it wrote after the last transaction that the new primary has. */
    @Test
    void ofAFormerPrimaryOnlyWhatTheNewOneLacks() {
        Tiers moved = Tiers.healthy()
                .lease(2, "a2")
                .change("a2", s -> Tiers.alone().apply(Tiers.writable(true).apply(s)))
                .change(
                        "a1",
                        s -> Tiers.at("0-" + A1 + "-107", "")
                                .apply(Tiers.writable(false).apply(s)));
        assertThat(orders(new Rebuild("a1"), moved)).contains("--start-position=0-" + A1 + "-100");
    }

    @Test
    void aSourceThatAnswersSendsEverythingAgain() {
        assertThat(new Rescue("a2")
                        .already(Tiers.healthy()
                                .change("a2", Tiers.replicating(Tiers::forgot))
                                .tier()))
                .hasValueSatisfying(why -> assertThat(why).contains("answers and sends everything again"));
    }

    /** With all applied a set that its guard kept may still hold more. */
    @Test
    void whoeverReceivesOrAppliesByItselfNeedsNoRescue() {
        Tiers late = gone().change("a2", Tiers.replicating(Tiers.received("0-" + A1 + "-105")));
        assertThat(new Rescue("a2").already(late.tier()))
                .hasValueSatisfying(why -> assertThat(why).contains("5 transactions that it received by itself"));
        assertThat(new Rescue("a2").already(Tiers.healthy().silent("a1").tier()))
                .hasValueSatisfying(why -> assertThat(why).contains("still receives from a1"));
        assertThat(new Rescue("a2").already(gone().tier())).isEmpty();
        assertThat(new Rescue("a2")
                        .already(gone().change("a2", Tiers.replicating(Tiers::forgot))
                                .tier()))
                .isEmpty();
        assertThat(new Rescue("a2").already(gone().change("a2", Tiers.alone()).tier()))
                .isEmpty();
    }

    /** Its receiving thread keeps the relay log, so its applying thread may simply be started. */
    @Test
    void halfStoppedItIsMendedByHand() {
        Tiers half = gone().change("a2", Tiers.replicating(Tiers.threads("Connecting", "No", "Duplicate entry")));
        assertThat(codes(new Rescue("a2"), half)).containsExactly("rescue.half");
    }

    private static Tiers gone() {
        return Tiers.healthy()
                .silent("a1")
                .change("a2", Tiers.replicating(Tiers.threads("Connecting", "Yes", "refused")))
                .change("b1", Tiers.replicating(Tiers.threads("Connecting", "Yes", "refused")));
    }

    private static List<String> codes(Care care, Tiers tiers) {
        return care.refusals(tiers.tier()).stream().map(Diagnostic::code).toList();
    }

    private static List<String> steps(Care care, Tiers tiers) {
        return care.runbook(tiers.tier()).steps().stream().map(Step::id).toList();
    }

    private static String orders(Care care, Tiers tiers) {
        return care.runbook(tiers.tier())
                .steps()
                .getFirst()
                .orders(tiers.tier())
                .toString();
    }
}
