package io.resctl.app;

import io.resctl.component.Setting;
import io.resctl.model.Lease;
import io.resctl.model.Site;
import io.resctl.observe.ShellObserver;
import io.resctl.observe.Survey;
import io.resctl.plan.Action;
import io.resctl.resource.Wish;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A look at the whole site under the wishes of all components. */
final class SiteSurvey {
    private SiteSurvey() {}

    static Survey.Result look(Means means, Site site) {
        return survey(means, site).look(first(means, site));
    }

    /** All that is known of the site now, with as little asked as is safe: a plan was just made of the one, and touches no more than the other. */
    static Survey.Result again(Means means, Site site, Survey.Result before, List<Action> actions) {
        return survey(means, site)
                .again(before, actions.stream().map(Action::at).toList())
                .orElseGet(() -> look(means, site));
    }

    private static Survey survey(Means means, Site site) {
        return new Survey(observer(means, site), site, lease -> wishes(means, site, lease), means.secrets());
    }

    static ShellObserver observer(Means means, Site site) {
        return new ShellObserver(means.hosts(), means.handlers(), site.names(), means.random());
    }

    static List<Wish> wishes(Means means, Site site, Lease lease) {
        return Components.wishes(means.components(), new Setting(site, lease));
    }

    /** The lease that a new site begins with: home is live. */
    private static Lease first(Means means, Site site) {
        Instant now = means.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        return site.firstLease(now, means.by().replaceAll("[^A-Za-z0-9@._+-]", "_"));
    }
}
