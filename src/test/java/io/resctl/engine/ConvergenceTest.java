package io.resctl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.journal.Report;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.observe.Observation;
import io.resctl.observe.Sight;
import io.resctl.plan.Action;
import io.resctl.plan.Plan;
import io.resctl.plan.Planner;
import io.resctl.plan.Verb;
import io.resctl.resource.Ref;
import io.resctl.resource.Resource;
import io.resctl.resource.Wish;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What must hold whatever is wished: random sites, killed runs, silent hosts. */
class ConvergenceTest {
    private final Site site = Sites.pilotLight();

    @Property(tries = 100)
    void afterApplyThePlanIsEmpty(@ForAll long seed) {
        FakeSite fake = new FakeSite(site, RandomWishes.of(site, seed));
        Report report = fake.apply();
        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(fake.plan().actions()).isEmpty();
        assertThat(fake.plan().notes()).isEmpty();
    }

    @Property(tries = 100)
    void editedSitesConverge(@ForAll long seed, @ForAll long edited) {
        FakeSite fake = new FakeSite(site, RandomWishes.of(site, seed));
        fake.apply();
        fake.wishes = RandomWishes.of(site, edited);
        Report report = fake.apply();
        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(fake.plan().actions()).isEmpty();
        assertNothingElseIsLeft(fake);
    }

    @Property(tries = 20)
    void killedAtEveryTouchItConverges(@ForAll long seed, @ForAll long edited) {
        FakeSite measure = new FakeSite(site, RandomWishes.of(site, seed));
        measure.apply();
        int touches = measure.touches();
        for (int at = 1; at <= touches; at++) {
            FakeSite fake = new FakeSite(site, RandomWishes.of(site, seed));
            fake.dieAfter(at, new Random(seed + at).nextBoolean());
            fake.apply();
            fake.live();
            if (at % 2 == 0) {
                fake.wishes = RandomWishes.of(site, edited);
            }
            Report report = fake.apply();
            assertThat(report.complete())
                    .as("killed at touch %d: %s", at, report)
                    .isTrue();
            assertThat(fake.plan().actions()).as("killed at touch %d", at).isEmpty();
            assertThat(unconfirmed(fake)).as("killed at touch %d", at).isEmpty();
            assertNothingElseIsLeft(fake);
        }
    }

    /** What is wished, and as wished, but not known to be made. */
    private static List<Wish> unconfirmed(FakeSite fake) {
        Observation observation = fake.survey().observation();
        return fake.wishes.stream()
                .filter(wish -> observation
                        .seen(wish.host())
                        .flatMap(Sight.Seen::manifest)
                        .flatMap(manifest -> manifest.entry(wish.resource().ref()))
                        .filter(entry -> !entry.made())
                        .isPresent())
                .toList();
    }

    @Property(tries = 100)
    void aSilentHostIsLeftAloneAndTheOthersConverge(@ForAll long seed, @ForAll long edited) {
        FakeSite fake = new FakeSite(site, RandomWishes.of(site, seed));
        fake.apply();
        fake.wishes = RandomWishes.of(site, edited);
        List<String> names = List.copyOf(fake.hosts.keySet());
        String silent = names.get(new Random(seed).nextInt(names.size()));
        fake.host(silent).up = false;
        Plan plan = fake.plan();
        assertThat(plan.actions()).noneMatch(a -> a.host().equals(silent));
        assertThat(plan.unreachable()).extracting(Plan.Unreachable::host).containsExactly(silent);
        Report report = fake.apply(plan);
        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(fake.plan().actions()).isEmpty();
        fake.host(silent).up = true;
        assertThat(fake.apply().complete()).isTrue();
        assertThat(fake.plan().actions()).isEmpty();
        assertNothingElseIsLeft(fake);
    }

