package io.resctl.host;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Shell code with its values kept apart from it. The code is a constant of ours; values reach it only as shell variables, quoted here.
 * A script travels on standard input to {@code sh}, so neither code nor values stand on a command line; code must use shell built-ins
 * (such as {@code printf}) to hand a secret on.
 *
 * <pre>{@code Script.of("mkdir -p -- \"$path\" && chmod \"$mode\" \"$path\"").with("path", dir).with("mode", "0755")}</pre>
 */
public final class Script {
    private final String code;
    private final SortedMap<String, String> variables;

    private Script(String code, SortedMap<String, String> variables) {
        this.code = code;
        this.variables = variables;
    }

    /**
     * A script without values yet.
     *
     * @param constantCode POSIX shell, a compile-time constant of the caller, never built from values
     */
    public static Script of(String constantCode) {
        return new Script(constantCode, new TreeMap<>());
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
        return new Script(code, more);
    }

    /** A list becomes words of one quoted, newline-separated variable: read it with {@code while IFS= read -r}. */
    public Script with(String variable, List<String> lines) {
        return with(variable, String.join("\n", lines));
    }

    /** This script, then the other if this one succeeded; each in its own subshell, so that variables do not leak. */
    public Script then(Script next) {
        return new Script("( set -e\n" + text() + "\n) && ( set -e\n" + next.text() + "\n)", new TreeMap<>());
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
        return code;
    }
}
