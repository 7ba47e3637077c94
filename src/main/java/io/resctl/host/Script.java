package io.resctl.host;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Shell code with its values kept apart from it. The code is a constant of ours; values reach it only as shell variables, quoted here.
 * A script travels on standard input to {@code sh}, so neither code nor values stand on a command line; code must use shell built-ins
 * (such as {@code printf}) to hand a secret on.
 *
 * <pre>{@code Script.of("mkdir -p -- \"$path\" && chmod \"$mode\" \"$path\"").with("path", dir).with("mode", "0755")}</pre>
 */
public final class Script {
    private final String code;
    private final String shown;
    private final SortedMap<String, String> variables;

    private Script(String code, String shown, SortedMap<String, String> variables) {
        this.code = code;
        this.shown = shown;
        this.variables = variables;
    }

    /**
     * A script without values yet.
     *
     * @param constantCode POSIX shell, a compile-time constant of the caller, never built from values
     */
    public static Script of(String constantCode) {
        return new Script(constantCode, constantCode, new TreeMap<>());
    }

    public Script with(String variable, String value) {
        if (!variable.matches("[a-z_][a-z0-9_]*")) {
            throw new IllegalArgumentException("not a shell variable name: " + variable);
        }
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a shell variable cannot hold a NUL: " + variable);
        }
        SortedMap<String, String> more = new TreeMap<>(variables);
        more.put(variable, value);
        return new Script(code, shown, more);
    }

    /** A list becomes words of one quoted, newline-separated variable: read it with {@code while IFS= read -r}. */
    public Script with(String variable, List<String> lines) {
        return with(variable, String.join("\n", lines));
    }

    /**
     * This script, then the other if this one succeeded; each in its own subshell, so that variables do not leak. No {@code &&} joins them: the shell would
     * ignore -e on its left, so that a command that fails in the middle of the first would not end it.
     */
    public Script then(Script next) {
        return new Script(
                "set -e\n" + subshell(text()) + "\n" + subshell(next.text()),
                shown + "\n" + next.shown,
                new TreeMap<>());
    }

    /** Several scripts as one, each text placed by {@code around}; what {@link #toString} shows stays free of values. */
    public static Script composed(List<Script> parts, Function<List<String>, String> around) {
        return new Script(
                around.apply(parts.stream().map(Script::text).toList()),
                String.join("\n", parts.stream().map(Script::toString).toList()),
                new TreeMap<>());
    }

    private static String subshell(String text) {
        return "( set -e\n" + text + "\n)";
    }

    /** The whole text as the shell reads it. It may hold secrets: send it, never show it. */
    public String text() {
        List<String> lines = new ArrayList<>();
        variables.forEach((name, value) -> lines.add(name + "=" + Quote.sh(value)));
        lines.add(code);
        return String.join("\n", lines) + "\n";
    }

    /** Code without values: fit for a log. */
    @Override
    public String toString() {
        return shown;
    }
}
