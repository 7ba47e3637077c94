package io.resctl.descriptor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a tree back as YAML, with one value replaced, left out, or given another key. */
record TreeText(List<String> path, Edit edit) {
    enum Edit {
        /** A list or mapping of lists, which is right nowhere. */
        WRONG_TYPE,
        LEFT_OUT,
        STRANGER_ADDED
    }

    String write(Tree tree) {
        return write(tree, List.of()) + "\n";
    }

    private String write(Tree tree, List<String> here) {
        return switch (tree) {
            case Tree.Text text -> text.tag().map(tag -> tag + " ").orElse("") + scalar(text);
            case Tree.Items list -> {
                List<String> items = new ArrayList<>();
                for (Tree item : list.items()) {
                    items.add(value(item, child(here, String.valueOf(items.size()))));
                }
                yield "[" + String.join(", ", items) + "]";
            }
            case Tree.Fields fields -> {
                String inner = fields.fields().entrySet().stream()
                        .filter(e -> edit != Edit.LEFT_OUT
                                || !child(here, e.getKey()).equals(path))
                        .map(e -> quoted(e.getKey()) + ": " + value(e.getValue().value(), child(here, e.getKey())))
                        .collect(Collectors.joining(", "));
                boolean stranger = edit == Edit.STRANGER_ADDED && here.equals(path);
                yield "{" + inner + (stranger ? (inner.isEmpty() ? "" : ", ") + "stranger-key: 1" : "") + "}";
            }
        };
    }

    private String value(Tree tree, List<String> here) {
        if (edit == Edit.WRONG_TYPE && here.equals(path)) {
            return tree instanceof Tree.Items ? "{x: {y: 1}}" : "[[]]";
        }
        return write(tree, here);
    }

    private static String scalar(Tree.Text text) {
        return text.plain() && text.value().matches("[A-Za-z0-9_./%~@-]*") ? text.value() : quoted(text.value());
    }

    private static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t") + "\"";
    }

    private static List<String> child(List<String> here, String step) {
        List<String> path = new ArrayList<>(here);
        path.add(step);
        return path;
    }
}
