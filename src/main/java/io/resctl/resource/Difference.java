package io.resctl.resource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What lies between a wish and what was found. */
public sealed interface Difference {
    /** It is as wished, as far as can be known. */
    record None() implements Difference {}

    /**
     * It is not as wished.
     *
     * @param create it is not there at all
     * @param leftOut holes of attributes that are left out for now
     */
    record Differs(boolean create, List<Attribute> attributes, List<Content.Piece> leftOut) implements Difference {}

    /** It could not be seen, so nothing is concluded. */
    record Unseen(String reason) implements Difference {}

    /** It is not as wished, but cannot be made: nothing in this plan fills these holes. */
    record Waits(boolean create, List<Content.Piece> holes) implements Difference {}

    /**
     * One attribute. Values may be secret.
     *
     * @param before empty where it did not exist
     * @param after empty where it will be known only after an action, or should not exist
     * @param sensitive neither value may be shown
     * @param pending it will be known only after an action
     */
    record Attribute(
            String name, Optional<String> before, Optional<String> after, boolean sensitive, boolean pending) {}

    /**
     * Compares.
     *
     * @param comes whether an action of the same plan fills this hole
     */
    static Difference of(Resource wished, Observed observed, Known known, Predicate<Content.Piece> comes) {
        return switch (observed) {
            case Observed.Unknown unknown -> new Unseen(unknown.reason());
            case Observed.Absent _ -> compare(wished, true, new TreeMap<>(), known, comes);
            case Observed.Present present -> compare(wished, false, present.attributes(), known, comes);
        };
    }

    private static Difference compare(
            Resource wished,
            boolean absent,
            SortedMap<String, String> found,
            Known known,
            Predicate<Content.Piece> comes) {
        List<Attribute> differing = new ArrayList<>();
        List<Content.Piece> missing = new ArrayList<>();
        SortedMap<String, Content> wants = wished.wants();
        wants.forEach((name, content) -> {
            Optional<String> before = Optional.ofNullable(found.get(name));
            Optional<String> after = content.fill(known);
            List<Content.Piece> holes = content.holes(known);
            if (after.isEmpty() && !holes.stream().allMatch(comes)) {
                missing.addAll(holes);
            } else if (after.isEmpty() || !after.equals(before)) {
                differing.add(new Attribute(name, before, after, content.sensitive(), after.isEmpty()));
            }
        });
        if (wished.partial()) {
            found.forEach((name, value) -> {
                if (!wants.containsKey(name)) {
                    differing.add(new Attribute(name, Optional.of(value), Optional.empty(), false, false));
                }
            });
            differing.sort(Comparator.comparing(Attribute::name));
        }
        if (!absent && differing.isEmpty()) {
            return new None();
        }
        if (!missing.isEmpty() && !wished.partial()) {
            return new Waits(absent, List.copyOf(missing));
        }
        return new Differs(absent, List.copyOf(differing), List.copyOf(missing));
    }
}
