package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.app.ListBackups;
import io.resctl.diag.Diagnostic;
import io.resctl.json.Json;
import io.resctl.view.BackupReport;
import io.resctl.view.BackupView;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code resctl backup list}. */
@Command(
        name = "list",
        description =
                "Show which backups are kept where, how far back and how near to now one can go, and what is wrong.",
        footer = {
            "",
            "Exit codes: 0 all is as the descriptor promises, 3 the descriptor is invalid, 5 a host could not be seen,",
            "8 a backup is overdue or damaged, or the last trial failed."
        })
final class BackupListCommand implements Task {
    private final Console console;

    @Mixin
    private final FileOption file = new FileOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    BackupListCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() {
        return BackupCommand.with(console, file, output, (work, site) -> {
            BackupReport report = Looking.at(console, work.looking(), () -> new ListBackups(work.means()).list(site));
            console.out().print(output.json() ? Json.pretty(report) : BackupView.list(report, console.screen()));
            List<ExitCode> fitting = new ArrayList<>();
            if (report.notes().stream().anyMatch(Diagnostic::isError)) {
                fitting.add(ExitCode.MISSED);
            }
            if (!report.unseen().isEmpty()) {
                fitting.add(ExitCode.UNREACHABLE);
            }
            return ExitCode.of(fitting);
        });
    }
}
