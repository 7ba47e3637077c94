package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.app.Moved;
import io.resctl.diag.Diagnostic;
import io.resctl.json.Json;
import io.resctl.runbook.Preview;
import io.resctl.view.DiagnosticsView;
import io.resctl.view.MovedView;
import io.resctl.view.RunbookView;
import java.util.List;
import java.util.Optional;

/** How a move of the database ended, said to whom it concerns. */
final class MoveEnding {
    /** For programs. */
    private record Document(
            String site,
            int exit,
            String meaning,
            Optional<MovedView.Facts> moved,
            Optional<Preview> preview,
            List<Diagnostic> diagnostics) {}

    private final Console console;
    private final OutputOption output;
    private final FileOption file;

    MoveEnding(Console console, OutputOption output, FileOption file) {
        this.console = console;
        this.output = output;
        this.file = file;
    }

    ExitCode say(String site, Moved moved) {
        if (output.json()) {
            console.out()
                    .print(Json.pretty(new Document(
                            site,
                            moved.exit().number(),
                            moved.exit().meaning(),
                            moved instanceof Moved.Ran ran ? Optional.of(facts(ran)) : Optional.empty(),
                            moved instanceof Moved.Previewed p ? Optional.of(p.preview()) : Optional.empty(),
                            reasons(moved))));
            return moved.exit();
        }
        switch (moved) {
            case Moved.Previewed previewed ->
                console.out().print(RunbookView.preview(previewed.preview(), true, console.screen()));
            case Moved.Already already ->
                console.out()
                        .println(already.host() + " is the primary already, and takes writes. Nothing was changed.");
            case Moved.Ran ran -> console.out().print(MovedView.human(facts(ran), file::command, console.screen()));
            case Moved.Refused _, Moved.Locked _, Moved.Unreachable _ -> {
                console.err().print(DiagnosticsView.human(reasons(moved), "", console.colours()));
                console.err().println("Nothing was changed.");
            }
        }
        return moved.exit();
    }

    private static List<Diagnostic> reasons(Moved moved) {
        return switch (moved) {
            case Moved.Refused refused -> refused.why();
            case Moved.Locked locked -> List.of(locked.why());
            case Moved.Unreachable gone -> List.of(gone.why());
            case Moved.Previewed _, Moved.Already _, Moved.Ran _ -> List.of();
        };
    }

    private static MovedView.Facts facts(Moved.Ran ran) {
        return new MovedView.Facts(
                ran.verb(),
                ran.former(),
                ran.next(),
                ran.ending(),
                ran.report(),
                ran.writer(),
                ran.databaseGap(),
                ran.gap(),
                ran.took(),
                ran.silent(),
                ran.directory());
    }
}
