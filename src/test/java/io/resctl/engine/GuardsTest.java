package io.resctl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.observe.Sight;
import io.resctl.plan.Plan;
import io.resctl.resource.Container;
import io.resctl.resource.DatabaseData;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.LeaseFile;
import io.resctl.resource.Owner;
import io.resctl.resource.Packages;
import io.resctl.resource.Resource;
import io.resctl.resource.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each rule once where it forbids, and once where it must not. */
class GuardsTest {
    private final Site site = Sites.pilotLight();

    @Test
    void aFreshDatabaseIsMadeWhereNobodyHasData() {
        assertThat(new FakeSite(site, databases()).plan().actions()).hasSize(3);
    }

    @Test
    void noFreshDatabaseBesideTheDataOfAnother() {
        FakeSite fake = new FakeSite(site, databases());
        fake.apply();
        fake.host("a1").present.clear();
        Plan plan = fake.plan();
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.notes())
                .anyMatch(d -> d.isError()
                        && d.summary().startsWith("the primary a1 has lost its database (/srv/db), and a2 "));
    }

    @Test
    void noFreshDatabaseWhileAnotherServerIsSilent() {
        FakeSite fake = new FakeSite(site, databases());
        fake.host("b1").up = false;
        Plan plan = fake.plan();
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.notes())
                .noneMatch(Diagnostic::isError)
                .anyMatch(d -> d.code().equals("database.fresh"));
    }

    @Test
    void foreignDataIsNotMadeOver() {
        FakeSite fake = new FakeSite(site, databases());
        fake.apply();
        fake.host("a2").edit(data("a2", true).resource().ref());
        Plan plan = fake.plan();
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.notes()).anyMatch(d -> d.isError() && d.code().equals("database.over"));
    }

    @Test
    void onlyTheLiveZoneGetsAWriter() {
        Wish role = wish("b1", new DatabaseRole("db", true, Optional.empty()));
        FakeSite fake = new FakeSite(site, List.of(wish("b1", container("v1").resource()), role));
        assertThat(fake.plan().notes()).extracting(Diagnostic::code).contains("database.zone");
        fake.hosts.values().forEach(h -> h.lease = lease(2, "turin"));
        assertThat(fake.plan().notes()).isEmpty();
    }

    @Test
    void aDatabaseIsNotOpenedWhileTheWholeOtherZoneIsSilent() {
        Wish role = wish("a1", new DatabaseRole("db", true, Optional.empty()));
        FakeSite fake = new FakeSite(site, List.of(wish("a1", container("v1").resource()), role));
        fake.host("b1").up = false;
        assertThat(fake.plan().notes()).isEmpty();
        fake.host("b2").up = false;
        assertThat(fake.plan().notes()).extracting(Diagnostic::code).contains("database.isolated");
    }

    @Test
    void theFirstLeaseWaitsForEveryHost() {
        Wish lease = wish("a1", LeaseFile.of(site.names(), Sites.homeLease()));
        FakeSite fake = new FakeSite(site, List.of(lease));
        fake.host("b2").up = false;
        assertThat(fake.plan().actions()).isEmpty();
        assertThat(fake.plan().notes()).extracting(Diagnostic::code).contains("lease.wait");
        fake.host("b1").lease = lease(1, "milan");
        assertThat(fake.plan().actions()).as("a lease is known").isNotEmpty();
    }

    @Test
    void noFirstLeaseIsWrittenOverDamagedOnes() {
        Wish lease = wish("a1", LeaseFile.of(site.names(), Sites.homeLease()));
        FakeSite fake = new FakeSite(site, List.of(lease));
        fake.host("b1").problem = Optional.of(Diagnostic.warning("lease.unreadable", "cut off", "wait"));
        assertThat(fake.plan().actions()).isEmpty();
        assertThat(fake.plan().notes()).anyMatch(d -> d.isError() && d.code().equals("lease.damaged"));
        fake.host("b2").lease = lease(2, "milan");
        assertThat(fake.plan().notes()).as("another host knows").noneMatch(Diagnostic::isError);
    }

    @Test
    void aReplicaIsNotMadeThePrimaryByTheOrderOfTheList() {
        FakeSite fake = new FakeSite(site, replica("v1"));
        fake.apply();
        fake.hosts.values().forEach(h -> h.lease = lease(2, "turin"));
        fake.wishes = List.of(container("v1"), wish("b1", new DatabaseRole("db", true, Optional.empty())));
        assertThat(fake.plan().notes())
                .anyMatch(d -> d.isError()
                        && d.code().equals("database.primary")
                        && d.summary().contains("follows 10.90.0.1:3306"));
    }

    @Test
    void aPrimaryThatLacksWhatItsReplicasHoldIsNotOpened() {
        assertThat(closed("0-11-40", "0-11-40", "0-11-40").notes()).isEmpty();
        assertThat(closed("0-11-40", "0-11-12", "").notes())
                .as("they are behind")
                .isEmpty();
        assertThat(closed("0-11-40", "0-11-41", "").notes())
                .singleElement()
                .satisfies(d -> assertThat(d.isError()).isTrue())
                .satisfies(d -> assertThat(d.summary()).contains("a1 at 0-11-40, b1 at 0-11-41"))
                .satisfies(
                        d -> assertThat(d.hint().orElseThrow()).contains("failover --database", "database rebuild a1"));
        assertThat(closed("0-11-40", "0-11-40", "0-11-44").notes())
                .as("received counts")
                .extracting(Diagnostic::code)
                .containsExactly("database.behind");
        assertThat(closed("", "0-11-1", "").notes())
                .extracting(Diagnostic::code)
                .containsExactly("database.behind");
        assertThat(closed("0-11-40,7-1-2", "0-11-40,7-1-3", "").notes())
                .as("each domain by itself")
                .extracting(Diagnostic::code)
                .containsExactly("database.behind");
    }

    private Plan closed(String primary, String replica, String received) {
        Wish role = wish("a1", new DatabaseRole("db", true, Optional.empty()));
        Wish server = wish("a1", container("v1").resource());
        List<Wish> wishes = new ArrayList<>(replica("v1"));
        wishes.addAll(List.of(server, role));
        FakeSite fake = new FakeSite(site, wishes);
        fake.apply();
        fake.host("a1")
                .present
                .put(
                        role.resource().ref(),
                        new TreeMap<>(Map.of(
                                "read_only", "ON", "follows", "nobody", "threads", "none", "position", primary)));
        fake.host("b1").present.computeIfPresent(role.resource().ref(), (ref, attributes) -> {
            attributes.putAll(Map.of("position", replica, "received", received));
            return attributes;
        });
        return fake.plan();
    }

    @Test
    void twoLeasesOfOneEpochStopEverything() {
        FakeSite fake = new FakeSite(site, List.of(data("a1", false)));
        fake.host("a1").lease = lease(3, "milan");
        fake.host("b1").lease = lease(3, "turin");
        assertThat(fake.plan().notes()).anyMatch(d -> d.isError() && d.code().equals("lease.conflict"));
        fake.host("b1").lease = lease(4, "turin");
        assertThat(fake.plan().notes()).noneMatch(Diagnostic::isError);
        assertThat(fake.plan().lease())
                .hasValueSatisfying(l -> assertThat(l.live()).isEqualTo("turin"));
    }

    @Test
    void packagesAreInstalledOnKnownSystemsOnly() {
        Wish packages = wish("a1", new Packages("base", new TreeSet<>(List.of("nftables"))));
        FakeSite fake = new FakeSite(site, List.of(packages));
        fake.host("a1").os = new Sight.Os("debian", "12");
        assertThat(fake.plan().notes())
                .anyMatch(d -> d.isError() && d.summary().equals("a1 runs debian 12 and lacks some of: nftables"));
        for (Sight.Os good : List.of(
                new Sight.Os("debian", "13"), new Sight.Os("ubuntu", "24.04"), new Sight.Os("ubuntu", "26.10"))) {
            fake.host("a1").os = good;
            assertThat(fake.plan().notes()).as(good.toString()).isEmpty();
        }
    }

    private static Optional<Sight.SignedLease> lease(long epoch, String zone) {
        return Optional.of(new Sight.SignedLease(Sites.lease(epoch, zone), ""));
    }

    private static List<Wish> databases() {
        return List.of(data("a1", false), data("a2", true), data("b1", true));
    }

    private static Wish data(String host, boolean seeded) {
        Optional<DatabaseData.Seed> seed = seeded
                ? Optional.of(new DatabaseData.Seed("a1", "10.90.0.1", "db", "10.90.0.2", 7402))
                : Optional.empty();
        Resource data = new DatabaseData("/srv/db", "mariadb:11.8", "db", new Owner(999, 999), seed);
        Set<Wish.At> requires = seeded ? Set.of(new Wish.At("a1", data.ref())) : Set.of();
        return new Wish(host, data, "mariadb", "db-" + host, "database.mariadb", requires, Wish.Rollout.NONE);
    }

    private static List<Wish> replica(String definition) {
        DatabaseRole.Source source = new DatabaseRole.Source("a1", "10.90.0.1", 3306, "repl", "shop-db");
        return List.of(container(definition), wish("b1", new DatabaseRole("db", false, Optional.of(source))));
    }

    private static Wish container(String definition) {
        return wish("b1", new Container("db", "p", "/c.yml", "db", definition, "db.service", List.of()));
    }

    private static Wish wish(String host, Resource resource) {
        return new Wish(host, resource, "mariadb", "db", "database.mariadb", Set.of(), Wish.Rollout.NONE);
    }
}
