package io.resctl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.app.Components;
import io.resctl.component.Setting;
import io.resctl.exec.Stop;
import io.resctl.journal.Event;
import io.resctl.journal.Report;
import io.resctl.journal.Report.Outcome;
import io.resctl.model.Database;
import io.resctl.model.SemiSync;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.plan.Action;
import io.resctl.plan.Plan;
import io.resctl.plan.Selection;
import io.resctl.resource.Container;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.Ref;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.Wish;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database's servers are changed one after the other, replicas first. a1 is the primary, a2 and b1 follow. */
class DatabaseRolloutTest {
    private static final Ref ROLE = DatabaseRole.at("resctl-acme-db");
    private static final Ref DATA = new Ref("database-data", "/srv/resctl/acme/mariadb/data");
    private static final Ref CONFIGURATION = TextFile.at("/etc/resctl/acme/mariadb/conf/resctl.cnf");

    private final Site site = Sites.pilotLight();
    private final FakeSite fake = new FakeSite(site, wishes(site));

    @BeforeEach
    void made() {
        assertThat(fake.apply().complete()).isTrue();
    }

    @Test
    void anotherImageComesToOneServerAtATimeAndToThePrimaryLast() {
        fake.wishes = wishes(with("mariadb:12.3", SemiSync.NONE));
        Plan plan = fake.plan();
        assertThat(turns(plan)).containsExactly("a2", "b1", "a1");
        assertThat(fake.apply(plan).complete()).isTrue();
        assertThat(fake.plan().actions()).isEmpty();
    }

    @Test
    void anotherConfigurationToo() {
        fake.wishes = wishes(with("mariadb:11.8", SemiSync.LOCAL));
        Plan plan = fake.plan();
        assertThat(plan.actions())
                .filteredOn(a -> a.resource() instanceof Unit && a.subject().equals("db"))
                .hasSize(3);
        assertThat(turns(plan)).containsExactly("a2", "b1", "a1");
    }

    @Test
    void theNextOneWaitsUntilTheOneBeforeFollowsAgain() {
        fake.wishes = wishes(with("mariadb:12.3", SemiSync.NONE));
        Plan plan = fake.plan();
        Report report = fake.apply(plan, 3, new Stop(), event -> {
            if (event instanceof Event.ActionSucceeded done && done.action().equals("a2/" + Unit.at(unit()))) {
                fake.host("a2").up = false;
            }
        });
        assertThat(plan.actions()).extracting(Action::id).contains("a2/" + ROLE);
        assertThat(servers(plan))
                .filteredOn(a -> !a.host().equals("a2"))
                .isNotEmpty()
                .allSatisfy(a -> assertThat(report.outcomes().get(a.id())).isInstanceOf(Outcome.Blocked.class));
    }

    @Test
    void aPrimaryThatIsDownComesFirst() {
        fake.wishes = wishes(with("mariadb:12.3", SemiSync.NONE));
        fake.host("a1").present.remove(Container.at("resctl-acme-db"));
        List.of("a2", "b1").forEach(h -> role(h).put("receiving", "no"));
        assertThat(turns(fake.plan())).containsExactly("a1", "a2", "b1");
        role("a1").replaceAll((name, value) -> "stopped");
        fake.host("a1").present.put(Container.at("resctl-acme-db"), new TreeMap<>(Map.of("definition", "old")));
        assertThat(turns(fake.plan())).containsExactly("a1", "a2", "b1");
    }

    @Test
    void aReplicaThatMustBeSeededAgainWaitsForThePrimaryTheOthersDoNot() {
        fake.wishes = wishes(with("mariadb:12.3", SemiSync.NONE));
        fake.host("a2").present.remove(DATA);
        assertThat(turns(fake.plan())).containsExactly("b1", "a1", "a2");
    }

    @Test
    void aReplicaIsChangedAloneWhereOnlyItIsChosen() {
        fake.wishes = wishes(with("mariadb:12.3", SemiSync.NONE));
        Plan plan = fake.plan(new Selection(Set.of(), Set.of("b1"), Set.of()));
        assertThat(plan.actions()).extracting(Action::host).containsOnly("b1");
    }

    @Test
    void anEditedConfigurationOfOneServerTouchesNoOther() {
        fake.host("b1").edit(CONFIGURATION);
        assertThat(turns(fake.plan())).containsExactly("b1");
    }

    /** Hosts in the order in which their servers are touched: all of one before any of the next, or it fails. */
    private static List<String> turns(Plan plan) {
        List<Action> servers = servers(plan);
        List<String> hosts = servers.stream().map(Action::host).distinct().toList();
        for (Action earlier : servers) {
            for (Action later : servers) {
                if (hosts.indexOf(earlier.host()) < hosts.indexOf(later.host())) {
                    assertThat(before(plan, later.id()))
                            .as("before " + later.id())
                            .contains(earlier.id());
                }
            }
        }
        return hosts;
    }

    /** What takes a server down, and what makes it follow again. */
    private static List<Action> servers(Plan plan) {
        return plan.actions().stream()
                .filter(a -> a.component().equals("mariadb") && a.subject().equals("db"))
                .filter(a -> a.resource() instanceof Container
                        || a.resource() instanceof Unit
                        || a.resource() instanceof DatabaseRole)
                .toList();
    }

    private static Set<String> before(Plan plan, String id) {
        Set<String> found = new TreeSet<>();
        plan.actions().stream()
                .filter(a -> a.id().equals(id))
                .flatMap(a -> a.after().stream())
                .filter(found::add)
                .toList()
                .forEach(earlier -> found.addAll(before(plan, earlier)));
        return found;
    }

    private Map<String, String> role(String host) {
        return Objects.requireNonNull(fake.host(host).present.get(ROLE));
    }

    private String unit() {
        return site.names().unit("db");
    }

    private static List<Wish> wishes(Site site) {
        Setting setting = new Setting(site, Sites.homeLease());
        return Components.all().stream()
                .flatMap(component -> component.wishes(setting).stream())
                .toList();
    }

    private Site with(String image, SemiSync semiSync) {
        Database old = site.database().orElseThrow();
        return Sites.with(
                site, new Database(image, old.hosts(), semiSync, old.router(), old.schemas(), old.maxscale()));
    }
}
