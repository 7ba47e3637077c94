package io.resctl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.resctl.app.Components;
import io.resctl.component.Setting;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.plan.Change;
import io.resctl.plan.Plan;
import io.resctl.plan.Verb;
import io.resctl.resource.Container;
import io.resctl.resource.Wish;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the real components wish, over hosts in memory. */
class DescribedSiteTest {
    private final Site site = Sites.pilotLight();

    @Test
    void itConvergesAndThenNothingIsToDo() {
        FakeSite fake = new FakeSite(site, wishes(site));
        assertThat(fake.apply().complete()).isTrue();
        assertThat(fake.plan().actions()).isEmpty();
    }

    @Test
    void oneMoreReplicaIsOneContainerAndOneGatewayChange() {
        FakeSite fake = new FakeSite(site, wishes(site));
        fake.apply();
        fake.wishes = wishes(withReplicas(3));
        Plan plan = fake.plan();
        assertThat(plan.changes())
                .extracting(Change::component, Change::subject, Change::verb)
                .as(plan.changes().toString())
                .hasSize(2)
                .anyMatch(t -> t.toList().equals(List.of("service", "web-3", Verb.CREATE)))
                .anyMatch(t -> t.toList().get(0).equals("gateway") && t.toList().get(2) == Verb.CHANGE);
        assertThat(fake.apply(plan).complete()).isTrue();
        assertThat(fake.plan().actions()).isEmpty();
    }

    @Test
    void aContainerThatSomebodyRemovedIsCreatedAndNothingElse() {
        FakeSite fake = new FakeSite(site, wishes(site));
        fake.apply();
        fake.host("a2").present.remove(Container.at("resctl-acme-web-2"));
        assertThat(fake.plan().changes())
                .extracting(Change::component, Change::subject, Change::verb)
                .containsExactly(tuple("service", "web-2", Verb.CREATE));
        assertThat(fake.apply().complete()).isTrue();
        assertThat(fake.plan().actions()).isEmpty();
    }

    @Test
    void everyRequirementIsWished() {
        List<Wish> wishes = wishes(site);
        Set<Wish.At> wished = new HashSet<>();
        wishes.forEach(w -> wished.add(w.at()));
        wishes.forEach(w -> assertThat(wished).as("what %s requires", w.at()).containsAll(w.requires()));
    }

    private static List<Wish> wishes(Site site) {
        Setting setting = new Setting(site, Sites.homeLease());
        return Components.all().stream()
                .flatMap(component -> component.wishes(setting).stream())
                .toList();
    }

    private Site withReplicas(int replicas) {
        return Sites.with(site, List.of(Sites.web(replicas)));
    }
}
