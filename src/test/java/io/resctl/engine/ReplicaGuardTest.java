package io.resctl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.plan.Action;
import io.resctl.plan.Plan;
import io.resctl.plan.Planner;
import io.resctl.plan.Verb;
import io.resctl.resource.Container;
import io.resctl.resource.Content;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.Owner;
import io.resctl.resource.Ref;
import io.resctl.resource.Resource;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a replica received and did not apply survives whatever is planned. a1 is the primary; b1 follows it. */
class ReplicaGuardTest {
    private static final Ref ROLE = DatabaseRole.at("db");
    private static final Ref UNIT = Unit.at("db.service");

    private static final Site SITE = Sites.pilotLight();

    private final FakeSite fake = new FakeSite(SITE, servers("v1"));

    @BeforeEach
    void made() {
        assertThat(fake.apply().complete()).isTrue();
        assertThat(fake.plan().actions()).isEmpty();
    }

    @Test
    void aReplicaIsChangedWhileItsPrimaryAnswers() {
        fake.wishes = servers("v2");
        received("0-1-45", "0-1-40", "yes");
        assertThat(touched("b1")).contains("container:db", "unit:db.service");
    }

    @Test
    void aReplicaIsLeftAloneWhileItsPrimaryIsSilent() {
        fake.wishes = servers("v2");
        fake.host("a1").up = false;
        received("0-1-45", "0-1-40", "no");
        assertThat(touched("b1")).isEmpty();
        assertThat(warning("database.replica").summary())
                .isEqualTo("the replica on b1 is left as it is while its primary a1 cannot be reached:"
                        + " it received transactions up to 0-1-45 and applied them up to 0-1-40");
    }

    /** Its host may answer as well as it likes. */
    @Test
    void aReplicaIsLeftAloneWhileTheServerOfItsPrimaryIsDown() {
        for (String state : List.of("stopped", "gone", "hangs")) {
            fake.wishes = servers("v2");
            received("0-1-45", "0-1-40", "no");
            primary(state);
            assertThat(touched("b1")).as(state).isEmpty();
            assertThat(warning("database.replica").summary())
                    .as(state)
                    .startsWith(
                            "the replica on b1 is left as it is while the database of its primary a1 does not answer:")
                    .endsWith("it received transactions up to 0-1-45 and applied them up to 0-1-40");
        }
    }

    @Test
    void anotherConfigurationIsWrittenAndWaitsForTheRestart() {
        received("0-1-45", "0-1-40", "no");
        primary("stopped");
        fake.host("b1").edit(TextFile.at("/etc/db.cnf"));
        Plan plan = fake.plan();
        assertThat(plan.actions())
                .filteredOn(a -> a.host().equals("b1"))
                .extracting(Action::resource)
                .singleElement()
                .isInstanceOf(TextFile.class);
        fake.apply(plan);
        assertThat(touched("b1")).as("when the primary is back").contains("unit:db.service");
    }

    @Test
    void whatIsNotKnownMayBeThere() {
        fake.wishes = servers("v2");
        primary("stopped");
        received("", "0-1-40", "no");
        assertThat(touched("b1")).isEmpty();
        assertThat(warning("database.replica").summary()).contains("what it received and did not apply is not known");
    }

    @Test
    void aReplicaThatAppliedAllIsChangedAndThePrimaryComesUpFirst() {
        fake.wishes = servers("v2");
        primary("stopped");
        received("0-1-45,1-7-3", "1-7-3,0-1-45", "no");
        assertThat(touched("b1")).contains("container:db", "unit:db.service");
        assertThat(fake.plan().notes()).isEmpty();
    }

    @Test
    void oneThatStillReceivesIsNot() {
        fake.wishes = servers("v2");
        primary("hangs");
        received("0-1-45", "0-1-45", "yes");
        assertThat(touched("b1")).isEmpty();
        assertThat(warning("database.replica").summary()).contains("still receives");
    }

    /** Nothing would be lost; but it would not replicate again before somebody applies again. */
    @Test
    void oneThatAppliedAllIsLeftAloneWhileTheHostOfItsPrimaryIsSilent() {
        fake.wishes = servers("v2");
        fake.host("a1").up = false;
        received("0-1-45", "0-1-45", "no");
        assertThat(touched("b1")).isEmpty();
        assertThat(warning("database.replica").summary()).contains("could not follow again");
    }

    @Test
    void aReplicaThatIsGoneIsMadeAgainThoughItsPrimaryIsSilent() {
        fake.host("b1").remove(new Container("db", "", "", "", "", "", List.of()));
        fake.host("a1").up = false;
        assertThat(touched("b1")).contains("container:db", "unit:db.service").doesNotContain(ROLE.toString());
        assertThat(warning("database.follow").summary())
                .isEqualTo("the database on b1 is not told to follow a1, which cannot be reached");
    }

