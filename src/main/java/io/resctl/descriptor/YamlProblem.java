package io.resctl.descriptor;

import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** A syntax error of YAML in words that help. */
record YamlProblem(String summary, String hint) {
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
            return new YamlProblem("a tab stands here, where YAML allows only spaces", "indent with spaces");
        }
        String problem = e.getProblem() == null ? "this is not YAML" : e.getProblem();
        String hint = HINTS.entrySet().stream()
                .filter(entry -> problem.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("check quotes, brackets and indentation up to here");
        String context = e.getContext() == null ? "" : ", " + e.getContext();
        return new YamlProblem("this is not YAML: " + Words.plain(problem + context), hint);
    }
}