    @Property(tries = 100)
    void aFirstApplyWithASilentHostConvergesLater(@ForAll long seed) {
        FakeSite fake = new FakeSite(site, RandomWishes.of(site, seed));
        List<String> names = List.copyOf(fake.hosts.keySet());
        fake.host(names.get(new Random(seed).nextInt(names.size()))).up = false;
        Report report = fake.apply();
        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(fake.plan().actions()).isEmpty();
        fake.hosts.values().forEach(h -> h.up = true);
        assertThat(fake.apply().complete()).isTrue();
        assertThat(fake.plan().actions()).isEmpty();
        assertNothingElseIsLeft(fake);
    }

    @Property(tries = 100)
    void driftIsAllThatIsPlanned(@ForAll long seed) {
        FakeSite fake = new FakeSite(site, RandomWishes.of(site, seed));
        fake.apply();
        Random random = new Random(seed);
        FakeHost host = List.copyOf(fake.hosts.values()).get(random.nextInt(fake.hosts.size()));
        if (host.present.isEmpty()) {
            return;
        }
        Ref ref = List.copyOf(host.present.keySet()).get(random.nextInt(host.present.size()));
        host.edit(ref);
        Plan plan = fake.plan();
        assertThat(plan.actions())
                .extracting(Action::resource)
                .extracting(Resource::ref)
                .contains(ref);
        assertThat(plan.actions())
                .allMatch(a -> a.host().equals(host.name) || ref.kind().equals("wireguard-key"));
        assertThat(fake.apply(plan).complete()).isTrue();
        assertThat(fake.plan().actions()).isEmpty();
    }

    @Property(tries = 100)
    void everyActionComesAfterWhatItRequires(@ForAll long seed) {
        List<Wish> wishes = RandomWishes.of(site, seed);
        Plan plan = new FakeSite(site, wishes).plan();
        Set<String> earlier = new HashSet<>();
        for (Action action : plan.actions()) {
            assertThat(earlier).containsAll(action.after());
            earlier.add(action.id());
        }
        wishes.forEach(w -> w.requires()
                .forEach(required -> plan.actions().stream()
                        .filter(a -> a.host().equals(w.host())
                                && a.resource().ref().equals(w.resource().ref()))
                        .forEach(a -> assertThat(a.after()).contains(required.host() + "/" + required.ref()))));
    }

    @Property(tries = 100)
    void theSamePlanComesOutTwice(@ForAll long seed) {
        Plan one = new FakeSite(site, RandomWishes.of(site, seed)).plan();
        Plan two = new FakeSite(site, RandomWishes.of(site, seed)).plan();
        assertThat(one).isEqualTo(two);
    }

    @Property(tries = 100)
    void destroyLeavesNothing(@ForAll long seed) {
        FakeSite fake = new FakeSite(site, RandomWishes.of(site, seed));
        fake.apply();
        Plan plan = new Planner(site, fake.survey(), FakeSite.NOW, "").remove(true, true);
        assertThat(plan.actions()).allMatch(a -> a.verb() == Verb.DELETE);
        FakeHost host = List.copyOf(fake.hosts.values()).get(new Random(seed).nextInt(fake.hosts.size()));
        List<String> byHand = List.of("file", "container");
        host.present.keySet().stream()
                .filter(ref -> byHand.contains(ref.kind()))
                .skip(seed & 1)
                .findFirst()
                .ifPresent(host.present::remove);
        assertThat(fake.destroy().complete()).isTrue();
        assertThat(fake.hosts.values()).allMatch(h -> h.present.isEmpty());
        assertThat(fake.hosts.values()).allMatch(h -> h.manifest.isEmpty());
    }

    /** What is no longer wished is gone, and manifests say what is there. */
    private static void assertNothingElseIsLeft(FakeSite fake) {
        Set<Wish.At> wished = new HashSet<>();
        fake.wishes.forEach(w -> wished.add(w.at()));
        fake.hosts.forEach((name, host) ->
                host.present.keySet().forEach(ref -> assertThat(wished).contains(new Wish.At(name, ref))));
    }
}
