package io.resctl.view;

import io.resctl.runbook.StepReport;
import io.resctl.runbook.Walk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How a move of the database ended: what is true now, what it cost, and what to run next. */
public final class MovedView {
    private MovedView() {}

    /**
     * What there is to say.
     *
     * @param writer who takes writes now, where it is known
     * @param databaseGap until the next server was open
     * @param gap until every router led there
     */
    public record Facts(
            String verb,
            String former,
            String next,
            Walk.Ending ending,
            StepReport report,
            Optional<String> writer,
            Optional<Duration> databaseGap,
            Optional<Duration> gap,
            Duration took,
            List<String> silent,
            Path directory) {}

    /**
     * For people.
     *
     * @param command a command's words to what is typed, such as {@code resctl status -f other.yml}
     */
    public static String human(Facts facts, UnaryOperator<String> command, Screen screen) {
        List<String> out = new ArrayList<>();
        out.add(headline(facts, screen));
        gap(facts).ifPresent(out::add);
        facts.report()
                .measured("position")
                .ifPresent(p -> out.add("Position: " + (p.isEmpty() ? "none" : p) + ", the last of " + facts.former()
                        + "; " + facts.next() + " has all of it."));
        facts.report().measured("loss").ifPresent(loss -> out.add("Loss: " + Words.clean(loss)));
        out.addAll(RunbookView.steps(facts.report(), screen));
        if (!facts.silent().isEmpty()) {
            out.add(screen.yellow("Not seen") + ": " + Words.and(facts.silent()) + ", left as "
                    + (facts.silent().size() == 1 ? "it is" : "they are"));
        }
        out.add("Next: " + next(facts, command));
        if (facts.ending() != Walk.Ending.DONE) {
            out.add("Journal: " + facts.directory());
        }
        return String.join("\n", out) + "\n";
    }

    private static String headline(Facts facts, Screen screen) {
        String took = " (" + RunbookView.took(facts.took()) + " in all)";
        return switch (facts.ending()) {
            case DONE ->
                screen.green("The primary is " + facts.next() + " now") + ", and no longer " + facts.former() + "."
                        + took;
            case UNDONE -> screen.red("Nothing was moved") + ": " + facts.former() + " takes writes as before." + took;
            case STOPPED -> "Stopped: " + facts.former() + " takes writes as before." + took;
            case HALF_UNDONE ->
                screen.red("Neither moved nor all as before: look at " + facts.former() + " now.") + took;
            case UNFINISHED ->
                facts.writer()
                        .map(w -> screen.yellow("The primary is " + w + " now, and something is left to do.") + took)
                        .orElse(screen.red("No server takes writes now") + ": the lease makes " + facts.next()
                                + " the primary, and it is not open." + took);
        };
    }

    private static Optional<String> gap(Facts facts) {
        return facts.gap()
                .map(g -> "Write gap: " + RunbookView.took(g)
                        + facts.databaseGap()
                                .map(d -> " (" + RunbookView.took(d) + " until " + facts.next()
                                        + " was open, the rest until every router led there)")
                                .orElse(""))
                .or(() -> facts.databaseGap()
                        .map(d ->
                                "Write gap: at least " + RunbookView.took(d) + " until " + facts.next() + " was open"));
    }

    private static String next(Facts facts, UnaryOperator<String> command) {
        String again = facts.verb() + " --database " + facts.next();
        return switch (facts.ending()) {
            case DONE -> command.apply("status");
            case UNDONE, STOPPED -> "see to what is said above, then " + command.apply(again);
            case HALF_UNDONE -> "see to what is said above; " + command.apply("status") + " shows who takes writes";
            case UNFINISHED -> command.apply(again + " --resume") + " does what is left";
        };
    }
}
