package io.resctl.cli;

import io.resctl.app.Means;
import io.resctl.app.RealMeans;
import io.resctl.app.SiteFile;
import io.resctl.diag.Diagnostic;
import io.resctl.model.Site;
import io.resctl.view.DiagnosticsView;
import java.util.List;

/** A descriptor that is valid, and the way to its hosts: what most commands work on. */
final class Work implements AutoCloseable {
    private final Console console;
    private final SiteFile file;
    private final Site site;
    private final RealMeans real;

    Work(Console console, SiteFile file, Site site) {
        this.console = console;
        this.file = file;
        this.site = site;
        this.real = RealMeans.of(site, file.path(), console.environment(), console.clock(), console.stateDirectory());
    }

    Site site() {
        return site;
    }

    String text() {
        return file.text();
    }

    Means means() {
        return real.means();
    }

    /** {@code "Looking at 5 hosts"}. */
    String looking() {
        long hosts = site.hosts().count();
        return "Looking at " + hosts + (hosts == 1 ? " host" : " hosts");
    }

    /** Says why secrets have no value; true if there was something to say. */
    boolean lacksSecrets() {
        List<Diagnostic> problems = real.secretProblems();
        if (!problems.isEmpty()) {
            console.err().print(DiagnosticsView.human(problems, "", console.colours()));
        }
        return !problems.isEmpty();
    }

    @Override
    public void close() {
        real.close();
    }
}
