package io.resctl.cli;

import io.resctl.app.ApplySite;
import io.resctl.app.ExitCode;
import io.resctl.app.PlanSite;
import io.resctl.app.Planned;
import io.resctl.diag.Diagnostic;
import io.resctl.exec.Stop;
import io.resctl.plan.Plan;
import io.resctl.plan.Selection;
import io.resctl.runbook.replica.Rebuild;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code resctl database rebuild}. */
@Command(
        name = "rebuild",
        description = {
            "Seed a replica anew from the primary: it has transactions that the primary never had, or it cannot follow any more.",
            "What only it has is saved as SQL, and its old data stay beside the new ones until you remove them."
        },
        footer = {
            "",
            "Examples:",
            "  resctl database rebuild a1 --plan    what only a1 has, and what would be done",
            "  resctl database rebuild a1 --yes     for scripts",
            "",
            "Exit codes: 0 it follows the primary again, 4 its data are set aside and it is not seeded yet: `resctl apply` goes on,",
            "6 somebody else is at work, 9 refused for safety, 130 stopped and undone, 1 failed and undone."
        })
final class DatabaseRebuildCommand implements Task {
    private static final int PARALLELISM = 2;

    private final Console console;

    @Mixin
    private final CareOptions options = new CareOptions();

    @Parameters(paramLabel = "HOST", description = "The host of the replica.")
    private String host = "";

    DatabaseRebuildCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() {
        return options.run(console, new Rebuild(host), this::seed);
    }

    /** The data are gone from their place: what an apply does on this host is to seed them. */
    private ExitCode seed(Work work, ExitCode ran) {
        if (ran != ExitCode.OK) {
            return ran;
        }
        Selection selection = new Selection(Set.of(), Set.of(host), Set.of("mariadb"));
        Planned planned = Looking.at(
                console, work.looking(), () -> new PlanSite(work.means()).plan(work.site(), work.text(), selection));
        Plan plan = planned.plan();
        if (plan.notes().stream().anyMatch(Diagnostic::isError) || plan.empty()) {
            console.err()
                    .println(host + " is not seeded yet. See why: " + options.command("plan") + "; then "
                            + options.command("apply"));
            return ExitCode.PARTLY;
        }
        Stop stop = new Stop();
        Interrupt.stops(stop, console);
        ExitCode seeded;
        try (RunDisplay display = new RunDisplay(console, plan)) {
            seeded = new ApplySite(work.means())
                    .apply(work.site(), work.text(), planned, PARALLELISM, display::take, stop)
                    .exit();
        }
        if (seeded == ExitCode.OK) {
            options.say(host + " is seeded and follows the primary. Next: " + options.command("status"));
            return ExitCode.OK;
        }
        console.err()
                .println(host + " is not seeded yet; it is said above why. " + options.command("apply")
                        + " goes on where this ended.");
        return seeded == ExitCode.INTERRUPTED ? seeded : ExitCode.PARTLY;
    }
}
