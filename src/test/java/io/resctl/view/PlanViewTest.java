package io.resctl.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.plan.Change;
import io.resctl.plan.Change.Detail;
import io.resctl.plan.Plan;
import io.resctl.plan.Verb;
import io.resctl.testing.Golden;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanViewTest {
    private static String show(Plan plan) {
        return PlanView.human(plan, false, "resctl apply", Screen.PLAIN);
    }

    @Test
    void noChanges() {
        assertThat(show(Plans.of(List.of(), List.of(), List.of())))
                .isEqualTo("No changes. The site is as described.\n");
    }

    @Test
    void oneMoreReplica() {
        Golden.check("view/plan-one-more-replica.txt", show(Plans.oneMoreReplica()));
    }

    @Test
    void oneMoreReplicaInDetailAndColour() {
        Golden.check(
                "view/plan-details-colour.txt",
                PlanView.human(Plans.oneMoreReplica(), true, "resctl apply", new Screen(Colours.ON, 60)));
    }

    @Test
    void theFirstApplyOfFortyThingsIsOneLineEach() {
        String text = show(Plans.first(40));
        Golden.check("view/plan-first.txt", text);
        assertThat(text.lines().filter(l -> l.contains("+ service web-"))).hasSize(40);
    }

    @Test
    void unreachableHostsAndNotes() {
        Plan plan = Plans.of(
                List.of(Plans.change("service", "old", Verb.DELETE, "not in the descriptor any more", "a1")),
                List.of(new Plan.Unreachable(
                        "b2", "connection refused by 198.51.100.22:22", Optional.of("is sshd running there?"))),
                List.of(Diagnostic.warning(
                        "capacity", "Zone turin has room for 3 of 4 replicas.", "Add a host to zones.turin.")));
        Golden.check("view/plan-unreachable.txt", show(plan));
    }

    @Test
    void nothingToDoWhereWeCouldLookIsNotNoChanges() {
        Plan plan = Plans.of(
                List.of(), List.of(new Plan.Unreachable("b2", "b2 no answer in 10s", Optional.empty())), List.of());
        assertThat(show(plan)).doesNotContain(PlanView.NO_CHANGES).contains("b2  no answer in 10s");
    }

    /** A secret has no value here: what holds it was not compared. */
    @Test
    void whatWasNotComparedIsNotAsDescribed() {
        Plan plan = Plans.of(List.of(), List.of(), List.of());
        assertThat(show(plan)).contains(PlanView.NO_CHANGES);
        assertThat(PlanView.human(plan, false, "resctl apply", false, new Screen(Colours.OFF, 100)))
                .contains("not the whole plan")
                .doesNotContain(PlanView.NO_CHANGES, "Next:");
    }

    @Test
    void aRefusedPlanSaysSoInsteadOfTheNextCommand() {
        Plan plan = Plans.of(
                List.of(Plans.change("mariadb", "db", Verb.CHANGE, "database.mariadb.image", "a1")),
                List.of(),
                List.of(Diagnostic.error("relay", "b1 holds transactions it has not applied.", "Start a1 first.")));
        assertThat(show(plan)).contains("cannot be applied").doesNotContain("Next:");
    }

    @Test
    void manyReasonsAreCounted() {
        String reasons =
                IntStream.range(0, 9).mapToObj(n -> "zones.milan.hosts.a" + n).collect(Collectors.joining("; "));
        Plan plan = Plans.of(
                List.of(Plans.change("firewall", "table", Verb.CREATE, reasons, "a1", "a2")), List.of(), List.of());
        assertThat(show(plan)).contains("because zones.milan.hosts.a0 and 8 more");
        assertThat(PlanView.human(plan, true, "", Screen.PLAIN)).contains("zones.milan.hosts.a8");
    }

    @Test
    void longDifferencesAreCutUnlessDetailsAreAskedFor() {
        List<String> diff = IntStream.range(0, 60).mapToObj(n -> "+line " + n).toList();
        Change change = new Change(
                "gateway",
                "haproxy",
                Verb.CHANGE,
                List.of("a1"),
                "gateway",
                List.of(new Detail("a1", "file:/x", "content", "", "", diff)),
                List.of("a1/file:/x"));
        Plan plan = Plans.of(List.of(change), List.of(), List.of());
        assertThat(show(plan)).contains("... 36 more lines: add --details");
        assertThat(PlanView.human(plan, true, "", Screen.PLAIN)).contains("+line 59");
    }

    @Test
    void theSameChangeAmidOtherLinesIsShownOnce() {
        List<String> onA1 = List.of("@@ -1,2 +1,3 @@", " bind 10.0.0.1", "+server web-3");
        List<String> onA2 = List.of("@@ -1,2 +1,3 @@", " bind 10.0.0.2", "+server web-3");
        String hash = "0123456789abcdef".repeat(4);
        Change change = new Change(
                "gateway",
                "haproxy",
                Verb.CHANGE,
                List.of("a1", "a2"),
                "gateway",
                List.of(
                        new Detail("a1", "file:/x", "content", "", "", onA1),
                        new Detail("a2", "file:/x", "content", "", "", onA2),
                        new Detail("a1", "container:x", "definition", hash, hash.replace('0', '1'), List.of()),
                        new Detail("a2", "container:x", "definition", hash, hash.replace('0', '2'), List.of())),
                List.of("a1/file:/x", "a2/file:/x"));
        Plan plan = Plans.of(List.of(change), List.of(), List.of());
        assertThat(show(plan).lines().filter(l -> l.contains("+server web-3"))).hasSize(1);
        assertThat(show(plan)).contains("definition: 01234567.. -> 11234567..").doesNotContain(" on a1", " on a2");
        assertThat(PlanView.human(plan, true, "", Screen.PLAIN)).contains("10.0.0.1", "10.0.0.2", hash);
    }

    @Test
    void whatAHostSaysCannotDriveTheTerminal() {
        Change change = new Change(
                "gateway",
                "haproxy",
                Verb.CHANGE,
                List.of("a1"),
                "gateway",
                List.of(new Detail("a1", "file:/x", "mode", "\u001b[2J\u0007", "0644", List.of())),
                List.of("a1/file:/x"));
        assertThat(show(Plans.of(List.of(change), List.of(), List.of()))).doesNotContain("\u001b", "\u0007");
    }
}
