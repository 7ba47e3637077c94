package io.resctl.view;

import java.util.ArrayList;
import java.util.List;

/** What {@code doctor} says, for people. */
public final class DoctorView {
    private DoctorView() {}

    public static String human(Examination found, Screen screen) {
        List<String> out = new ArrayList<>();
        found.conflicts().forEach(note -> {
            out.addAll(Notes.lines(note, screen));
            out.add("");
        });
        for (Finding finding : found.findings()) {
            out.addAll(FindingLines.whole(finding, screen));
            out.add("");
        }
        if (!found.inUse().isEmpty()) {
            out.add("In use: " + String.join("; ", found.inUse()) + ".");
        }
        out.add(end(found, screen));
        return String.join("\n", out) + "\n";
    }

    private static String end(Examination found, Screen screen) {
        long errors = found.findings().stream().filter(Finding::isError).count();
        long warnings = found.findings().size() - errors;
        String looked = "Site " + found.site() + ", " + Words.count(found.checks(), "check", "checks") + ": ";
        String unseen = found.unseen().isEmpty() ? "" : " Not seen: " + Words.and(found.unseen()) + ".";
        if (errors + warnings + found.conflicts().size() == 0) {
            return looked + screen.green("nothing to mend.") + unseen;
        }
        String counts = Words.count(errors + found.conflicts().size(), "error", "errors") + ", "
                + Words.count(warnings, "warning", "warnings") + ".";
        return looked + (found.sound() ? screen.yellow(counts) : screen.red(counts)) + unseen;
    }
}
