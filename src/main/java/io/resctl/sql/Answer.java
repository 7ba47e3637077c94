package io.resctl.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a session said: lines {@code name: value}, as the client's vertical output has them. Other lines, such as the rest of an error, are passed over. */
public final class Answer {
    private final Map<String, List<String>> values = new HashMap<>();

    private Answer() {}

    public static Answer parse(String out) {
        Answer answer = new Answer();
        for (String line : out.split("\n")) {
            int colon = line.indexOf(": ");
            String name = colon > 0 ? line.substring(0, colon).strip() : line.endsWith(":") ? line.strip() : "";
            if (!name.isEmpty()) {
                answer.values
                        .computeIfAbsent(name.replace(":", ""), n -> new ArrayList<>())
                        .add(colon > 0 ? line.substring(colon + 2).strip() : "");
            }
        }
        return answer;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The first value of a name; empty text where it was not said, or said to be nothing. */
    public String text(String name) {
        String value = all(name).stream().findFirst().orElse("");
        return value.equals("NULL") ? "" : value;
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    public Optional<Long> number(String name) {
        return text(name).matches("-?\\d{1,18}") ? Optional.of(Long.parseLong(text(name))) : Optional.empty();
    }

    /** Versions print switches as 1 or as ON; what a switch does beyond ON is on, too. */
    public boolean on(String name) {
        String value = text(name);
        return !value.isEmpty() && !value.equals("0") && !value.equals("OFF");
    }

    public GtidList gtids(String name) {
        return GtidList.parse(text(name));
    }
}