    /** A start takes nothing away: it follows nobody by itself. */
    @Test
    void aServerThatDoesNotRunIsStarted() {
        stopped("b1");
        primary("stopped");
        assertThat(touched("b1")).contains("unit:db.service").doesNotContain("container:db");
        fake.wishes = servers("v2");
        assertThat(touched("b1")).as("but not made anew").isEmpty();
    }

    @Test
    void theReplicaOfAnotherIsGuardedByThatOne() {
        fake.wishes = servers("v2");
        role("b1").put("follows", SITE.host("a2").vpn() + ":3306 as repl");
        received("0-1-45", "0-1-40", "no");
        fake.host("a2").up = false;
        assertThat(touched("b1")).isEmpty();
        assertThat(warning("database.replica").summary()).contains("its primary a2 cannot be reached");
        role("b1").put("follows", "192.0.2.1:3306 as repl");
        assertThat(touched("b1")).isEmpty();
        assertThat(warning("database.replica").summary()).contains("its primary 192.0.2.1 cannot be reached");
    }

    /** A server that is no longer described is stopped for good. */
    @Test
    void aReplicaThatIsNoLongerDescribedIsKeptAsLong() {
        fake.wishes = servers("v1").stream().filter(w -> w.host().equals("a1")).toList();
        assertThat(removed()).contains("container:db", "unit:db.service", "file:/etc/db.cnf");
        received("0-1-45", "0-1-40", "no");
        primary("stopped");
        assertThat(removed()).isEmpty();
        assertThat(warning("database.replica").summary()).contains("it received transactions up to 0-1-45");
    }

    @Test
    void destroyIsRefusedUnlessTheDataGoToo() {
        received("0-1-45", "0-1-40", "no");
        primary("stopped");
        assertThat(new Planner(SITE, fake.survey(), FakeSite.NOW, "")
                        .remove(false, false)
                        .notes())
                .anyMatch(d -> d.isError() && d.code().equals("database.replica"));
        assertThat(new Planner(SITE, fake.survey(), FakeSite.NOW, "")
                        .remove(true, false)
                        .notes())
                .isEmpty();
    }

    private List<String> touched(String host) {
        return fake.plan().actions().stream()
                .filter(a -> a.host().equals(host) && !(a.resource() instanceof TextFile))
                .map(a -> a.resource().ref().toString())
                .toList();
    }

    private List<String> removed() {
        return fake.plan().actions().stream()
                .filter(a -> a.verb() == Verb.DELETE)
                .map(Action::resource)
                .map(r -> r.ref().toString())
                .toList();
    }

    private Diagnostic warning(String code) {
        List<Diagnostic> found = fake.plan().notes().stream()
                .filter(d -> d.code().equals(code) && !d.isError())
                .toList();
        assertThat(found).as(fake.plan().notes().toString()).hasSize(1);
        return found.getFirst();
    }

    private void received(String received, String applied, String receiving) {
        role("b1").putAll(Map.of("received", received, "applied", applied, "receiving", receiving));
    }

    private void primary(String state) {
        switch (state) {
            case "stopped" -> stopped("a1");
            case "gone" -> fake.host("a1").remove(new Container("db", "", "", "", "", "", List.of()));
            case "hangs" -> fake.host("a1").hidden.add(ROLE);
            default -> throw new IllegalArgumentException(state);
        }
    }

    private void stopped(String host) {
        role(host).replaceAll((name, value) -> "stopped");
        Objects.requireNonNull(fake.host(host).present.get(UNIT)).put("state", "stopped");
    }

    private SortedMap<String, String> role(String host) {
        return Objects.requireNonNull(fake.host(host).present.get(ROLE));
    }

    private static List<Wish> servers(String definition) {
        DatabaseRole.Source source =
                new DatabaseRole.Source("a1", SITE.host("a1").vpn(), 3306, "repl", "shop-db");
        List<Wish> all = new ArrayList<>();
        all.addAll(server("a1", definition, new DatabaseRole("db", true, Optional.empty())));
        all.addAll(server("b1", definition, new DatabaseRole("db", false, Optional.of(source))));
        return List.copyOf(all);
    }

    private static List<Wish> server(String host, String definition, DatabaseRole role) {
        List<Resource> chain = List.of(
                new TextFile("/etc/db.cnf", Content.text("x"), "0644", Owner.ROOT),
                new Container("db", "p", "/c.yml", "db", definition, "db.service", List.of()),
                new Unit(
                        "db.service",
                        true,
                        true,
                        List.of("/etc/db.cnf"),
                        Unit.OnChange.RESTART,
                        Optional.of("db"),
                        Duration.ofSeconds(9)),
                role);
        List<Wish> wishes = new ArrayList<>();
        for (Resource resource : chain) {
            Set<Wish.At> requires =
                    wishes.isEmpty() ? Set.of() : Set.of(wishes.getLast().at());
            wishes.add(
                    new Wish(host, resource, "mariadb", "db", "database.mariadb", requires, new Wish.Rollout("db", 1)));
        }
        return wishes;
    }
}
