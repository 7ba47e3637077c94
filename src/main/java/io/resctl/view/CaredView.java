package io.resctl.view;

import io.resctl.runbook.StepReport;
import io.resctl.runbook.Walk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How the care for one replica ended. */
public final class CaredView {
    private CaredView() {}

    /**
     * For people.
     *
     * @param outcome what is true now, a sentence each
     */
    public static String human(
            Walk.Ending ending, StepReport report, List<String> outcome, Duration took, Path directory, Screen screen) {
        List<String> out = new ArrayList<>();
        out.add(switch (ending) {
                    case DONE -> screen.green("Done.");
                    case UNDONE -> screen.red("It failed, and all is as before.");
                    case STOPPED -> "Stopped, and all is as before.";
                    case HALF_UNDONE -> screen.red("It failed, and not all could be taken back: look there now.");
                    case UNFINISHED ->
                        screen.yellow("Not finished: run the same command again when what is said below is mended.");
                }
                + " (" + RunbookView.took(took) + " in all)");
        out.addAll(RunbookView.steps(report, screen));
        outcome.forEach(line -> out.add(Words.clean(line)));
        if (ending != Walk.Ending.DONE) {
            out.add("Journal: " + directory);
        }
        return String.join("\n", out) + "\n";
    }
}
