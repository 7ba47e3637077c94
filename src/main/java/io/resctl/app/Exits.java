package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.exec.Stop;
import io.resctl.journal.Report;
import io.resctl.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** From what happened in a run to what its process says at the end. */
final class Exits {
    private Exits() {}

    static ExitCode of(Report report, Plan plan, Stop stop) {
        List<ExitCode> fitting = new ArrayList<>();
        if (report.lockLost().isPresent()) {
            fitting.add(ExitCode.LOCKED);
        } else if (stop.asked() && !report.complete()) {
            fitting.add(ExitCode.INTERRUPTED);
        }
        if (report.count(Report.Outcome.Stale.class) > 0) {
            fitting.add(ExitCode.STALE);
        }
        if (report.count(Report.Outcome.Failed.class) > 0) {
            fitting.add(ExitCode.FAILED);
        }
        if (!report.complete() || report.notes().stream().anyMatch(Diagnostic::isError)) {
            fitting.add(ExitCode.PARTLY);
        }
        if (!plan.unreachable().isEmpty()) {
            fitting.add(ExitCode.UNREACHABLE);
        }
        return ExitCode.of(fitting);
    }
}
