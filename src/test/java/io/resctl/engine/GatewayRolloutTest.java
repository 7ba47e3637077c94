package io.resctl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Component;
import io.resctl.component.Setting;
import io.resctl.component.ambassador.AmbassadorComponent;
import io.resctl.component.gateway.GatewayComponent;
import io.resctl.exec.Stop;
import io.resctl.journal.Event;
import io.resctl.journal.Report;
import io.resctl.journal.Report.Outcome;
import io.resctl.model.Gateway;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.plan.Action;
import io.resctl.plan.Plan;
import io.resctl.plan.Verb;
import io.resctl.resource.Wish;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A new HAProxy comes to one host after the other: never are all remade at once, and one that fails is the last. */
class GatewayRolloutTest {
    private final Site site = Sites.pilotLight();

    @Test
    void gatewaysAreRemadeOneAfterTheOther() {
        oneAfterTheOther(new GatewayComponent(), "haproxy", 3);
    }

    @Test
    void ambassadorsAreRemadeOneAfterTheOther() {
        oneAfterTheOther(new AmbassadorComponent(), "names", (int) site.hosts().count());
    }

    @Test
    void theFirstGatewayThatFailsStopsTheRollout() {
        FakeSite fake = made(new GatewayComponent());
        fake.wishes = wishes(new GatewayComponent(), renewed());
        Plan plan = fake.plan();
        String first = plan.actions().getFirst().host();
        Report report = fake.apply(plan, 3, new Stop(), event -> {
            if (event instanceof Event.ActionSucceeded done && done.action().startsWith(first + "/container:")) {
                fake.host(first).up = false;
            }
        });
        assertThat(plan.actions()).extracting(Action::host).contains("a1", "a2", "b1");
        assertThat(plan.actions())
                .filteredOn(a -> !a.host().equals(first))
                .allSatisfy(a -> assertThat(report.outcomes().get(a.id())).isInstanceOf(Outcome.Blocked.class));
    }

    private void oneAfterTheOther(Component component, String subject, int hosts) {
        FakeSite fake = made(component);
        fake.wishes = wishes(component, renewed());
        Plan plan = fake.plan();
        // The old image is cleared away at the end, which takes nothing down.
        List<Action> remade = plan.actions().stream()
                .filter(a -> a.subject().equals(subject) && a.verb() != Verb.DELETE)
                .toList();
        assertThat(remade.stream().map(Action::host).distinct()).hasSize(hosts);
        for (Action one : remade) {
            for (Action other : remade) {
                assertThat(one.host().equals(other.host())
                                || before(plan, one.id()).contains(other.id())
                                || before(plan, other.id()).contains(one.id()))
                        .as("%s and %s are not at once", one.id(), other.id())
                        .isTrue();
            }
        }
    }

    private FakeSite made(Component component) {
        FakeSite fake = new FakeSite(site, wishes(component, site));
        assertThat(fake.apply().complete()).isTrue();
        return fake;
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

    /** Without what other components wish, and what is wished of them. */
    private static List<Wish> wishes(Component component, Site site) {
        List<Wish> all = component.wishes(new Setting(site, Sites.homeLease()));
        Set<Wish.At> own = new TreeSet<>(all.stream().map(Wish::at).toList());
        return all.stream()
                .map(w -> new Wish(
                        w.host(),
                        w.resource(),
                        w.component(),
                        w.subject(),
                        w.because(),
                        Set.copyOf(w.requires().stream().filter(own::contains).toList()),
                        w.rollout()))
                .toList();
    }

    private Site renewed() {
        Gateway old = site.gateway().orElseThrow();
        return Sites.with(
                site,
                new Gateway("haproxy:3.1", old.hosts(), old.balance(), old.weights(), old.tlsSecret(), old.routes()));
    }
}
