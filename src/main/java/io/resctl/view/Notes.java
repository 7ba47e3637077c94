package io.resctl.view;

import io.resctl.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;

/** A finding in a longer text: what is true, where, and what to do. */
final class Notes {
    private Notes() {}

    static List<String> lines(Diagnostic note, Screen screen) {
        List<String> lines = new ArrayList<>();
        String word = note.isError() ? screen.red("Error") : screen.yellow("Warning");
        String where = note.where().map(w -> w + ": ").orElse("");
        lines.add(word + ": " + where + Words.clean(note.summary()));
        note.hint().ifPresent(hint -> lines.add("  " + Words.clean(hint)));
        return lines;
    }
}
