package io.resctl.exec;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the lines {@code fact KEY VALUE} of an order's output. */
final class Facts {
    private static final String WORD = "fact ";

    private Facts() {}

    static SortedMap<String, String> in(String output) {
        SortedMap<String, String> facts = new TreeMap<>();
        output.lines().filter(line -> line.startsWith(WORD)).forEach(line -> {
            String rest = line.substring(WORD.length());
            int space = rest.indexOf(' ');
            if (space > 0) {
                facts.put(rest.substring(0, space), rest.substring(space + 1));
            }
        });
        return Collections.unmodifiableSortedMap(facts);
    }
}
