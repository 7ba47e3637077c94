package io.resctl.view;

import io.resctl.descriptor.Lines;
import io.resctl.diag.Diagnostic;
import io.resctl.diag.Where;
import io.resctl.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Findings as a good compiler shows them: what, where with the line itself, and how to go on. */
public final class DiagnosticsView {
    /** Lines with one of these may hold a secret that was written in plain: they are never shown. */
    private static final Set<String> SENSITIVE = Set.of("secret.plain", "env.plain");

    private DiagnosticsView() {}

    /**
     * For people.
     *
     * @param source the text that the places point into
     */
    public static String human(List<Diagnostic> diagnostics, String source, Colours colours) {
        Set<Integer> hidden = diagnostics.stream()
                .filter(d -> SENSITIVE.contains(d.code()))
                .flatMap(d -> d.where().stream())
                .map(Where::line)
                .collect(Collectors.toSet());
        String[] lines = Lines.split(source);
        StringBuilder out = new StringBuilder();
        for (Diagnostic d : diagnostics) {
            out.append(headline(d, colours));
            d.where().ifPresent(w -> {
                out.append("  ").append(colours.dim("at")).append(" ").append(w).append("\n");
                if (!hidden.contains(w.line()) && w.line() <= lines.length && !source.isEmpty()) {
                    out.append(Excerpt.of(lines[w.line() - 1], w, colours));
                }
            });
            d.hint()
                    .ifPresent(h -> out.append("  ")
                            .append(colours.dim("→"))
                            .append(" ")
                            .append(h)
                            .append("\n"));
            out.append("\n");
        }
        return out.toString();
    }

    /** "2 errors, 1 warning". */
    public static String count(List<Diagnostic> diagnostics) {
        long errors = diagnostics.stream().filter(Diagnostic::isError).count();
        return plural(errors, "error") + ", " + plural(diagnostics.size() - errors, "warning");
    }

    /** For programs. */
    public static String json(List<Diagnostic> diagnostics) {
        boolean valid = diagnostics.stream().noneMatch(Diagnostic::isError);
        return Json.pretty(new Report(
                valid, diagnostics.stream().map(DiagnosticsView::entry).toList()));
    }

    private record Report(boolean valid, List<Entry> diagnostics) {}

    private record Entry(
            String severity,
            String code,
            String summary,
            Optional<String> file,
            Optional<Integer> line,
            Optional<Integer> column,
            Optional<String> hint) {}

    private static Entry entry(Diagnostic d) {
        return new Entry(
                d.severity().name().toLowerCase(Locale.ROOT),
                d.code(),
                d.summary(),
                d.where().map(Where::file),
                d.where().map(Where::line),
                d.where().map(Where::column),
                d.hint());
    }

    private static String headline(Diagnostic d, Colours colours) {
        String word = switch (d.severity()) {
            case ERROR -> colours.red("error");
            case WARNING -> colours.yellow("warning");
        };
        return word + ": " + colours.bold(d.summary()) + " " + colours.dim("[" + d.code() + "]") + "\n";
    }

    private static String plural(long n, String word) {
        return n + " " + word + (n == 1 ? "" : "s");
    }
}
