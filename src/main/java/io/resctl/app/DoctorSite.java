package io.resctl.app;

import io.resctl.model.Site;
import io.resctl.view.Examination;
import io.resctl.view.SiteStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Looks at all that could fail one day. Changes nothing. */
public final class DoctorSite {
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(30), Duration.ofMinutes(1));

    private final Means means;

    public DoctorSite(Means means) {
        this.means = means;
    }

    public Examination examine(Site site, String descriptor) {
        SiteAnswers answers = SiteAnswers.of(means, site, descriptor, PATIENCE);
        return examination(site, means.clock().instant(), answers);
    }

    /** Pure: from what was seen to what is to be said of it. */
    static Examination examination(Site site, Instant now, SiteAnswers answers) {
        SiteStatus status = new StatusFold(site, answers.hosts()).status(now, answers.drift());
        Patient patient = new Patient(site, now, answers.hosts(), status, answers.plan());
        return new Examination(
                site.name(),
                now,
                Checks.count(),
                status.hosts().stream()
                        .filter(h -> !h.reached())
                        .map(SiteStatus.OfHost::host)
                        .toList(),
                inUse(patient),
                status.notes(),
                Checks.all(patient));
    }

    private static List<String> inUse(Patient patient) {
        List<String> lines = new ArrayList<>();
        TreeSet<String> versions = new TreeSet<>();
        patient.servers().map(s -> s.state().version()).forEach(versions::add);
        if (!versions.isEmpty()) {
            lines.add("MariaDB " + String.join(", ", versions));
        }
        patient.site().gateway().ifPresent(g -> lines.add("gateway " + g.image()));
        Lifetimes.licence(patient).ifPresent(lines::add);
        return List.copyOf(lines);
    }
}
