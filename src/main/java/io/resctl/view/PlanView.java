package io.resctl.view;

import io.resctl.diag.Diagnostic;
import io.resctl.plan.Change;
import io.resctl.plan.Plan;
import io.resctl.plan.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan for a person. Short by default: one line a change, and what differs inside changed things; {@code details} adds every attribute and whole
 * diffs.
 */
public final class PlanView {
    /** The words that promise that nothing is to be done. */
    public static final String NO_CHANGES = "No changes. The site is as described.";

    private final Plan plan;
    private final boolean details;
    private final Screen screen;
    private final List<String> out = new ArrayList<>();

    private PlanView(Plan plan, boolean details, Screen screen) {
        this.plan = plan;
        this.details = details;
        this.screen = screen;
    }

    /**
     * The whole text.
     *
     * @param next what to run to carry the plan out; empty where that is asked or done anyway
     */
    public static String human(Plan plan, boolean details, String next, Screen screen) {
        return human(plan, details, next, true, screen);
    }

    /**
     * The same.
     *
     * @param compared all could be compared; without the values of its secrets a site is not known to be as described
     */
    public static String human(Plan plan, boolean details, String next, boolean compared, Screen screen) {
        PlanView view = new PlanView(plan, details, screen);
        view.changes();
        view.unreachable();
        view.notes();
        if (compared) {
            view.summary(next);
        } else {
            view.out.add(screen.red("This is not the whole plan")
                    + ": what holds the secrets that have no value here could not be compared.");
        }
        return String.join("\n", view.out) + "\n";
    }

    private void changes() {
        if (plan.changes().isEmpty()) {
            return;
        }
        out.add(screen.bold("Plan for site " + plan.site()) + ", " + lease());
        out.add("");
        Map<String, List<Change>> byComponent = new LinkedHashMap<>();
        plan.changes()
                .forEach(change -> byComponent
                        .computeIfAbsent(change.component(), c -> new ArrayList<>())
                        .add(change));
        byComponent.values().forEach(changes -> {
            int subjects =
                    changes.stream().mapToInt(c -> c.subject().length()).max().orElse(0);
            int hosts = changes.stream().mapToInt(c -> hosts(c).length()).max().orElse(0);
            changes.forEach(change -> change(change, subjects, Math.min(hosts, 28)));
            out.add("");
        });
    }

    private String lease() {
        return plan.lease()
                .map(l -> "live zone " + l.live() + " since " + Words.time(l.since()) + " (epoch " + l.epoch() + ")")
                .orElse("first apply: no zone is live yet");
    }

    private void change(Change change, int subjects, int hosts) {
        String head = "  " + mark(change.verb()) + " ";
        String name = change.component() + " " + Words.pad(change.subject(), subjects);
        String because = because(change);
        String where = Words.pad(hosts(change), hosts);
        int width = 4 + name.length() + 2 + where.length() + 2 + because.length();
        if (width <= screen.width()) {
            out.add(head + screen.bold(name) + "  " + where + "  " + screen.dim(because));
        } else {
            out.add(head + screen.bold(name) + "  " + where.stripTrailing());
            out.add("      " + screen.dim(because));
        }
        if (details || change.verb() == Verb.CHANGE) {
            out.addAll(DetailsView.lines(change, details, screen));
        }
    }

    /** Several reasons are named as long as they fit on a line; the rest is counted, and named with details. */
    private String because(Change change) {
        String all = "because " + Words.oneLine(change.because());
        List<String> reasons = List.of(all.split("; "));
        if (details || reasons.size() < 2 || all.length() + 6 <= screen.width()) {
            return all;
        }
        return reasons.getFirst() + " and " + (reasons.size() - 1) + " more";
    }

    private String mark(Verb verb) {
        return switch (verb) {
            case CREATE -> screen.green("+");
            case CHANGE -> screen.yellow("~");
            case DELETE -> screen.red("-");
        };
    }

    private static String hosts(Change change) {
        return String.join(", ", change.hosts());
    }

    private void unreachable() {
        if (plan.unreachable().isEmpty()) {
            return;
        }
        out.add(screen.red("Not seen"));
        String said = "";
        for (Plan.Unreachable host : plan.unreachable()) {
            out.add("    " + host.host() + "  " + Words.why(host.host(), host.why()));
            String hint = Words.clean(host.hint().orElse(""));
            if (!hint.equals(said)) {
                out.add("        " + hint);
            }
            said = hint;
        }
        out.add("  What cannot be seen is left alone: nothing is planned there. Run plan again when that is mended.");
        out.add("");
    }

    private void notes() {
        for (Diagnostic note : plan.notes()) {
            out.addAll(Notes.lines(note, screen));
        }
        if (!plan.notes().isEmpty()) {
            out.add("");
        }
    }

    private void summary(String next) {
        boolean refused = plan.notes().stream().anyMatch(Diagnostic::isError);
        if (plan.empty()) {
            out.add(emptySummary(refused));
            return;
        }
        long hosts = plan.actions().stream().map(a -> a.host()).distinct().count();
        out.add(screen.bold("Plan: ") + tally(Verb.CREATE) + " to create, " + tally(Verb.CHANGE) + " to change, "
                + tally(Verb.DELETE) + " to delete; "
                + Words.count(plan.actions().size(), "action", "actions") + " on "
                + Words.count(hosts, "host", "hosts") + ".");
        if (refused) {
            out.add(screen.red("This plan cannot be applied") + ": see the errors above.");
        } else if (!next.isEmpty()) {
            out.add("Next: " + next);
        }
    }

    private String emptySummary(boolean refused) {
        if (refused) {
            return "Nothing can be planned: see the errors above.";
        }
        if (plan.unreachable().isEmpty()) {
            return screen.green(NO_CHANGES);
        }
        return "No changes on the hosts that answered; "
                + Words.count(plan.unreachable().size(), "host", "hosts") + " could not be seen.";
    }

    private long tally(Verb verb) {
        return plan.changes().stream().filter(c -> c.verb() == verb).count();
    }
}
