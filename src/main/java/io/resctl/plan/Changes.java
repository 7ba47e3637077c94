package io.resctl.plan;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.resctl.plan.Change.Detail;
import io.resctl.plan.Decision.Cause;
import io.resctl.resource.Difference.Attribute;
import io.resctl.resource.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Actions as a person reads them: by component and subject, over hosts, without a secret. */
final class Changes {
    private static final String SECRET = "(secret)";
    private static final String LATER = "(known after apply)";
    private static final String TEXT = "(text)";
    private static final int CONTEXT = 3;

    private record Key(String component, String subject, Verb verb) {}

    private Changes() {}

    /**
     * Groups.
     *
     * @param fresh whether the subject of an action is only now created on its host
     */
    static List<Change> of(List<Draft> drafts, Predicate<Draft> fresh) {
        Map<Key, List<Draft>> groups = new LinkedHashMap<>();
        drafts.stream()
                .sorted(Comparator.comparingInt(Draft::order))
                .forEach(d -> groups.computeIfAbsent(
                                new Key(d.component(), d.subject(), verb(d, fresh)), k -> new ArrayList<>())
                        .add(d));
        return groups.entrySet().stream()
                .map(e -> change(e.getKey(), e.getValue()))
                .toList();
    }

    private static Verb verb(Draft draft, Predicate<Draft> fresh) {
        if (draft.verb() == Verb.DELETE) {
            return Verb.DELETE;
        }
        return fresh.test(draft) ? Verb.CREATE : Verb.CHANGE;
    }

    private static Change change(Key key, List<Draft> drafts) {
        return new Change(
                key.component(),
                key.subject(),
                key.verb(),
                List.copyOf(
                        new TreeSet<>(drafts.stream().map(d -> d.at().host()).toList())),
                because(drafts),
                drafts.stream().flatMap(d -> details(d).stream()).toList(),
                drafts.stream().map(Draft::id).toList());
    }

    /** Only the strongest kind of cause: what was disturbed by the change itself explains nothing. */
    private static String because(List<Draft> drafts) {
        Cause.Kind strongest = drafts.stream()
                .map(d -> d.cause().kind())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        List<String> words = drafts.stream()
                .map(Draft::cause)
                .filter(c -> c.kind() == strongest)
                .map(Cause::words)
                .distinct()
                .toList();
        String prefix = "found on the host: ";
        if (strongest == Cause.Kind.FOUND) {
            return prefix
                    + String.join(
                            "; ",
                            words.stream()
                                    .map(w -> w.substring(prefix.length()))
                                    .toList());
        }
        return String.join("; ", words);
    }

    private static List<Detail> details(Draft draft) {
        if (draft.verb() == Verb.DELETE) {
            return List.of(detail(draft, "presence", "present", "", List.of()));
        }
        if (draft.attributes().isEmpty()) {
            return List.of(detail(draft, "again", "", again(draft), List.of()));
        }
        return draft.attributes().stream().map(a -> detail(draft, a)).toList();
    }

    private static String again(Draft draft) {
        String act = draft.resource() instanceof Unit unit
                ? switch (unit.onChange()) {
                    case RELOAD -> "reloaded";
                    case RESTART -> "restarted";
                }
                : "done again";
        return act + ", since " + draft.cause().words();
    }

    private static Detail detail(Draft draft, Attribute attribute) {
        String before = shown(attribute.before().orElse(""), attribute.before().isPresent() && attribute.sensitive());
        String after = attribute.pending()
                ? LATER
                : shown(attribute.after().orElse(""), attribute.after().isPresent() && attribute.sensitive());
        if (before.contains("\n") || after.contains("\n")) {
            List<String> diff = attribute.pending() ? List.of() : diff(before, after);
            return detail(
                    draft, attribute.name(), before.isEmpty() ? "" : TEXT, attribute.pending() ? LATER : TEXT, diff);
        }
        return detail(draft, attribute.name(), before, after, List.of());
    }

    private static String shown(String value, boolean secret) {
        return secret ? SECRET : value;
    }

    private static List<String> diff(String before, String after) {
        List<String> from = lines(before);
        return UnifiedDiffUtils.generateUnifiedDiff(
                "found", "wanted", from, DiffUtils.diff(from, lines(after)), CONTEXT);
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : text.lines().toList();
    }

    private static Detail detail(Draft draft, String attribute, String before, String after, List<String> diff) {
        return new Detail(draft.at().host(), draft.at().ref().toString(), attribute, before, after, diff);
    }
}
