package io.resctl.scenario;

import java.util.List;
import java.util.Map;

/** Conditions of jobs: comparisons, joined by {@code &&} and {@code ||}. */
final class Condition {
    private Condition() {}

    static boolean holds(String text, Map<String, String> context) {
        return List.of(text.split("\\|\\|")).stream()
                .anyMatch(either -> List.of(either.split("&&")).stream().allMatch(both -> equal(both, context)));
    }

    private static boolean equal(String comparison, Map<String, String> context) {
        String[] sides = comparison.split("==", -1);
        if (sides.length != 2) {
            throw new AssertionError("no comparison: " + comparison);
        }
        return value(sides[0].strip(), context).equals(value(sides[1].strip(), context));
    }

    /** Of a quoted text, or of a name such as {@code github.ref} or {@code $CI_COMMIT_BRANCH}. */
    static String value(String word, Map<String, String> context) {
        if (word.matches("'.*'|\".*\"")) {
            return word.substring(1, word.length() - 1);
        }
        String name = word.replaceFirst("^\\$", "");
        String value = context.get(name);
        if (value == null) {
            throw new AssertionError("nothing here is called " + name + "; known: " + context.keySet());
        }
        return value;
    }
}
