package io.resctl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.app.Components;
import io.resctl.component.Setting;
import io.resctl.diag.Diagnostic;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.plan.Action;
import io.resctl.plan.Plan;
import io.resctl.plan.Selection;
import io.resctl.resource.Container;
import io.resctl.resource.DatabaseData;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.Ref;
import io.resctl.resource.Resource;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.Wish;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Never an empty primary beside living data: the whole site of the real components, over hosts in memory. a1 is the primary, a2 and b1 follow. */
class LostPrimaryTest {
    private static final Ref DATA = new Ref("database-data", "/srv/resctl/acme/mariadb/data");
    private static final Ref FOLDER = new Ref("directory", "/srv/resctl/acme/mariadb");
    private static final Ref ROLE = DatabaseRole.at("resctl-acme-db");

    private final Site site = Sites.pilotLight();
    private final FakeSite fake = new FakeSite(site, wishes(site));

    @Test
    void aPrimaryWhoseDataIsGoneIsNotMadeAnewBesideItsReplicas() {
        fake.apply();
        at("a2", "0-1-41");
        at("b1", "0-1-42");
        lose("a1");
        Plan plan = fake.plan();
        Diagnostic refusal = onlyError(plan);
        assertThat(refusal.summary())
                .startsWith("the primary a1 has lost its database (/srv/resctl/acme/mariadb/data)")
                .contains("b1 (at 0-1-42), a2 (at 0-1-41)");
        assertThat(refusal.hint().orElseThrow()).contains("mounted", "docs/lost-primary.md");
        assertThat(plan.notes()).as("said once").containsExactly(refusal);
        assertThat(databaseActions(plan)).isEmpty();
    }

    @Test
    void whatOneServerCannotTellIsSaidOfIt() {
        fake.apply();
        at("a2", "0-1-41");
        fake.host("b1").present.remove(Container.at("resctl-acme-db"));
        lose("a1");
        assertThat(onlyError(fake.plan()).summary())
                .contains("a2 (at 0-1-41), b1 (how far is not known: its server does not answer)");
    }

    @Test
    void whoReceivedMoreIsFurtherThoughItAppliedLess() {
        fake.apply();
        at("a2", "0-1-44");
        at("b1", "0-1-41", "0-1-46");
        lose("a1");
        assertThat(onlyError(fake.plan()).summary())
                .contains("b1 (at 0-1-41, and received up to 0-1-46), a2 (at 0-1-44)");
    }

    @Test
    void whatARestartedServerReceivedIsSaidNotToBeKnown() {
        fake.apply();
        at("a2", "0-1-44");
        at("b1", "0-1-41", "");
        lose("a1");
        assertThat(onlyError(fake.plan()).summary())
                .contains("a2 (at 0-1-44), b1 (at 0-1-41; what it received and did not apply is not known)");
    }

    @Test
    void aSilentHostMayHoldTheData() {
        fake.apply();
        lose("a1");
        lose("a2");
        fake.host("b1").up = false;
        Plan plan = fake.plan();
        assertThat(onlyError(plan).summary()).contains("b1 does not answer and may hold the site's data");
        assertThat(databaseActions(plan)).isEmpty();
    }

    /** The host was installed anew, so that its own manifest is gone too; but others remember that there was a database. */
    @Test
    void aReinstalledPrimaryIsNotMadeAnewWhileTheReplicaIsSilent() {
        fake.apply();
        fake.host("a1").present.clear();
        fake.host("a1").manifest = Optional.empty();
        lose("a2");
        fake.host("b1").up = false;
        assertThat(onlyError(fake.plan()).summary()).contains("b1 does not answer and may hold");
        assertThat(databaseActions(fake.plan())).isEmpty();
    }

    @Test
    void aDatabaseThatNobodyHasAnyMoreIsNotMadeAnewInSilence() {
        fake.apply();
        List.of("a1", "a2", "b1").forEach(this::lose);
        Plan plan = fake.plan();
        assertThat(onlyError(plan).summary()).contains("no other server has it");
        assertThat(onlyError(plan).hint().orElseThrow()).contains("resctl-new");
        assertThat(databaseActions(plan)).isEmpty();
    }

