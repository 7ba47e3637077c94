package io.resctl.cli;

import io.resctl.app.Applied;
import io.resctl.app.ApplySite;
import io.resctl.app.ExitCode;
import io.resctl.app.PlanSite;
import io.resctl.app.Planned;
import io.resctl.app.SiteFile;
import io.resctl.diag.Diagnostic;
import io.resctl.exec.Stop;
import io.resctl.model.Site;
import io.resctl.plan.Plan;
import io.resctl.plan.PlanFile;
import io.resctl.plan.Selection;
import io.resctl.view.PlanView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code resctl apply}. */
@Command(
        name = "apply",
        description = {
            "Plan, ask, and do it; or do what a saved plan says.",
            "With PLAN there is no question: exactly that is done, or refused because the hosts have moved on since.",
            "Ctrl-C once finishes what is under way and begins nothing more; running apply again does what is left."
        },
        footer = {
            "",
            "Examples:",
            "  resctl apply                       show the plan, ask, do it",
            "  resctl apply --yes                 for scripts",
            "  resctl apply plan.json             a plan saved by `resctl plan --out plan.json`",
            "  resctl apply --host a1 --yes       only what concerns a1",
            "",
            "Exit codes: 0 the site is as described, 3 the descriptor is invalid, 4 partly applied, 5 a host could not be seen,",
            "6 somebody else is at work, 7 the plan is stale, 9 refused for safety, 64 wrong usage, 130 interrupted, 1 failed."
        })
final class ApplyCommand implements Task {
    private final Console console;

    @Mixin
    private final FileOption file = new FileOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final OnlyOption only = new OnlyOption();

    @Mixin
    private final RunOptions options = new RunOptions();

    @Option(
            names = {"-d", "--details"},
            description = "Show every attribute of the plan, and whole differences of files.")
    private boolean details;

    @Parameters(arity = "0..1", paramLabel = "PLAN", description = "A saved plan.")
    private Optional<String> saved = Optional.empty();

    ApplyCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() {
        if (Usage.wrong(console, options.wrong().or(this::cannotAsk).or(this::partOfSaved))) {
            return ExitCode.USAGE;
        }
        SiteFile siteFile = file.read(console, output);
        if (siteFile.site().isEmpty()) {
            return ExitCode.INVALID;
        }
        Site site = siteFile.site().get();
        if (Usage.wrong(console, only.hosts.unknown(site))) {
            return ExitCode.USAGE;
        }
        try (Work work = new Work(console, siteFile, site)) {
            return saved.isPresent() ? applySaved(work, saved.get()) : planAndApply(work);
        }
    }

    private Optional<Diagnostic> cannotAsk() {
        return console.terminal() || options.yes() || saved.isPresent()
                ? Optional.empty()
                : Optional.of(Diagnostic.error(
                        "usage.question",
                        "apply asks before it changes anything, and here is no terminal to ask on",
                        "add --yes, or save a plan with `resctl plan --out FILE` and run `resctl apply FILE`"));
    }

    private Optional<Diagnostic> partOfSaved() {
        return saved.isEmpty() || only.selection().all()
                ? Optional.empty()
                : Optional.of(Diagnostic.error(
                        "usage.part",
                        "a saved plan is applied as it is",
                        "give --zone, --host and --only to `resctl plan --out FILE`"));
    }

    private ExitCode planAndApply(Work work) {
        Selection selection = only.selection();
        PlanSite planner = new PlanSite(work.means());
        Planned planned = Looking.at(console, work.looking(), () -> planner.plan(work.site(), work.text(), selection));
        Plan plan = planned.plan();
        boolean lacks = work.lacksSecrets();
        if (!output.json()) {
            console.out().print(PlanView.human(plan, details, "", !lacks, console.screen()));
            console.out().flush();
        }
        if (lacks) {
            console.err().println("Nothing was changed.");
            return ExitCode.FAILED;
        }
        boolean doable = plan.notes().stream().noneMatch(Diagnostic::isError) && !plan.empty();
        if (doable && !options.yes() && !agreed(plan)) {
            console.err().println("Nothing was changed.");
            return ExitCode.FAILED;
        }
        return apply(work, planned);
    }

    private boolean agreed(Plan plan) {
        return Question.ask(console, "Apply this to site " + plan.site() + "? Type yes:")
                .filter("yes"::equals)
                .isPresent();
    }

    private ExitCode applySaved(Work work, String name) {
        Path path = console.directory().resolve(name);
        PlanFile.Result read;
        try {
            read = PlanFile.read(name, Files.readString(path));
        } catch (IOException e) {
            console.err().println("resctl: " + path + " cannot be read; `resctl plan --out FILE` saves a plan");
            return ExitCode.USAGE;
        }
        if (Usage.wrong(console, read.problem())) {
            return ExitCode.USAGE;
        }
        Plan plan = read.plan().orElseThrow();
        if (!output.json()) {
            console.out().print(PlanView.human(plan, details, "", console.screen()));
            console.out().flush();
        }
        return apply(work, Planned.saved(plan));
    }

    private ExitCode apply(Work work, Planned planned) {
        Plan plan = planned.plan();
        Stop stop = new Stop();
        Interrupt.stops(stop, console);
        Applied applied;
        try (RunDisplay display = new RunDisplay(console, plan)) {
            applied = new ApplySite(work.means())
                    .apply(work.site(), work.text(), planned, options.parallelism(), display::take, stop);
        }
        work.lacksSecrets();
        return new Ending(console, output, file).apply(work.site(), plan, plan.whole(), applied);
    }
}
