package io.resctl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.app.Components;
import io.resctl.component.Setting;
import io.resctl.model.SemiSync;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.plan.Action;
import io.resctl.plan.Plan;
import io.resctl.plan.Verb;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.SolePassword;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.Wish;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A password of the descriptor has a new value: the order stands in the plan's edges, whoever executes it. */
class RotationTest {
    private final FakeSite fake = new FakeSite(Sites.pilotLight(), wishes(Sites.pilotLight()));

    @Test
    void theOldOneEndsWhenAllWhoUseItHaveStartedWithTheNewOne() {
        fake.secrets.put("shop-db", "first");
        assertThat(fake.apply().complete()).isTrue();
        assertThat(fake.plan().actions())
                .as("and without a new value nothing is to do")
                .isEmpty();

        fake.secrets.put("shop-db", "second");
        Plan plan = fake.plan();
        List<Action> taken = of(plan, DatabaseAccount.class);
        List<Action> files = of(plan, TextFile.class);
        List<Action> restarts = of(plan, Unit.class);
        List<Action> ended = of(plan, SolePassword.class);
        assertThat(plan.actions()).hasSize(taken.size() + files.size() + restarts.size() + ended.size());
        assertThat(taken).hasSize(3);
        assertThat(ended).hasSize(3);
        assertThat(restarts).isNotEmpty();
        assertThat(plan.actions()).allMatch(a -> a.verb() == Verb.CHANGE);

        Map<String, Action> actions = byName(plan);
        files.forEach(file -> assertThat(before(file, actions))
                .as("%s is written when the server accepts it", file.resource().ref())
                .containsAll(names(taken)));
        ended.forEach(end -> assertThat(before(end, actions))
                .as("%s ends last", end.resource().ref())
                .containsAll(names(taken))
                .containsAll(names(restarts)));

        assertThat(fake.apply(plan).complete()).isTrue();
        assertThat(fake.plan().actions()).isEmpty();
    }

    /** MaxScale itself logs in with a password that resctl made; it is one of those that must have started anew. */
    @Test
    void everyRequirementBehindMaxscaleIsWished() {
        List<Wish> wishes = wishes(Sites.behindMaxscale(SemiSync.NONE));
        Set<Wish.At> wished = wishes.stream().map(Wish::at).collect(Collectors.toSet());
        wishes.forEach(w -> assertThat(wished).as("what %s requires", w.at()).containsAll(w.requires()));
        assertThat(wishes)
                .filteredOn(
                        w -> w.resource() instanceof SolePassword s && s.user().equals("resctl_maxscale"))
                .hasSize(3)
                .allSatisfy(w -> assertThat(w.requires().toString()).contains("resctl-acme@maxscale.service"));
    }

    private static List<Action> of(Plan plan, Class<?> kind) {
        return plan.actions().stream()
                .filter(a -> kind.isInstance(a.resource()))
                .toList();
    }

    private static List<String> names(List<Action> actions) {
        return actions.stream().map(RotationTest::name).toList();
    }

    private static String name(Action action) {
        return action.host() + "/" + action.resource().ref();
    }

    private static Map<String, Action> byName(Plan plan) {
        return plan.actions().stream().collect(Collectors.toMap(RotationTest::name, Function.identity()));
    }

    /** All that must be done before, by the edges alone. */
    private static Set<String> before(Action action, Map<String, Action> actions) {
        Set<String> all = new HashSet<>();
        for (String earlier : action.after()) {
            if (all.add(earlier)) {
                all.addAll(before(Objects.requireNonNull(actions.get(earlier)), actions));
            }
        }
        return all;
    }

    private static List<Wish> wishes(Site site) {
        Setting setting = new Setting(site, Sites.homeLease());
        return Components.all().stream()
                .flatMap(component -> component.wishes(setting).stream())
                .toList();
    }
}
