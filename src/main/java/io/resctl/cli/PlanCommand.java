package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.app.PlanSite;
import io.resctl.app.Planned;
import io.resctl.app.SiteFile;
import io.resctl.diag.Diagnostic;
import io.resctl.model.Site;
import io.resctl.plan.Plan;
import io.resctl.plan.PlanFile;
import io.resctl.view.PlanView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resctl plan}. */
@Command(
        name = "plan",
        description = {
            "Look at every host and show what apply would do, and because of what. Changes nothing.",
            "+ creates, ~ changes, - deletes. What cannot be seen is left alone."
        },
        footer = {
            "",
            "Examples:",
            "  resctl plan                              what would apply do?",
            "  resctl plan --only gateway --details     every attribute and line of the gateway's changes",
            "  resctl plan --out plan.json              save it: `resctl apply plan.json` does exactly this, or refuses",
            "  resctl plan --detailed-exitcode          for scripts: 0 no changes, 2 changes",
            "",
            "Exit codes: 0 planned, 2 there are changes (--detailed-exitcode), 3 the descriptor is invalid,",
            "5 a host could not be seen, 9 what is described is refused, 1 failed."
        })
final class PlanCommand implements Task {
    private final Console console;

    @Mixin
    private final FileOption file = new FileOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final OnlyOption only = new OnlyOption();

    @Option(
            names = {"-d", "--details"},
            description = "Show every attribute, and whole differences of files.")
    private boolean details;

    @Option(names = "--out", paramLabel = "FILE", description = "Save the plan; it holds no secret values.")
    private String out = "";

    @Option(names = "--detailed-exitcode", description = "Exit with 2 where the plan has changes.")
    private boolean detailed;

    PlanCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() {
        SiteFile siteFile = file.read(console, output);
        if (siteFile.site().isEmpty()) {
            return ExitCode.INVALID;
        }
        Site site = siteFile.site().get();
        if (Usage.wrong(console, only.hosts.unknown(site))) {
            return ExitCode.USAGE;
        }
        try (Work work = new Work(console, siteFile, site)) {
            PlanSite planner = new PlanSite(work.means());
            Planned planned =
                    Looking.at(console, work.looking(), () -> planner.plan(site, work.text(), only.selection()));
            Plan plan = planned.plan();
            boolean lacks = work.lacksSecrets();
            show(plan, !lacks);
            boolean saved = out.isEmpty() || save(plan);
            return saved && !lacks ? exit(plan) : ExitCode.of(List.of(ExitCode.FAILED, exit(plan)));
        }
    }

    private void show(Plan plan, boolean compared) {
        if (output.json()) {
            console.out().print(PlanFile.write(plan));
            return;
        }
        String next = out.isEmpty() ? file.command("apply") : file.command("apply") + " " + out;
        console.out().print(PlanView.human(plan, details, next, compared, console.screen()));
    }

    private boolean save(Plan plan) {
        Path path = console.directory().resolve(out);
        try {
            PrivateFile.write(path, PlanFile.write(plan));
            return true;
        } catch (IOException e) {
            console.err().println("resctl: the plan could not be saved as " + path + ": " + e.getMessage());
            return false;
        }
    }

    private ExitCode exit(Plan plan) {
        List<ExitCode> fitting = new ArrayList<>();
        if (plan.notes().stream().anyMatch(Diagnostic::isError)) {
            fitting.add(ExitCode.REFUSED);
        }
        if (!plan.unreachable().isEmpty()) {
            fitting.add(ExitCode.UNREACHABLE);
        }
        if (detailed && !plan.empty()) {
            fitting.add(ExitCode.CHANGES);
        }
        return ExitCode.of(fitting);
    }
}