    @Test
    void anAdministratorMayBeginAnew() {
        fake.apply();
        List.of("a1", "a2", "b1").forEach(this::lose);
        fake.host("a1").present.put(DATA, new TreeMap<>(Map.of("data", "new")));
        assertThat(fake.plan().notes()).noneMatch(Diagnostic::isError);
        assertThat(fake.apply().complete()).isTrue();
        assertThat(fake.plan().actions()).isEmpty();
    }

    /** A server that was just begun, by whatever way, is no licence while somebody holds the site's data. */
    @Test
    void aBegunPrimaryIsNotFinishedBesideItsReplicas() {
        fake.apply();
        fake.host("a1").present.put(DATA, new TreeMap<>(Map.of("data", "new")));
        onlyError(fake.plan());
        assertThat(databaseActions(fake.plan())).isEmpty();
    }

    @Test
    void aFirstApplyWaitsForASilentHostAndThenWorks() {
        fake.host("b1").up = false;
        Plan plan = fake.plan();
        assertThat(plan.notes()).noneMatch(Diagnostic::isError);
        assertThat(plan.notes()).extracting(Diagnostic::code).contains("database.fresh");
        assertThat(plan.actions()).extracting(Action::resource).noneMatch(r -> r instanceof DatabaseData);
        fake.apply(plan);
        fake.host("b1").up = true;
        assertThat(fake.apply().complete()).isTrue();
        assertThat(fake.plan().actions()).isEmpty();
    }

    @Test
    void aReplicaThatLostItsDataIsSeededAgain() {
        fake.apply();
        lose("a2");
        Plan plan = fake.plan();
        assertThat(plan.notes()).noneMatch(Diagnostic::isError);
        assertThat(plan.actions())
                .extracting(Action::resource)
                .extracting(Resource::ref)
                .contains(DATA);
        assertThat(fake.apply(plan).complete()).isTrue();
    }

    @Test
    void whatHasNothingToDoWithTheDatabaseCanStillBeApplied() {
        fake.apply();
        lose("a1");
        fake.host("a2").present.remove(Container.at("resctl-acme-web-2"));
        assertThat(onlyError(fake.plan()).code()).isEqualTo("database.lost");
        Plan plan = fake.plan(new Selection(Set.of(), Set.of(), Set.of("service")));
        assertThat(plan.notes())
                .noneMatch(Diagnostic::isError)
                .anyMatch(d -> d.code().equals("database.lost"));
        assertThat(plan.actions()).isNotEmpty().allMatch(a -> a.component().equals("service"));
    }

    /** A restart could lose what it received and did not apply yet, and that may be all that is left. */
    @Test
    void itsReplicasAreLeftAloneToo() {
        fake.apply();
        lose("a1");
        fake.host("b1").edit(TextFile.at("/etc/resctl/acme/mariadb/conf/resctl.cnf"));
        fake.host("b1").edit(Container.at("resctl-acme-db"));
        Plan plan = fake.plan();
        onlyError(plan);
        assertThat(plan.actions())
                .extracting(Action::resource)
                .noneMatch(r -> r instanceof Unit || r instanceof Container);
    }

    private void lose(String host) {
        fake.host(host).present.remove(DATA);
        fake.host(host).present.remove(FOLDER);
    }

    private void at(String host, String position) {
        at(host, position, position);
    }

    private void at(String host, String position, String received) {
        Objects.requireNonNull(fake.host(host).present.get(ROLE))
                .putAll(Map.of("position", position, "received", received, "applied", position, "receiving", "no"));
    }

    private static Diagnostic onlyError(Plan plan) {
        List<Diagnostic> errors =
                plan.notes().stream().filter(Diagnostic::isError).toList();
        assertThat(errors).as(plan.notes().toString()).hasSize(1);
        return errors.getFirst();
    }

    private static List<String> databaseActions(Plan plan) {
        return plan.actions().stream()
                .filter(a -> a.component().equals("mariadb") && a.host().equals("a1"))
                .map(Action::id)
                .toList();
    }

    private static List<Wish> wishes(Site site) {
        Setting setting = new Setting(site, Sites.homeLease());
        return Components.all().stream()
                .flatMap(component -> component.wishes(setting).stream())
                .toList();
    }
}
