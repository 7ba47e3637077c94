package io.resctl.view;

import io.resctl.diag.Diagnostic;
import io.resctl.journal.Report;
import io.resctl.journal.Report.Outcome;
import io.resctl.plan.Action;
import io.resctl.plan.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How a run ended: what is true now, and what to run next. */
public final class AppliedView {
    private static final int MOST = 10;

    private final Report report;
    private final Screen screen;
    private final Map<String, Action> actions = new HashMap<>();
    private final List<String> out = new ArrayList<>();

    private AppliedView(Plan plan, Report report, Screen screen) {
        this.report = report;
        this.screen = screen;
        plan.actions().forEach(a -> actions.put(a.id(), a));
    }

    /**
     * After an apply.
     *
     * @param all the plan was for the whole site, not for a part
     * @param addresses where the live zone serves; may be empty
     * @param command a command's name to the words to type, such as {@code resctl apply -f other.yml}
     */
    public static String apply(
            Plan plan,
            Report report,
            Path run,
            boolean all,
            List<String> addresses,
            UnaryOperator<String> command,
            Screen screen) {
        AppliedView view = new AppliedView(plan, report, screen);
        boolean whole = whole(plan, report);
        view.headline("Applied", whole && all ? " The site is as described." : "");
        view.rest(run);
        if (whole) {
            addresses.forEach(address -> view.out.add("Served at " + address));
            view.out.add("Next: " + command.apply("status"));
        } else {
            view.out.add("What was done stays done. Next: see to what is said above, then " + command.apply("apply")
                    + " does what is left.");
        }
        return view.text();
    }

    /**
     * After a destroy.
     *
     * @param kept what was left on purpose
     */
    public static String destroy(
            Plan plan, Report report, Path run, List<String> kept, UnaryOperator<String> command, Screen screen) {
        AppliedView view = new AppliedView(plan, report, screen);
        boolean whole = whole(plan, report);
        view.headline("Removed", whole ? " Nothing of site " + plan.site() + " runs any more." : "");
        view.rest(run);
        kept.forEach(what -> view.out.add("Kept: " + what));
        if (!whole) {
            view.out.add("What was removed stays removed. Next: see to what is said above, then "
                    + command.apply("destroy") + " removes what is left.");
        }
        return view.text();
    }

    private static boolean whole(Plan plan, Report report) {
        return report.complete()
                && report.notes().stream().noneMatch(Diagnostic::isError)
                && report.unseen().isEmpty()
                && plan.unreachable().isEmpty();
    }

    private void headline(String word, String more) {
        long done = report.count(Outcome.Succeeded.class);
        Duration took = report.ended()
                .map(end -> Duration.between(report.started(), end))
                .orElse(Duration.ZERO);
        String counts = word + " " + done + " of " + Words.count(report.actions(), "action", "actions") + " in "
                + Words.elapsed(took) + ".";
        out.add(report.complete() ? screen.green(counts) + more : screen.red(counts) + more);
    }

    private void rest(Path run) {
        report.lockLost()
                .ifPresent(why -> out.add(screen.red("The site's lock was lost") + ", so no further action was begun: "
                        + Words.oneLine(why)));
        section("Failed", Outcome.Failed.class, "");
        section("Stale", Outcome.Stale.class, " - the host moved on since the plan was made; nothing was done there");
        section("Blocked", Outcome.Blocked.class, " - waits for what failed or could not be seen");
        section("Not begun", Outcome.Skipped.class, "");
        section("Unfinished", Outcome.Running.class, " - whether it took is seen by the next plan");
        if (!report.unseen().isEmpty()) {
            out.add(screen.red("Not seen"));
            report.unseen().forEach((host, why) -> out.add("  " + host + "  " + Words.why(host, why)));
        }
        report.notes().forEach(note -> out.addAll(Notes.lines(note, screen)));
        if (!report.complete()) {
            out.add("Journal: " + run);
        }
    }

    private void section(String title, Class<? extends Outcome> kind, String meaning) {
        List<String> ids = report.outcomes().entrySet().stream()
                .filter(e -> kind.isInstance(e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (ids.isEmpty()) {
            return;
        }
        out.add(screen.red(title) + " " + ids.size() + meaning);
        for (String id : ids.subList(0, Math.min(MOST, ids.size()))) {
            out.addAll(item(id, report.outcomes().get(id)));
        }
        if (ids.size() > MOST) {
            out.add("  ... and " + (ids.size() - MOST) + " more, in the journal");
        }
    }

    private List<String> item(String id, @Nullable Outcome outcome) {
        Action action = actions.get(id);
        String head = action == null
                ? "  " + id
                : "  " + action.host() + "  " + action.subject() + ": " + RunProgress.verb(action.verb()) + " "
                        + RunProgress.noun(action.resource().ref());
        return switch (outcome) {
            case null -> List.of(head);
            case Outcome.Failed failed -> because(head, failed.why());
            case Outcome.Stale stale -> because(head, stale.why());
            case Outcome.Blocked blocked -> List.of(head + " - " + Words.oneLine(blocked.why()));
            case Outcome.Skipped skipped -> List.of(head + " - " + Words.oneLine(skipped.why()));
            case Outcome.Running _, Outcome.Succeeded _ -> List.of(head);
        };
    }

    private static List<String> because(String head, Diagnostic why) {
        List<String> lines = new ArrayList<>();
        lines.add(head);
        lines.add("      " + Words.oneLine(why.summary()));
        why.hint().ifPresent(hint -> lines.add("      " + Words.oneLine(hint)));
        return lines;
    }

    private String text() {
        return String.join("\n", out) + "\n";
    }
}
