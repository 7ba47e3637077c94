package io.resctl.view;

import io.resctl.plan.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What differs inside the things of a change. The same difference on several hosts is shown once; unless all is asked for, so is one whose changed
 * lines are the same and only what stands around them differs.
 */
final class DetailsView {
    private static final int SHORT = 24;
    private static final Pattern HASH = Pattern.compile("\\b([0-9a-f]{8})[0-9a-f]{56}\\b");

    private DetailsView() {}

    private record Place(String resource, List<String> hosts) {}

    private record Difference(String resource, String attribute, String before, String after, List<String> diff) {}

    static List<String> lines(Change change, boolean all, Screen screen) {
        Map<Difference, TreeSet<String>> hosts = new LinkedHashMap<>();
        Map<Difference, Difference> shown = new LinkedHashMap<>();
        change.details().forEach(d -> {
            Difference difference = new Difference(d.resource(), d.attribute(), d.before(), d.after(), d.diff());
            Difference first = shown.computeIfAbsent(all ? difference : essence(difference), key -> difference);
            hosts.computeIfAbsent(first, key -> new TreeSet<>()).add(d.host());
        });
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

    private static Difference essence(Difference d) {
        List<String> changed = d.diff().stream()
                .filter(line -> line.startsWith("+") || line.startsWith("-"))
                .map(line -> HASH.matcher(line).replaceAll("#"))
                .toList();
        return changed.isEmpty()
                ? new Difference(
                        d.resource(),
                        d.attribute(),
                        HASH.matcher(d.before()).replaceAll("#"),
                        HASH.matcher(d.after()).replaceAll("#"),
                        List.of())
                : new Difference(d.resource(), d.attribute(), "", "", changed);
    }

    private static List<String> lines(Difference difference, boolean all, Screen screen) {
        if (difference.diff().isEmpty()) {
            return List.of("          " + difference.attribute() + ": " + values(difference, all, screen));
        }
        List<String> body = withoutNames(difference.diff());
        List<String> lines = new ArrayList<>();
        int shown = all || body.size() <= SHORT + 3 ? body.size() : SHORT;
        body.subList(0, shown).forEach(line -> lines.add("          " + paint(brief(Words.clean(line), all), screen)));
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

    /** Nobody reads 64 hexadecimal digits. */
    private static String brief(String text, boolean all) {
        return all ? text : HASH.matcher(text).replaceAll("$1..");
    }

    private static String values(Difference difference, boolean all, Screen screen) {
        String before = brief(Words.oneLine(difference.before()), all);
        String after = brief(Words.oneLine(difference.after()), all);
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
