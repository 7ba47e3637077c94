package io.resctl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.plan.Action;
import io.resctl.plan.Change;
import io.resctl.plan.Plan;
import io.resctl.plan.PlanFile;
import io.resctl.plan.Selection;
import io.resctl.plan.Verb;
import io.resctl.resource.Container;
import io.resctl.resource.Content;
import io.resctl.resource.Directory;
import io.resctl.resource.Owner;
import io.resctl.resource.Ref;
import io.resctl.resource.Resource;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private final Site site = Sites.pilotLight();

    @Test
    void aSecretIsInNoPartOfAPlan() {
        FakeSite fake = new FakeSite(site, List.of(file("a1", "/etc/pw", Content.secret("shop-db"), "v1")));
        assertThat(PlanFile.write(fake.plan())).doesNotContain("p4ss");
        fake.apply();
        fake.secrets.put("shop-db", "0ther'$");
        Plan plan = fake.plan();
        assertThat(PlanFile.write(plan)).doesNotContain("p4ss").doesNotContain("0ther");
        assertThat(plan.changes().getFirst().details())
                .extracting(Change.Detail::before, Change.Detail::after)
                .containsExactly(tuple("(secret)", "(secret)"));
    }

    @Test
    void anEditedFileIsShownAsADiffAndAsFound() {
        FakeSite fake = new FakeSite(site, List.of(file("a1", "/etc/x.cfg", Content.text("one\ntwo\nthree\n"), "x")));
        fake.apply();
        fake.host("a1").edit(TextFile.at("/etc/x.cfg"));
        Change change = fake.plan().changes().getFirst();
        assertThat(change.verb()).isEqualTo(Verb.CHANGE);
        assertThat(change.because()).startsWith("found on the host: x.cfg has content edited");
        assertThat(change.details().getFirst().diff())
                .contains("-edited", "+one", "+two", "+three")
                .startsWith("--- found", "+++ wanted");
    }

    @Test
    void anEditedDescriptorIsTheCause() {
        FakeSite fake = new FakeSite(site, List.of(file("a1", "/etc/x.cfg", Content.text("one\n"), "x")));
        fake.apply();
        fake.wishes = List.of(file("a1", "/etc/x.cfg", Content.text("two\n"), "x"));
        assertThat(fake.plan().changes().getFirst().because()).isEqualTo("services.x");
    }

    @Test
    void whatIsNoLongerWishedGoesLastAndInReverse() {
        Wish folder = wish("a1", new Directory("/etc/d", "0755", Owner.ROOT, false), "d");
        Wish file = after(file("a1", "/etc/d/f", Content.text("x"), "d"), folder);
        Wish data = wish("a1", new Directory("/srv/data", "0755", Owner.ROOT, true), "d");
        FakeSite fake = new FakeSite(site, List.of(folder, file, data));
        fake.apply();
        fake.wishes = List.of(file("a2", "/etc/other", Content.text("x"), "o"));
        Plan plan = fake.plan();
        assertThat(plan.actions())
                .extracting(Action::id)
                .containsExactly("a2/file:/etc/other", "a1/file:/etc/d/f", "a1/directory:/etc/d");
        assertThat(plan.actions().get(1).after()).containsExactly("a2/file:/etc/other");
        assertThat(plan.notes()).extracting(Diagnostic::code).containsExactly("data.kept");
        assertThat(fake.apply(plan).complete()).isTrue();
        assertThat(fake.host("a1").present.keySet())
                .containsExactly(data.resource().ref());
    }

    @Test
    void whatWasThereBeforeIsNeverRemoved() {
        Wish file = file("a1", "/etc/theirs", Content.text("ours"), "x");
        FakeSite fake = new FakeSite(site, List.of(file));
        fake.host("a1")
                .make(
                        file("a1", "/etc/theirs", Content.text("theirs"), "x").resource(),
                        fake.survey().knowledge());
        fake.apply();
        fake.wishes = List.of();
        assertThat(fake.plan().actions()).isEmpty();
        assertThat(fake.host("a1").present).containsKey(file.resource().ref());
    }

    @Test
    void aRolloutTakesDownNoMoreThanItsParallelism() {
        FakeSite fake = new FakeSite(site, replicas("v1", 5));
        fake.apply();
        fake.wishes = replicas("v2", 5);
        Plan plan = fake.plan();
        assertThat(plan.actions()).hasSize(10);
        for (Action one : plan.actions()) {
            long independent = plan.actions().stream()
                    .filter(other -> !other.subject().equals(one.subject()))
                    .filter(other -> !before(plan, one.id()).contains(other.id())
                            && !before(plan, other.id()).contains(one.id()))
                    .map(Action::subject)
                    .distinct()
                    .count();
            assertThat(independent).as("subjects beside " + one.id()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void newMembersDoNotWait() {
        FakeSite fake = new FakeSite(site, replicas("v1", 1));
        fake.apply();
        fake.wishes = replicas("v1", 4);
        assertThat(fake.plan().actions())
                .filteredOn(a -> a.resource() instanceof Container)
                .hasSize(3)
                .allMatch(a -> a.after().isEmpty());
    }

    @Test
    void aSelectionKeepsWhatMustComeFirstAndSaysSo() {
        Wish first = file("a2", "/etc/first", Content.text("x"), "first");
        Wish second = after(file("a1", "/etc/second", Content.text("x"), "second"), first);
        Wish other = file("a1", "/etc/other", Content.text("x"), "other");
        FakeSite fake = new FakeSite(site, List.of(first, second, other));
        Plan plan = fake.plan(new Selection(Set.of(), Set.of(), Set.of("test/second")));
        assertThat(plan.actions()).extracting(Action::subject).containsExactly("first", "second");
        assertThat(plan.notes()).extracting(Diagnostic::code).containsExactly("plan.narrowed");
    }

    @Test
    void whatNeedsASilentHostWaitsAndTheRestIsPlanned() {
        Wish far = file("b1", "/etc/far", Content.text("x"), "far");
        Wish near = after(file("a1", "/etc/near", Content.text("x"), "near"), far);
        Wish next = after(file("a2", "/etc/next", Content.text("x"), "next"), near);
        Wish free = file("a1", "/etc/free", Content.text("x"), "free");
        FakeSite fake = new FakeSite(site, List.of(far, near, next, free));
        fake.host("b1").up = false;
        Plan plan = fake.plan();
        assertThat(plan.actions()).extracting(Action::subject).containsExactly("free");
        assertThat(plan.notes())
                .extracting(Diagnostic::summary)
                .containsExactly("test/near on a1, test/next on a2 wait for b1, which did not answer");
    }

    @Test
    void whatWasMadeOnceIsChangedEvenIfARequirementIsSilent() {
        Wish far = file("b1", "/etc/far", Content.text("x"), "far");
        FakeSite fake =
                new FakeSite(site, List.of(far, after(file("a1", "/etc/near", Content.text("x"), "near"), far)));
        fake.apply();
        fake.host("b1").up = false;
        fake.wishes = List.of(far, after(file("a1", "/etc/near", Content.text("y"), "near"), far));
        assertThat(fake.plan().actions()).extracting(Action::subject).containsExactly("near");
    }

    private static Set<String> before(Plan plan, String id) {
        Set<String> found = new TreeSet<>();
        List<String> open = new ArrayList<>(List.of(id));
        while (!open.isEmpty()) {
            String next = open.removeLast();
            plan.actions().stream()
                    .filter(a -> a.id().equals(next))
                    .flatMap(a -> a.after().stream())
                    .forEach(earlier -> {
                        if (found.add(earlier)) {
                            open.add(earlier);
                        }
                    });
        }
        return found;
    }

    private static List<Wish> replicas(String definition, int count) {
        List<Wish> wishes = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String name = "web-" + i;
            String host = "a" + (1 + i % 3);
            Wish.Rollout rollout = new Wish.Rollout("web", 2);
            Resource container = new Container(name, "p", "/c.yml", name, definition, name + ".service", List.of());
            wishes.add(new Wish(host, container, "test", name, "services.web", Set.of(), rollout));
            Resource unit = new Unit(
                    name + ".service",
                    true,
                    true,
                    List.of(),
                    Unit.OnChange.RESTART,
                    Optional.of(name),
                    Duration.ofSeconds(9));
            Set<Wish.At> container1 = Set.of(new Wish.At(host, new Ref("container", name)));
            wishes.add(new Wish(host, unit, "test", name, "services.web", container1, rollout));
        }
        return wishes;
    }

    private static Wish file(String host, String path, Content content, String subject) {
        return wish(host, new TextFile(path, content, "0644", Owner.ROOT), subject);
    }

    private static Wish wish(String host, Resource resource, String subject) {
        return new Wish(host, resource, "test", subject, "services." + subject, Set.of(), Wish.Rollout.NONE);
    }

    private static Wish after(Wish wish, Wish earlier) {
        return new Wish(
                wish.host(),
                wish.resource(),
                wish.component(),
                wish.subject(),
                wish.because(),
                Set.of(earlier.at()),
                wish.rollout());
    }
}
