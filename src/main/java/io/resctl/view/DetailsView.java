package io.resctl.view;

import io.resctl.plan.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What differs inside the things of a change. The same difference on several hosts is shown once. */
final class DetailsView {
    private static final int SHORT = 24;

    private DetailsView() {}

    private record Place(String resource, List<String> hosts) {}

    private record Difference(String resource, String attribute, String before, String after, List<String> diff) {}

    static List<String> lines(Change change, boolean all, Screen screen) {
        Map<Difference, TreeSet<String>> hosts = new LinkedHashMap<>();
        change.details()
                .forEach(d -> hosts.computeIfAbsent(
                                new Difference(d.resource(), d.attribute(), d.before(), d.after(), d.diff()),
                                key -> new TreeSet<>())
                        .add(d.host()));
        Map<Place, List<Difference>> places = new LinkedHashMap<>();
        hosts.forEach((difference, where) -> places.computeIfAbsent(
                        new Place(difference.resource(), List.copyOf(where)), key -> new ArrayList<>())
                .add(difference));
        List<String> lines = new ArrayList<>();
        places.forEach((place, differences) -> {
            boolean everywhere = place.hosts().size() == change.hosts().size();
            lines.add("      " + place.resource() + (everywhere ? "" : " on " + Words.and(place.hosts())));
            differences.forEach(difference -> lines.addAll(lines(difference, all, screen)));
        });
        return lines;
    }

    private static List<String> lines(Difference difference, boolean all, Screen screen) {
        if (difference.diff().isEmpty()) {
            return List.of("          " + difference.attribute() + ": " + values(difference, screen));
        }
        List<String> body = withoutNames(difference.diff());
        List<String> lines = new ArrayList<>();
        int shown = all || body.size() <= SHORT + 3 ? body.size() : SHORT;
        body.subList(0, shown).forEach(line -> lines.add("          " + paint(Words.clean(line), screen)));
        if (shown < body.size()) {
            lines.add("          " + screen.dim("... " + (body.size() - shown) + " more lines: add --details"));
        }
        return lines;
    }

    /** Only the first two lines are file names; a removed line may well begin with {@code "-- "}. */
    private static List<String> withoutNames(List<String> diff) {
        boolean named = diff.size() > 1
                && diff.getFirst().startsWith("--- ")
                && diff.get(1).startsWith("+++ ");
        return named ? diff.subList(2, diff.size()) : diff;
    }

    private static String values(Difference difference, Screen screen) {
        String before = Words.oneLine(difference.before());
        String after = Words.oneLine(difference.after());
        if (before.isEmpty()) {
            return screen.green(after.isEmpty() ? "(empty)" : after);
        }
        return screen.red(before) + " -> " + (after.isEmpty() ? screen.dim("(gone)") : screen.green(after));
    }

    private static String paint(String line, Screen screen) {
        if (line.startsWith("+")) {
            return screen.green(line);
        }
        if (line.startsWith("-")) {
            return screen.red(line);
        }
        return line.startsWith("@@") ? screen.cyan(line) : line;
    }
}
