package io.resctl.cli;

import io.resctl.app.BackupOutcome;
import io.resctl.app.ExitCode;
import io.resctl.diag.Diagnostic;
import io.resctl.json.Json;
import io.resctl.view.BackupView;
import io.resctl.view.DiagnosticsView;
import java.util.List;

/** How a backup, a trial or a restore ended, said to whom it concerns. */
final class BackupEnding {
    private BackupEnding() {}

    /** @param verb what was to be done: made, verified, restored */
    static ExitCode of(Console console, OutputOption output, BackupOutcome outcome, String verb) {
        if (console.terminal()) {
            console.err().print("\r\u001b[K");
        }
        if (output.json()) {
            console.out().print(Json.pretty(outcome));
            return outcome.exit();
        }
        switch (outcome) {
            case BackupOutcome.Done done ->
                console.out().print(BackupView.done(verb, done.host(), done.said(), done.notes(), console.screen()));
            case BackupOutcome.Unfit unfit -> complain(console, unfit.why());
            case BackupOutcome.Failed failed -> complain(console, failed.why());
        }
        return outcome.exit();
    }

    private static void complain(Console console, Diagnostic why) {
        console.err().print(DiagnosticsView.human(List.of(why), "", console.colours()));
    }
}
