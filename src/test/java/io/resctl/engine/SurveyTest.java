package io.resctl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Lease;
import io.resctl.model.Names;
import io.resctl.model.SemiSync;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.observe.Knowledge;
import io.resctl.observe.Observation;
import io.resctl.observe.Sight;
import io.resctl.observe.Survey;
import io.resctl.plan.Plan;
import io.resctl.resource.Container;
import io.resctl.resource.Content;
import io.resctl.resource.Content.Derivation;
import io.resctl.resource.Content.Piece;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.Observed;
import io.resctl.resource.Owner;
import io.resctl.resource.Ref;
import io.resctl.resource.Resource;
import io.resctl.resource.TextFile;
import io.resctl.resource.WireguardKey;
import io.resctl.resource.Wish;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SurveyTest {
    private final Site site = Sites.pilotLight();

    @Test
    void oneLookIsEnoughUnlessAHostOwnsMoreThanIsWished() {
        FakeSite fake = new FakeSite(site, List.of(file("a1", "/etc/x"), file("a2", "/etc/y")));
        fake.apply();
        fake.looks.clear();
        fake.survey();
        assertThat(fake.looks).containsExactly(Set.of("a1", "a2", "a3", "b1", "b2"));
        fake.wishes = List.of(file("a2", "/etc/y"));
        fake.looks.clear();
        fake.survey();
        assertThat(fake.looks).containsExactly(Set.of("a1", "a2", "a3", "b1", "b2"), Set.of("a1"));
    }

    @Test
    void theWishesAreThoseOfTheLeaseThatIsFound() {
        FakeSite fake = new FakeSite(site, List.of());
        fake.host("b2").lease = lease(5, "turin", "");
        Survey.Result result = fake.survey();
        assertThat(result.effective().live()).isEqualTo("turin");
        assertThat(result.lease()).hasValueSatisfying(l -> assertThat(l.epoch()).isEqualTo(5));
    }

    /** MaxScale promotes by itself; resctl writes the lease first, so there a writable replica is a difference to mend. */
    @Test
    void onlyWhereMaxScalePromotesALeaseFollowsTheServerThatTakesWrites() {
        assertThat(promoted(Sites.behindMaxscale(SemiSync.NONE), "a2").effective())
                .extracting(Lease::epoch, Lease::live, Lease::primary)
                .containsExactly(6L, "milan", "a2");
        assertThat(promoted(Sites.behindMaxscale(SemiSync.NONE), "a2").findings())
                .extracting(Diagnostic::code)
                .containsExactly("database.promoted");
        assertThat(promoted(Sites.behindMaxscale(SemiSync.NONE), "a1")
                        .effective()
                        .epoch())
                .isEqualTo(5);
        assertThat(promoted(Sites.behindMaxscale(SemiSync.NONE), "b1")
                        .effective()
                        .epoch())
                .isEqualTo(5);
        assertThat(promoted(Sites.behindMaxscale(SemiSync.NONE), "a1", "a2")
                        .effective()
                        .epoch())
                .isEqualTo(5);
        assertThat(promoted(site, "a2").effective().primary()).isEqualTo("a1");
        assertThat(promoted(Sites.behindMaxscale(SemiSync.STANDBY), "a2")
                        .effective()
                        .primary())
                .as("there MaxScale is not the one that promotes")
                .isEqualTo("a1");
    }

    private static Survey.Result promoted(Site routed, String... writable) {
        List<Wish> roles = List.of("a1", "a2", "b1").stream()
                .map(host -> wish(host, new DatabaseRole("db", List.of(writable).contains(host), Optional.empty())))
                .toList();
        FakeSite fake = new FakeSite(routed, roles);
        roles.forEach(role -> {
            FakeHost host = fake.host(role.host());
            host.present.put(Container.at("db"), new TreeMap<>());
            host.make(role.resource(), new Knowledge(name -> Optional.empty()));
        });
        fake.host("a1").lease = lease(5, "milan", "");
        return fake.survey();
    }

    @Test
    void aForgedLeaseDoesNotCount() {
        FakeSite fake = new FakeSite(
                site, List.of(file("a1", site.names().madeSecret(Names.SITE_KEY), Content.secret(Names.SITE_KEY))));
        fake.apply();
        Lease home = Sites.homeLease();
        Knowledge known = fake.survey().knowledge();
        String genuine = known.derived(
                        new Piece.Derived(Derivation.ED25519_SIGNATURE, Names.SITE_KEY, home.payload("acme")))
                .orElseThrow();
        fake.host("a1").lease = Optional.of(new Sight.SignedLease(home, genuine));
        fake.host("b1").lease = lease(9, "turin", genuine);
        assertThat(fake.survey().lease()).contains(home);
        assertThat(fake.survey().findings()).isEmpty();
        fake.host("a1").lease = Optional.empty();
        assertThat(fake.survey().findings()).extracting(Diagnostic::code).containsExactly("lease.unsigned");
    }

    @Test
    void oneDamagedKeeperIsOutvotedAndTwoOpinionsAreAFinding() {
        Knowledge other = new Knowledge(name -> Optional.empty());
        other.makeMissing(List.of(Names.SITE_KEY), new SecureRandom());
        List<Wish> wishes = site.keepers().stream()
                .map(h -> file(h.name(), site.names().madeSecret(Names.SITE_KEY), Content.secret(Names.SITE_KEY)))
                .toList();
        FakeSite fake = new FakeSite(site, wishes);
        fake.apply();
        Resource rival = wishes.getFirst().resource();
        fake.host("a1").make(rival, other);
        assertThat(fake.plan().notes()).isEmpty();
        assertThat(fake.plan().actions()).hasSize(1).allMatch(a -> a.host().equals("a1"));
        fake.host("a2").present.clear();
        assertThat(fake.plan().notes()).extracting(Diagnostic::code).contains("secret.disputed");
    }

    @Test
    void whatASilentHostToldBeforeIsRemembered() {
        WireguardKey key = new WireguardKey("/etc/key");
        Wish peers =
                wish("a1", new TextFile("/etc/peers", Content.fact("b1", WireguardKey.PUBLIC), "0600", Owner.ROOT));
        FakeSite fake = new FakeSite(site, List.of(wish("b1", key), peers));
        fake.apply();
        fake.host("b1").up = false;
        assertThat(fake.survey().knowledge().fact("b1", WireguardKey.PUBLIC)).isPresent();
        assertThat(fake.plan().actions()).isEmpty();
    }

    @Test
    void beforeARunOnlyWhatItTouchesIsLookedAtAgain() {
        FakeSite fake = new FakeSite(site, List.of(file("a1", "/etc/x"), file("a1", "/etc/y"), file("b1", "/etc/z")));
        fake.apply();
        fake.host("a1").present.remove(ref("/etc/x"));
        Survey.Result before = fake.survey();
        Plan plan = fake.plan(before);
        assertThat(plan.actions()).hasSize(1);
        fake.host("a1").make(file("a1", "/etc/x", Content.text("by hand")).resource(), before.knowledge());
        fake.host("a1").present.remove(ref("/etc/y"));
        Observation now = fake.again(before, plan).orElseThrow().observation();
        assertThat(now.of(new Wish.At("a1", ref("/etc/x")))).isInstanceOf(Observed.Present.class);
        assertThat(now.of(new Wish.At("a1", ref("/etc/y"))))
                .as("seen before, and not asked again")
                .isInstanceOf(Observed.Present.class);
        assertThat(now.seen("a1").orElseThrow().manifest())
                .isEqualTo(before.observation().seen("a1").orElseThrow().manifest());
    }

    /** Its guard opened it after it was looked at, and before its replica was. */
    @Test
    void aPrimaryThatWasJustOpenedIsSeenAgain() {
        Wish role = wish("a1", new DatabaseRole("db", true, Optional.empty()));
        Wish other = wish("b1", new DatabaseRole("db", false, Optional.empty()));
        FakeSite fake = new FakeSite(site, List.of(role, other));
        Map<String, String> told = Map.of("follows", "nobody", "threads", "none");
        for (Wish wish : List.of(role, other)) {
            FakeHost host = fake.host(wish.host());
            host.present.put(Container.at("db"), new TreeMap<>());
            host.present.put(wish.resource().ref(), new TreeMap<>(told));
        }
        SortedMap<String, String> primary = Objects.requireNonNull(
                fake.host("a1").present.get(role.resource().ref()));
        primary.putAll(Map.of("read_only", "ON", "position", "0-1-4"));
        fake.host("b1").present.computeIfPresent(other.resource().ref(), (ref, attributes) -> {
            attributes.putAll(Map.of("read_only", "ON", "position", "0-1-5"));
            return attributes;
        });
        fake.survey();
        assertThat(fake.looks).as("it is in doubt").endsWith(Set.of("a1"));
        fake.plan();
        fake.looks.clear();
        fake.afterLook = () -> primary.putAll(Map.of("read_only", "OFF", "position", "0-1-5"));
        assertThat(fake.plan().notes()).isEmpty();
        assertThat(fake.looks).hasSize(2);
        primary.put("read_only", "ON");
        fake.looks.clear();
        fake.plan();
        assertThat(fake.looks).as("nobody has more").hasSize(1);
    }

    @Test
    void afterAnotherRunAllIsLookedAtAgain() {
        FakeSite fake = new FakeSite(site, List.of(file("a1", "/etc/x"), file("b1", "/etc/z")));
        Survey.Result bare = fake.survey();
        assertThat(fake.again(bare, fake.plan(bare))).isPresent();
        fake.apply();
        assertThat(fake.again(bare, fake.plan(bare))).as("all was made since").isEmpty();
        Survey.Result made = fake.survey();
        Plan nothing = fake.plan(made);
        assertThat(fake.again(made, nothing)).isPresent();
        fake.host("b2").lease = lease(5, "turin", "");
        assertThat(fake.again(made, nothing)).as("the lease moved").isEmpty();
        fake.host("b2").lease = Optional.empty();
        fake.host("b1").up = false;
        assertThat(fake.again(made, nothing)).as("a host fell silent").isEmpty();
    }

    @Test
    void whatWasNotSeenBeforeIsNotAskedAgain() {
        FakeSite fake = new FakeSite(site, List.of(file("a1", "/etc/x"), file("b1", "/etc/z")));
        fake.host("b1").up = false;
        Survey.Result before = fake.survey();
        fake.host("b1").up = true;
        fake.looks.clear();
        assertThat(fake.again(before, fake.plan(before)))
                .hasValueSatisfying(r -> assertThat(r.observation().seen("b1")).isEmpty());
        assertThat(fake.looks).containsExactly(Set.of("a1", "a2", "a3", "b2"));
    }

    private static Ref ref(String path) {
        return file("a1", path).resource().ref();
    }

    private static Optional<Sight.SignedLease> lease(long epoch, String zone, String signature) {
        return Optional.of(new Sight.SignedLease(Sites.lease(epoch, zone), signature));
    }

    private static Wish file(String host, String path) {
        return file(host, path, Content.text("x"));
    }

    private static Wish file(String host, String path, Content content) {
        return wish(host, new TextFile(path, content, "0600", Owner.ROOT));
    }

    private static Wish wish(String host, Resource resource) {
        return new Wish(host, resource, "test", "s", "services.s", Set.of(), Wish.Rollout.NONE);
    }
}
