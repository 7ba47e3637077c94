package io.resctl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.exec.Stop;
import io.resctl.journal.Event;
import io.resctl.journal.Report;
import io.resctl.journal.Report.Outcome;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.plan.Plan;
import io.resctl.resource.Content;
import io.resctl.resource.Owner;
import io.resctl.resource.Resource;
import io.resctl.resource.TextFile;
import io.resctl.resource.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExecutorTest {
    private final Site site = Sites.pilotLight();

    @Test
    void aHostThatMovedOnIsNotTouched() {
        FakeSite fake = new FakeSite(site, List.of(file("a1", "/etc/x", "one"), file("a2", "/etc/y", "one")));
        fake.apply();
        fake.wishes = List.of(file("a1", "/etc/x", "two"), file("a2", "/etc/y", "two"));
        Plan plan = fake.plan();
        fake.host("a1").edit(TextFile.at("/etc/x"));
        Report report = fake.apply(plan);
        assertThat(report.outcomes().get("a1/file:/etc/x")).isInstanceOf(Outcome.Stale.class);
        assertThat(report.outcomes().get("a2/file:/etc/y")).isInstanceOf(Outcome.Succeeded.class);
        assertThat(fake.host("a1").present.get(TextFile.at("/etc/x"))).containsEntry("content", "edited");
    }

    @Test
    void whatCannotBeSeenAnyMoreIsNotSaidToBeChanged() {
        FakeSite fake = new FakeSite(site, List.of(file("a1", "/etc/x", "one"), file("a2", "/etc/y", "one")));
        fake.apply();
        fake.wishes = List.of(file("a1", "/etc/x", "two"), file("a2", "/etc/y", "two"));
        Plan plan = fake.plan();
        fake.host("a1").hidden.add(TextFile.at("/etc/x"));
        Report report = fake.apply(plan);
        assertThat(report.outcomes().get("a1/file:/etc/x"))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.why().summary())
                                .contains("cannot be seen any more", "the engine does not answer"));
        assertThat(report.outcomes().get("a2/file:/etc/y")).isInstanceOf(Outcome.Succeeded.class);
        assertThat(fake.host("a1").present.get(TextFile.at("/etc/x"))).containsEntry("content", "one");
    }

    @Test
    void aPlanThatWasAlreadyCarriedOutDoesNoHarm() {
        FakeSite fake = new FakeSite(site, RandomWishes.of(site, 42));
        Plan plan = fake.plan();
        fake.apply(plan);
        assertThat(fake.apply(plan).count(Outcome.Failed.class)).isZero();
        assertThat(fake.plan().actions()).isEmpty();
    }

    @Test
    void whatComesAfterAFailureIsBlockedAndTheRestGoesOn() {
        Wish broken = file("a1", "/etc/broken", "one");
        FakeSite fake = new FakeSite(
                site, List.of(broken, after(file("a2", "/etc/next", "x"), broken), file("a3", "/etc/free", "x")));
        fake.apply();
        fake.wishes = List.of(
                file("a1", "/etc/broken", "two"),
                after(file("a2", "/etc/next", "y"), broken),
                file("a3", "/etc/free", "y"));
        Plan plan = fake.plan();
        fake.host("a1").edit(TextFile.at("/etc/broken"));
        Report report = fake.apply(plan);
        assertThat(report.outcomes().get("a2/file:/etc/next"))
                .isEqualTo(new Outcome.Blocked("waits for a1/file:/etc/broken, which was not done"));
        assertThat(report.outcomes().get("a3/file:/etc/free")).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void aHostThatIsLostInTheMiddleBlocksItsLaneOnly() {
        FakeSite fake = new FakeSite(
                site, List.of(file("a1", "/etc/1", "x"), file("a1", "/etc/2", "x"), file("a2", "/etc/3", "x")));
        Plan plan = fake.plan();
        Report report = fake.apply(plan, 1, new Stop(), event -> {
            if (event instanceof Event.ActionSucceeded done && done.action().equals("a1/file:/etc/1")) {
                fake.host("a1").up = false;
            }
        });
        assertThat(report.outcomes().get("a1/file:/etc/2")).isInstanceOf(Outcome.Failed.class);
        assertThat(report.outcomes().get("a2/file:/etc/3")).isInstanceOf(Outcome.Succeeded.class);
        fake.host("a1").up = true;
        assertThat(fake.apply().complete()).isTrue();
        assertThat(fake.plan().actions()).isEmpty();
    }

    @Test
    void afterAStopNothingMoreBegins() {
        FakeSite fake = new FakeSite(site, List.of(file("a1", "/etc/1", "x"), file("a1", "/etc/2", "x")));
        Stop stop = new Stop();
        Report report = fake.apply(fake.plan(), 1, stop, event -> {
            if (event instanceof Event.ActionStarted) {
                stop.ask();
            }
        });
        assertThat(report.count(Outcome.Succeeded.class)).isEqualTo(1);
        assertThat(report.count(Outcome.Skipped.class)).isEqualTo(1);
    }

    @Test
    void aHostDoesOneThingAtATimeAndNoMoreHostsThanAllowed() {
        List<Wish> wishes = new ArrayList<>();
        for (String host : List.of("a1", "a2", "a3", "b1", "b2")) {
            for (int i = 0; i < 4; i++) {
                wishes.add(file(host, "/etc/" + i, "x"));
            }
        }
        FakeSite fake = new FakeSite(site, wishes);
        List<String> running = new ArrayList<>();
        List<Integer> widths = new ArrayList<>();
        Report report = fake.apply(fake.plan(), 2, new Stop(), event -> {
            if (event instanceof Event.ActionStarted started) {
                assertThat(running).doesNotContain(started.host());
                running.add(started.host());
                widths.add(running.size());
            } else if (event instanceof Event.ActionSucceeded done) {
                running.remove(done.action().substring(0, 2));
            }
        });
        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(widths).allMatch(width -> width <= 2);
    }

    @Test
    void madeSecretsAreKeptBeforeTheyAreUsedAndTheSameEverywhere() {
        List<Wish> wishes = new ArrayList<>();
        wishes.add(secret("a3", "/etc/replication", Names.REPLICATION_PASSWORD));
        site.keepers()
                .forEach(h -> wishes.add(secret(
                        h.name(), site.names().madeSecret(Names.REPLICATION_PASSWORD), Names.REPLICATION_PASSWORD)));
        FakeSite fake = new FakeSite(site, wishes);
        Plan plan = fake.plan();
        assertThat(plan.actions().getLast().host()).isEqualTo("a3");
        assertThat(plan.actions().getLast().after()).hasSize(3);
        fake.apply(plan);
        List<String> values = fake.hosts.values().stream()
                .flatMap(h -> h.present.values().stream())
                .map(attributes -> attributes.getOrDefault("content", ""))
                .distinct()
                .toList();
        assertThat(values).hasSize(1).allMatch(value -> value.matches("[A-Za-z0-9_-]{32}"));
    }

    private static Wish secret(String host, String path, String name) {
        return wish(host, new TextFile(path, Content.secret(name), "0400", Owner.ROOT));
    }

    private static Wish file(String host, String path, String text) {
        return wish(host, new TextFile(path, Content.text(text), "0644", Owner.ROOT));
    }

    private static Wish wish(String host, Resource resource) {
        return new Wish(host, resource, "test", "s", "services.s", Set.of(), Wish.Rollout.NONE);
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
