package io.resctl.cli;

import io.resctl.app.Addresses;
import io.resctl.app.Applied;
import io.resctl.app.ExitCode;
import io.resctl.diag.Diagnostic;
import io.resctl.journal.Report;
import io.resctl.json.Json;
import io.resctl.model.Site;
import io.resctl.plan.Plan;
import io.resctl.view.AppliedView;
import io.resctl.view.DiagnosticsView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How an apply or a destroy ended, said to whom it concerns. */
final class Ending {
    /** For programs. */
    private record Document(
            String site, int exit, String meaning, Optional<Report> report, List<Diagnostic> diagnostics) {}

    private final Console console;
    private final OutputOption output;
    private final FileOption file;

    Ending(Console console, OutputOption output, FileOption file) {
        this.console = console;
        this.output = output;
        this.file = file;
    }

    /**
     * After an apply.
     *
     * @param all the plan was for the whole site
     */
    ExitCode apply(Site site, Plan plan, boolean all, Applied applied) {
        if (!common(plan, applied) && applied instanceof Applied.Ran ran) {
            String live = plan.lease().map(l -> l.live()).orElse(site.home().name());
            console.out()
                    .print(AppliedView.apply(
                            plan,
                            ran.report(),
                            ran.directory(),
                            all,
                            Addresses.of(site, live),
                            file::command,
                            console.screen()));
        }
        return applied.exit();
    }

    /**
     * After a destroy.
     *
     * @param kept what was left on purpose
     */
    ExitCode destroy(Plan plan, List<String> kept, Applied applied) {
        if (!common(plan, applied) && applied instanceof Applied.Ran ran) {
            console.out()
                    .print(AppliedView.destroy(
                            plan, ran.report(), ran.directory(), kept, file::command, console.screen()));
        }
        return applied.exit();
    }

    /** True where all is said. */
    private boolean common(Plan plan, Applied applied) {
        List<Diagnostic> why = switch (applied) {
            case Applied.Locked locked -> List.of(locked.why());
            case Applied.Stale stale -> stale.why();
            case Applied.Refused refused -> refused.why();
            case Applied.Unreachable gone -> List.of(gone.why());
            case Applied.Ran _, Applied.Nothing _ -> List.<Diagnostic>of();
        };
        if (output.json()) {
            Optional<Report> report = applied instanceof Applied.Ran ran ? Optional.of(ran.report()) : Optional.empty();
            console.out()
                    .print(Json.pretty(new Document(
                            plan.site(), applied.exit().number(), applied.exit().meaning(), report, why)));
            return true;
        }
        if (!why.isEmpty()) {
            console.err().print(DiagnosticsView.human(hintsOnce(why), "", console.colours()));
            if (why.stream().noneMatch(Ending::saysSo)) {
                console.err().println("Nothing was changed.");
            }
        }
        return false;
    }

    private static boolean saysSo(Diagnostic why) {
        return (why.summary() + why.hint().orElse("")).contains("Nothing was changed");
    }

    /** Ten files that moved on need the same thing done once. */
    private static List<Diagnostic> hintsOnce(List<Diagnostic> all) {
        List<Diagnostic> shown = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Diagnostic d = all.get(i);
            boolean again = i + 1 < all.size() && all.get(i + 1).hint().equals(d.hint());
            shown.add(again ? new Diagnostic(d.severity(), d.code(), d.summary(), d.where(), Optional.empty()) : d);
        }
        return shown;
    }
}
