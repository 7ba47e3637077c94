package io.resctl.view;

import io.resctl.diag.Diagnostic;
import io.resctl.journal.Event;
import io.resctl.plan.Action;
import io.resctl.plan.Plan;
import io.resctl.plan.Verb;
import io.resctl.resource.Ref;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Follows the events of a run: as a board for a terminal, and as lines for a log. Not for several threads at a time. */
public final class RunProgress {
    /**
     * A line of the log.
     *
     * @param loud worth a line even on a terminal, where the board shows what goes well
     */
    public record Line(boolean loud, String text) {}

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final Map<String, Action> actions = new HashMap<>();
    private final Map<String, Instant> began = new TreeMap<>();
    private final Map<String, Instant> told = new HashMap<>();
    private final Map<String, String> progress = new HashMap<>();
    private final Board board;
    private final Screen screen;

    public RunProgress(Plan plan, Instant start, Screen screen) {
        Map<String, Integer> totals = new TreeMap<>();
        for (Action action : plan.actions()) {
            actions.put(action.id(), action);
            totals.merge(action.host(), 1, Integer::sum);
        }
        this.board = new Board(totals, start);
        this.screen = screen;
    }

    public Board board() {
        return board;
    }

    /** What a log says of an event. */
    public List<Line> take(Event event) {
        return switch (event) {
            case Event.RunStarted e -> List.of(quiet(e.at(), e.command() + " " + e.site() + ", run " + e.run()));
            case Event.RunEnded _ -> List.of();
            case Event.HostSeen _ -> List.of();
            case Event.HostUnseen e ->
                List.of(loud(e.at(), e.host() + "  " + screen.red("not seen") + ": " + Words.why(e.host(), e.why())));
            case Event.LockTaken e -> List.of(quiet(e.at(), "locked " + Words.and(e.hosts())));
            case Event.LockLost e ->
                List.of(loud(
                        e.at(),
                        e.host() + "  " + screen.red("the site's lock was lost") + ": " + Words.oneLine(e.why())));
            case Event.ActionStarted e -> started(e);
            case Event.ActionProgress e -> progressed(e);
            case Event.ActionSucceeded e -> succeeded(e);
            case Event.ActionFailed e -> ended(e.at(), e.action(), Board.End.FAILED, screen.red("FAILED"), e.why());
            case Event.ActionStale e -> ended(e.at(), e.action(), Board.End.STALE, screen.yellow("stale"), e.why());
            case Event.ActionBlocked e -> ended(e.at(), e.action(), "blocked", e.why());
            case Event.ActionSkipped e -> ended(e.at(), e.action(), "not begun", e.why());
            case Event.Note e -> note(e.at(), e.note());
            case Event.OfStep _ -> List.of();
        };
    }

    /** What takes long, for a log: what it is, on which host, since when; each again after a while. */
    public List<Line> tick(Instant now) {
        List<Line> lines = new ArrayList<>();
        began.forEach((id, since) -> {
            if (Duration.between(told.getOrDefault(id, since), now).compareTo(PATIENCE) >= 0) {
                told.put(id, now);
                String more = progress.containsKey(id) ? ": " + Words.oneLine(progress.getOrDefault(id, "")) : "";
                lines.add(quiet(
                        now,
                        host(id) + "  still  " + what(id) + more + ", for "
                                + Words.elapsed(Duration.between(since, now))));
            }
        });
        return lines;
    }

    private List<Line> started(Event.ActionStarted e) {
        began.put(e.action(), e.at());
        board.begins(e.host(), what(e.action()), e.at());
        return List.of();
    }

    private List<Line> progressed(Event.ActionProgress e) {
        progress.put(e.action(), e.text());
        board.says(host(e.action()), e.text(), e.at());
        return List.of();
    }

    private List<Line> succeeded(Event.ActionSucceeded e) {
        forget(e.action(), Board.End.DONE, e.at());
        return List.of(quiet(
                e.at(),
                host(e.action()) + "  " + screen.green("done") + "  " + what(e.action()) + ", "
                        + Words.elapsed(e.took())));
    }

    private List<Line> ended(Instant at, String action, Board.End end, String word, Diagnostic why) {
        forget(action, end, at);
        List<Line> lines = new ArrayList<>();
        lines.add(loud(at, host(action) + "  " + word + "  " + what(action) + ": " + Words.oneLine(why.summary())));
        why.hint().ifPresent(hint -> lines.add(new Line(true, " ".repeat(11) + Words.oneLine(hint))));
        return lines;
    }

    private List<Line> ended(Instant at, String action, String word, String why) {
        forget(action, Board.End.BLOCKED, at);
        return List.of(quiet(at, host(action) + "  " + word + "  " + what(action) + ": " + Words.oneLine(why)));
    }

    private static List<Line> note(Instant at, Diagnostic note) {
        String hint = note.hint().map(h -> "; " + Words.oneLine(h)).orElse("");
        return List.of(loud(at, Words.oneLine(note.summary()) + hint));
    }

    private void forget(String action, Board.End end, Instant at) {
        began.remove(action);
        told.remove(action);
        progress.remove(action);
        board.ends(host(action), end, at);
    }

    /** {@code web-3: create container resctl-acme-web-3}. */
    private String what(String id) {
        Action action = actions.get(id);
        return action == null
                ? id
                : action.subject() + ": " + verb(action.verb()) + " "
                        + noun(action.resource().ref());
    }

    static String verb(Verb verb) {
        return switch (verb) {
            case CREATE -> "create";
            case CHANGE -> "change";
            case DELETE -> "remove";
        };
    }

    static String noun(Ref ref) {
        return Words.oneLine(ref.kind().replace('-', ' ') + " " + ref.name());
    }

    private static String host(String action) {
        return action.substring(0, Math.max(0, action.indexOf('/')));
    }

    private static Line loud(Instant at, String text) {
        return new Line(true, CLOCK.format(at) + "  " + text);
    }

    private static Line quiet(Instant at, String text) {
        return new Line(false, CLOCK.format(at) + "  " + text);
    }
}
