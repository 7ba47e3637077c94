package io.resctl.view;

import java.util.ArrayList;
import java.util.List;

/** A finding in a text: what is true, why it matters, what mends it; broken where the screen ends. */
final class FindingLines {
    private FindingLines() {}

    /** Without the reason: for who looks in passing. */
    static List<String> brief(Finding finding, Screen screen) {
        List<String> lines = new ArrayList<>(what(finding, screen));
        lines.addAll(mend(finding, screen));
        return lines;
    }

    static List<String> whole(Finding finding, Screen screen) {
        List<String> lines = new ArrayList<>(what(finding, screen));
        lines.addAll(Words.wrap(Words.clean(finding.why()), screen.width() - 2).stream()
                .map(line -> "  " + line)
                .toList());
        lines.addAll(mend(finding, screen));
        return lines;
    }

    private static List<String> what(Finding finding, Screen screen) {
        String word = finding.isError() ? "Error" : "Warning";
        List<String> lines = Words.wrap(word + ": " + Words.oneLine(finding.what()), screen.width());
        String painted = finding.isError() ? screen.red(word) : screen.yellow(word);
        List<String> all = new ArrayList<>();
        all.add(painted + screen.bold(lines.getFirst().substring(word.length())));
        lines.subList(1, lines.size()).forEach(line -> all.add("  " + screen.bold(line)));
        return all;
    }

    /** A command is never broken: it is copied. */
    private static List<String> mend(Finding finding, Screen screen) {
        return List.of("  " + screen.cyan("→") + " " + Words.oneLine(finding.mend()));
    }
}
