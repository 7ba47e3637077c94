package io.resctl.app;

import io.resctl.model.Site;
import io.resctl.view.SiteStatus;
import java.time.Duration;
import java.time.Instant;

/** Asks every host how it is, and whether the site is as described. Changes nothing, and answers soon whoever is silent. */
public final class StatusSite {
    /** Within five seconds somebody has an answer on the screen, whoever is dead; only hosts that live and are busy take longer. */
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(4), Duration.ofSeconds(20));

    private final Means means;

    public StatusSite(Means means) {
        this.means = means;
    }

    public SiteStatus status(Site site, String descriptor) {
        SiteAnswers answers = SiteAnswers.of(means, site, descriptor, PATIENCE);
        Instant now = means.clock().instant();
        SiteStatus status = new StatusFold(site, answers.hosts()).status(now, answers.drift());
        return status.with(Checks.urgent(new Patient(site, now, answers.hosts(), status, answers.plan())));
    }
}
