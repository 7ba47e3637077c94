package io.resctl.plan;

import io.resctl.diag.Diagnostic;
import io.resctl.plan.Decision.Act;
import io.resctl.plan.Decision.Blocked;
import io.resctl.plan.Decision.Keep;
import io.resctl.plan.Decision.Unseen;
import io.resctl.resource.Wish;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a plan says of wishes that it could not turn into actions: one sentence for each reason. */
final class Notes {
    private final Map<Set<String>, Set<String>> waiting =
            new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    private final Map<String, Set<String>> stuck = new TreeMap<>();
    private final Map<Diagnostic, Set<String>> refused = new LinkedHashMap<>();
    private final Map<String, List<String>> unseen = new TreeMap<>();

    private Notes() {}

    static List<Diagnostic> of(WishGraph graph, Decider decider) {
        Notes notes = new Notes();
        graph.ordered().forEach(wish -> notes.take(wish, decider.of(wish.at())));
        return notes.diagnostics();
    }

    private void take(Wish wish, Decision decision) {
        String what = wish.component() + "/" + wish.subject() + " on " + wish.host();
        switch (decision) {
            case Keep _ -> {}
            case Act _ -> {}
            case Blocked blocked
            when blocked.refusal().isPresent() ->
                refused.computeIfAbsent(blocked.refusal().get(), r -> new TreeSet<>())
                        .add(what);
            case Blocked blocked
            when blocked.hosts().isEmpty() ->
                stuck.computeIfAbsent(what, w -> new TreeSet<>()).add(blocked.why());
            case Blocked blocked ->
                waiting.computeIfAbsent(blocked.hosts(), h -> new TreeSet<>()).add(what);
            case Unseen no -> {
                if (!no.hostSilent()) {
                    unseen.computeIfAbsent(wish.host(), h -> new ArrayList<>())
                            .add(wish.resource().ref() + " (" + no.why() + ")");
                }
            }
        }
    }

    private List<Diagnostic> diagnostics() {
        List<Diagnostic> all = new ArrayList<>();
        waiting.forEach((hosts, what) -> all.add(Diagnostic.warning(
                "plan.waits",
                few(what) + (what.size() == 1 ? " waits for " : " wait for ") + String.join(", ", hosts)
                        + ", which did not answer",
                "apply again when it does")));
        // An error stops the plan, so that nothing waits for it in particular.
        refused.forEach((refusal, what) -> {
            if (!refusal.isError()) {
                all.add(Diagnostic.warning(
                        "plan.stuck",
                        few(what) + (what.size() == 1 ? " is" : " are") + " not as described, and left so: "
                                + refusal.summary(),
                        refusal.hint().orElse("plan again when that is mended")));
            }
        });
        stuck.forEach((what, why) -> all.add(Diagnostic.warning(
                "plan.stuck",
                what + " is not as described, and is left so: " + why.iterator().next(),
                "see what it waits for, and plan again")));
        unseen.forEach((host, what) -> all.add(Diagnostic.warning(
                "plan.unknown",
                "on " + host + " " + what.size() + (what.size() == 1 ? " thing" : " things")
                        + " could not be seen and is left alone: " + few(what),
                "see whether Docker and the database run there, and plan again")));
        return all;
    }

    private static String few(Iterable<String> all) {
        List<String> words = new ArrayList<>();
        all.forEach(words::add);
        return words.size() > 4
                ? String.join(", ", words.subList(0, 3)) + " and " + (words.size() - 3) + " more"
                : String.join(", ", words);
    }
}
