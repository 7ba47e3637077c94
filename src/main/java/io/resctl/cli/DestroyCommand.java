package io.resctl.cli;

import io.resctl.app.Applied;
import io.resctl.app.DestroySite;
import io.resctl.app.DestroySite.Extent;
import io.resctl.app.ExitCode;
import io.resctl.app.Planned;
import io.resctl.app.SiteFile;
import io.resctl.diag.Diagnostic;
import io.resctl.exec.Stop;
import io.resctl.model.Site;
import io.resctl.plan.Plan;
import io.resctl.view.PlanView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resctl destroy}. */
@Command(
        name = "destroy",
        description = {
            "Remove from every host what resctl made there. What was there before stays.",
            "Data and packages stay too, unless asked for. The site's name is to be typed, or given with --site."
        },
        footer = {
            "",
            "Examples:",
            "  resctl destroy                                 show what would go, ask for the site's name, remove it",
            "  resctl destroy --site acme --yes               for scripts; data and packages stay",
            "  resctl destroy --data --packages --site acme   leave nothing",
            "",
            "Exit codes: 0 removed, 3 the descriptor is invalid, 4 partly removed, 5 a host could not be seen,",
            "6 somebody else is at work, 64 wrong usage, 130 interrupted, 1 failed."
        })
final class DestroyCommand implements Task {
    private final Console console;

    @Mixin
    private final FileOption file = new FileOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final RunOptions options = new RunOptions();

    @Option(names = "--data", description = "Also what users made: databases and volumes. It cannot be brought back.")
    private boolean data;

    @Option(names = "--packages", description = "Also packages that resctl installed.")
    private boolean packages;

    @Option(names = "--site", paramLabel = "NAME", description = "The site's name, instead of typing it.")
    private Optional<String> name = Optional.empty();

    DestroyCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() {
        if (Usage.wrong(console, options.wrong())) {
            return ExitCode.USAGE;
        }
        SiteFile siteFile = file.read(console, output);
        if (siteFile.site().isEmpty()) {
            return ExitCode.INVALID;
        }
        Site site = siteFile.site().get();
        if (Usage.wrong(console, wrong(site))) {
            return ExitCode.USAGE;
        }
        try (Work work = new Work(console, siteFile, site)) {
            return destroy(work, site);
        }
    }

    private Optional<Diagnostic> wrong(Site site) {
        if (name.isPresent() && !name.get().equals(site.name())) {
            return Optional.of(Diagnostic.error(
                    "usage.site",
                    "this descriptor is of site " + site.name() + ", not " + name.get(),
                    "name the other descriptor with -f"));
        }
        boolean confirmed = name.isPresent() || (options.yes() && !data);
        return console.terminal() || confirmed
                ? Optional.empty()
                : Optional.of(Diagnostic.error(
                        "usage.question",
                        "destroy asks for the site's name, and here is no terminal to ask on",
                        "add --site " + site.name()));
    }

    private ExitCode destroy(Work work, Site site) {
        Extent extent = new Extent(data, packages);
        DestroySite use = new DestroySite(work.means());
        Planned planned = Looking.at(console, work.looking(), () -> use.plan(site, extent));
        Plan plan = planned.plan();
        if (!output.json()) {
            console.out().print(plan.empty() ? empty(plan) : PlanView.human(plan, false, "", console.screen()));
            console.out().flush();
        }
        if (!plan.empty() && !agreed(site)) {
            console.err().println("Nothing was removed.");
            return ExitCode.FAILED;
        }
        Stop stop = new Stop();
        Interrupt.stops(stop, console);
        Applied applied;
        try (RunDisplay display = new RunDisplay(console, plan)) {
            applied = use.destroy(site, planned, extent, options.parallelism(), display::take, stop);
        }
        return new Ending(console, output, file).destroy(plan, kept(site), applied);
    }

    private static String empty(Plan plan) {
        return plan.unreachable().isEmpty()
                ? "Nothing of site " + plan.site() + " is on its hosts.\n"
                : "Nothing of site " + plan.site() + " is on the hosts that answered.\n";
    }

    private boolean agreed(Site site) {
        if (name.isPresent() || (options.yes() && !data)) {
            return true;
        }
        String what = data ? "and all its data " : "";
        return Question.ask(console, "To remove site " + site.name() + " " + what + "type its name:")
                .filter(site.name()::equals)
                .isPresent();
    }

    private List<String> kept(Site site) {
        List<String> kept = new ArrayList<>();
        if (!data) {
            kept.add("data below " + site.names().srv() + " (--data removes it)");
        }
        if (!packages) {
            kept.add("packages (--packages removes those that resctl installed)");
        }
        return kept;
    }
}
