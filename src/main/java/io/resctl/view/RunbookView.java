package io.resctl.view;

import io.resctl.diag.Diagnostic;
import io.resctl.journal.Event;
import io.resctl.runbook.Preview;
import io.resctl.runbook.StepReport;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Runbooks for people: before, while they run, and afterwards. */
public final class RunbookView {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.S'Z'").withZone(ZoneOffset.UTC);

    private RunbookView() {}

    /** What would be done, in the words that are sent. */
    public static String preview(Preview preview, boolean orders, Screen screen) {
        List<String> out = new ArrayList<>();
        out.add(screen.bold(Words.clean(capital(preview.title()))));
        out.add("Found");
        preview.found().forEach(line -> out.add("  " + Words.clean(line)));
        out.add("Steps");
        int number = 0;
        for (Preview.Item item : preview.steps()) {
            number++;
            out.add("  " + number + ". " + Words.clean(item.title()) + (item.done() ? " " + screen.dim("(done)") : ""));
            if (orders) {
                out.add("     " + screen.dim(Words.clean(item.why())));
                item.orders().stream().flatMap(String::lines).forEach(line -> out.add("       " + Words.clean(line)));
            }
            if (item.point()) {
                out.add(
                        "     "
                                + screen.yellow(
                                        "--- up to here all of it is undone if something fails; from here on it only goes forward ---"));
            }
        }
        preview.reasons().forEach(reason -> out.addAll(Notes.lines(reason, screen)));
        if (preview.refused()) {
            out.add(screen.red("It would be refused") + ", for the reasons above. Nothing was changed.");
        }
        return String.join("\n", out) + "\n";
    }

    /** A line of the log for each event that is worth one. */
    public static List<String> line(Event event, Screen screen) {
        return switch (event) {
            case Event.RunStarted e -> List.of(at(e.at()) + e.command() + " " + e.site() + ", run " + e.run());
            case Event.LockTaken e -> List.of(at(e.at()) + "locked " + Words.and(e.hosts()));
            case Event.Note e -> List.of(at(e.at()) + Words.oneLine(e.note().summary()));
            case Event.StepStarted e -> List.of(at(e.at()) + Words.oneLine(e.title()));
            case Event.StepPassed e -> List.of(at(e.at()) + "done before: " + Words.oneLine(e.title()));
            case Event.StepProgress e -> List.of(at(e.at()) + "  " + Words.oneLine(e.text()));
            case Event.StepSucceeded e ->
                List.of(at(e.at()) + "  " + screen.green("done") + ", " + Words.elapsed(e.took()));
            case Event.StepFailed e -> trouble(e.at(), "FAILED", e.why(), screen);
            case Event.StepFinal e -> List.of(at(e.at()) + screen.yellow("From here on it only goes forward."));
            case Event.UndoStarted e -> List.of(at(e.at()) + screen.yellow("undo") + ": " + Words.oneLine(e.title()));
            case Event.UndoSucceeded e -> List.of(at(e.at()) + "  as before, " + Words.elapsed(e.took()));
            case Event.UndoFailed e -> trouble(e.at(), "NOT UNDONE", e.why(), screen);
            case Event.StepMeasured _, Event.RunEnded _, Event.HostSeen _, Event.HostUnseen _, Event.LockLost _ ->
                List.of();
            case Event.ActionStarted _, Event.ActionProgress _, Event.ActionSucceeded _, Event.ActionFailed _ ->
                List.of();
            case Event.ActionStale _, Event.ActionBlocked _, Event.ActionSkipped _ -> List.of();
        };
    }

    private static List<String> trouble(Instant at, String word, Diagnostic why, Screen screen) {
        List<String> lines = new ArrayList<>();
        lines.add(at(at) + "  " + screen.red(word) + ": " + Words.oneLine(why.summary()));
        why.hint().ifPresent(hint -> lines.add(" ".repeat(14) + Words.oneLine(hint)));
        return lines;
    }

    /** Each step, how it ended and how long it took. */
    static List<String> steps(StepReport report, Screen screen) {
        Table table = new Table();
        for (StepReport.Line line : report.steps()) {
            table.row(Words.clean(line.title()), word(line.state()), took(line.took()));
        }
        List<String> out = new ArrayList<>(table.lines("  "));
        report.steps().stream().flatMap(l -> l.why().stream()).forEach(why -> out.addAll(Notes.lines(why, screen)));
        report.notes().forEach(note -> out.addAll(Notes.lines(note, screen)));
        return out;
    }

    /** {@code 0.84 s}: gaps are short. */
    static String took(Duration time) {
        return String.format("%d.%02d s", time.toSeconds(), time.toMillisPart() / 10);
    }

    private static String word(StepReport.State state) {
        return switch (state) {
            case DONE -> "done";
            case DONE_BEFORE -> "done before";
            case RUNNING -> "broken off";
            case FAILED -> "FAILED";
            case UNDONE -> "undone";
            case NOT_UNDONE -> "NOT UNDONE";
        };
    }

    static String capital(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String at(Instant at) {
        return CLOCK.format(at) + "  ";
    }
}
