package io.resctl.descriptor;

import java.util.Map;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** A syntax error of YAML in words that help. */
record YamlProblem(Mark mark, String summary, String hint) {
    private static final Map<String, String> HINTS = Map.of(
            "mapping values are not allowed",
            "check the indentation of this line and the one before; quote a text that contains `: `",
            "could not find expected ':'",
            "a line of a mapping is `key: value`, with a space behind the colon",
            "expected <block end>",
            "the indentation does not fit the lines before",
            "expected ',' or",
            "close the bracket, or separate the values by commas",
            "found unexpected end of stream",
            "a quote or bracket that was opened is not closed",
            "found unknown escape character",
            "inside double quotes a backslash starts an escape; write `\\\\`, or use single quotes",
            "cannot start any token",
            "quote a text that begins with this character");

    static YamlProblem of(MarkedYAMLException e, String text) {
        int at = e.getProblemMark().getIndex();
        int[] points = text.codePoints().toArray();
        if (at < points.length && points[at] == '\t') {
            return new YamlProblem(
                    e.getProblemMark(), "a tab stands here, where YAML allows only spaces", "indent with spaces");
        }
        String problem = e.getProblem() == null ? "this is not YAML" : e.getProblem();
        String hint = HINTS.entrySet().stream()
                .filter(entry -> problem.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("check quotes, brackets and indentation up to here");
        Mark begun = e.getContextMark() == null ? e.getProblemMark() : e.getContextMark();
        boolean elsewhere = begun.getLine() != e.getProblemMark().getLine();
        // A line without its colon is noticed only on the next one.
        Mark mark = problem.contains("expected ':'") ? begun : e.getProblemMark();
        String context = e.getContext() == null
                ? ""
                : ", " + e.getContext() + (elsewhere ? " that begins in line " + (begun.getLine() + 1) : "");
        return new YamlProblem(mark, "this is not YAML: " + Words.plain(problem + context), hint);
    }
}
