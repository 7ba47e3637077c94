package io.resctl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.app.Components;
import io.resctl.component.Setting;
import io.resctl.diag.Diagnostic;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.observe.Manifest;
import io.resctl.plan.Action;
import io.resctl.plan.Plan;
import io.resctl.plan.Selection;
import io.resctl.plan.Verb;
import io.resctl.resource.Container;
import io.resctl.resource.Content;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.Owner;
import io.resctl.resource.Packages;
import io.resctl.resource.Ref;
import io.resctl.resource.TextFile;
import io.resctl.resource.Wish;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is written down when a run is over. */
class LedgerTest {
    private final Site site = Sites.pilotLight();

    @Test
    void aWholeApplyIsWrittenDownOnEveryHost() {
        FakeSite fake = new FakeSite(site, List.of(file("a1", "/etc/x"), file("a2", "/etc/y")));
        fake.apply();
        assertThat(fake.hosts.values()).extracting(h -> descriptor(h)).containsOnly("descriptor");
    }

    @Test
    void aNarrowedApplyIsNotWrittenDownAsTheWholeOne() {
        FakeSite fake = new FakeSite(site, List.of(file("a1", "/etc/x"), file("a2", "/etc/y")));
        Plan plan = fake.plan(new Selection(Set.of(), Set.of("a1"), Set.of()));
        assertThat(fake.apply(plan).complete()).isTrue();
        assertThat(fake.hosts.values()).extracting(h -> descriptor(h)).containsOnly("");
    }

    @Test
    void aHostThatThePlanHadNotSeenIsNotWrittenTo() {
        FakeSite fake = new FakeSite(site, List.of(file("a1", "/etc/x"), file("b1", "/etc/y")));
        fake.host("b1").up = false;
        Plan plan = fake.plan();
        fake.host("b1").up = true;
        fake.apply(plan);
        assertThat(fake.host("b1").manifest).isEmpty();
        assertThat(descriptor(fake.host("a1"))).isEqualTo("descriptor");
    }

    @Test
    void whatSomebodyRemovedIsForgottenByADestroy() {
        FakeSite fake = new FakeSite(site, List.of(file("a1", "/etc/x"), file("a1", "/etc/y")));
        fake.apply();
        fake.host("a1").present.remove(TextFile.at("/etc/x"));
        assertThat(fake.destroy().complete()).isTrue();
        assertThat(fake.host("a1").present).isEmpty();
        assertThat(fake.host("a1").manifest).isEmpty();
    }

    /** Its keys and addresses stay remembered by the others until an apply that knows nothing of it. */
    @Test
    void aHostThatLeftTheDescriptorIsSaidOnce() {
        FakeSite fake = new FakeSite(site, List.of(file("a1", "/etc/x"), file("b2", "/etc/y")));
        fake.apply();
        SortedMap<String, SortedMap<String, String>> facts = new TreeMap<>();
        facts.put("b3", new TreeMap<>(Map.of("key", "old")));
        fake.host("a1").manifest = fake.host("a1")
                .manifest
                .map(m -> new Manifest(m.format(), m.site(), m.descriptor(), facts, m.entries()));
        assertThat(fake.plan().notes()).extracting(Diagnostic::code).containsExactly("host.left");
        assertThat(fake.plan().notes().getFirst().summary()).contains("b3 was part of the site");
        fake.apply();
        assertThat(fake.plan().notes()).isEmpty();
    }

    @Test
    void whatLivedInAServerIsForgottenWithIt() {
        FakeSite fake = new FakeSite(site, described());
        fake.apply();
        Ref server = Container.at(site.names().container("db"));
        fake.host("a1").present.remove(server);
        assertThat(fake.destroy().complete()).isTrue();
        assertThat(fake.hosts.values()).extracting(h -> h.manifest).containsOnly(Optional.empty());
    }

    /** As an earlier resctl left it. */
    @Test
    void whatIsRememberedOfAServerThatIsNotIsForgottenToo() {
        FakeSite fake = new FakeSite(site, described());
        fake.apply();
        Ref server = Container.at(site.names().container("db"));
        FakeHost host = fake.host("a1");
        host.present.remove(server);
        host.manifest = host.manifest.map(m -> new Manifest(
                m.format(),
                m.site(),
                m.descriptor(),
                m.facts(),
                m.entries().stream()
                        .filter(e -> !e.resource().ref().equals(server))
                        .toList()));
        fake.wishes = List.of();
        assertThat(fake.destroy().complete()).isTrue();
        assertThat(host.manifest).isEmpty();
    }

    @Test
    void anAccountIsNotForgottenWhileItsServerOnlyRests() {
        FakeSite fake = new FakeSite(site, described());
        fake.apply();
        Ref account = account(fake.wishes).resource().ref();
        fake.host("a1").present.remove(Container.at(site.names().container("db")));
        fake.wishes = fake.wishes.stream()
                .filter(w -> !w.resource().ref().equals(account))
                .toList();
        Plan plan = fake.plan();
        assertThat(plan.actions()).extracting(Action::verb).doesNotContain(Verb.DELETE);
        assertThat(plan.notes()).extracting(Diagnostic::code).contains("plan.unknown");
        fake.apply(plan);
        assertThat(fake.host("a1").manifest.orElseThrow().entry(account)).isPresent();
    }

    @Test
    void packagesGoWhenAskedForAlsoAfterADestroyThatLeftThem() {
        Packages packages = new Packages("acme", new TreeSet<>(List.of("nftables")));
        FakeSite fake = new FakeSite(
                site, List.of(new Wish("a1", packages, "test", "packages", "zones", Set.of(), Wish.Rollout.NONE)));
        FakeHost host = fake.host("a1");
        host.present.put(packages.ref(), new TreeMap<>(Map.of("nftables", "missing")));
        fake.apply();
        assertThat(fake.destroy(true, false).actions()).isZero();
        assertThat(host.present).containsKey(packages.ref());
        assertThat(host.manifest).isEmpty();
        assertThat(fake.destroy(true, true).complete()).isTrue();
        assertThat(host.present).isEmpty();
        assertThat(host.manifest).isEmpty();
    }

    private static Wish account(List<Wish> wishes) {
        return wishes.stream()
                .filter(w -> w.resource() instanceof DatabaseAccount)
                .findFirst()
                .orElseThrow();
    }

    private List<Wish> described() {
        Setting setting = new Setting(site, Sites.homeLease());
        return Components.all().stream()
                .flatMap(component -> component.wishes(setting).stream())
                .toList();
    }

    private static String descriptor(FakeHost host) {
        return host.manifest.map(Manifest::descriptor).orElse("");
    }

    private static Wish file(String host, String path) {
        return new Wish(
                host,
                new TextFile(path, Content.text("x"), "0600", Owner.ROOT),
                "test",
                path,
                "services.s",
                Set.of(),
                Wish.Rollout.NONE);
    }
}
