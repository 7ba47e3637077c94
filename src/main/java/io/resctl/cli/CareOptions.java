package io.resctl.cli;

import io.resctl.app.CareForReplica;
import io.resctl.app.Cared;
import io.resctl.app.ExitCode;
import io.resctl.app.SiteFile;
import io.resctl.diag.Diagnostic;
import io.resctl.exec.Stop;
import io.resctl.json.Json;
import io.resctl.model.Site;
import io.resctl.runbook.Preview;
import io.resctl.runbook.StepReport;
import io.resctl.runbook.replica.Care;
import io.resctl.view.CaredView;
import io.resctl.view.DiagnosticsView;
import io.resctl.view.RunbookView;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a rebuild and a rescue have in common. */
final class CareOptions {
    /** For programs. */
    private record Document(
            String site,
            String command,
            String host,
            int exit,
            String meaning,
            List<String> outcome,
            Optional<StepReport> report,
            Optional<Preview> preview,
            List<Diagnostic> diagnostics) {}

    @Mixin
    private final FileOption file = new FileOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(
            names = "--plan",
            description = "Show what was found and the steps with what they would send; touch nothing.")
    private boolean plan;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask. Needed where there is no terminal to ask on.")
    private boolean yes;

    /** A command as it is typed with the same descriptor. */
    String command(String words) {
        return file.command(words);
    }

    /** To people; programs have the document. */
    void say(String line) {
        (output.json() ? console().err() : console().out()).println(line);
    }

    private Optional<Console> at = Optional.empty();

    private Console console() {
        return at.orElseThrow();
    }

    /**
     * Reads, asks, does.
     *
     * @param more what is to be done when the walk is over, and the exit code of all together
     */
    ExitCode run(Console console, Care care, BiFunction<Work, ExitCode, ExitCode> more) {
        at = Optional.of(console);
        if (Usage.wrong(console, cannotAsk(care.verb()))) {
            return ExitCode.USAGE;
        }
        SiteFile siteFile = file.read(console, output);
        if (siteFile.site().isEmpty()) {
            return ExitCode.INVALID;
        }
        Site site = siteFile.site().get();
        if (Usage.wrong(console, MoveOptions.unknown(site, care.host()))) {
            return ExitCode.USAGE;
        }
        try (Work work = new Work(console, siteFile, site)) {
            Cared cared = cared(work, care);
            ExitCode exit = cared instanceof Cared.Ran ran ? ran(work, ran, more) : cared.exit();
            if (output.json()) {
                console.out().print(Json.pretty(document(site, care, cared, exit)));
            } else if (!(cared instanceof Cared.Ran)) {
                other(cared);
            }
            return exit;
        }
    }

    private ExitCode ran(Work work, Cared.Ran ran, BiFunction<Work, ExitCode, ExitCode> more) {
        if (!output.json()) {
            console()
                    .out()
                    .print(CaredView.human(
                            ran.ending(),
                            ran.report(),
                            ran.outcome(),
                            ran.took(),
                            ran.directory(),
                            console().screen()));
            console().out().flush();
        }
        return more.apply(work, ran.exit());
    }

    private Optional<Diagnostic> cannotAsk(String verb) {
        return console().terminal() || yes || plan
                ? Optional.empty()
                : Optional.of(Diagnostic.error(
                        "usage.question",
                        verb + " asks before it changes anything, and here is no terminal to ask on",
                        "add --yes, or --plan to see what it would do"));
    }

    private Cared cared(Work work, Care care) {
        CareForReplica use = new CareForReplica(work.means(), work.site(), care);
        if (plan || !yes) {
            Cared preview = Looking.at(console(), work.looking(), use::preview);
            if (plan
                    || !(preview instanceof Cared.Previewed seen)
                    || seen.preview().refused()) {
                return preview;
            }
            console()
                    .err()
                    .print(RunbookView.preview(seen.preview(), false, console().screen()));
            if (Question.ask(console(), "Do this now? Type yes:")
                    .filter("yes"::equals)
                    .isEmpty()) {
                return new Cared.Refused(List.of(Diagnostic.error(
                        "database.declined", "It was not confirmed.", "Only the word yes begins it.")));
            }
        }
        Stop stop = new Stop();
        Interrupt.stops(
                stop,
                console(),
                "what was done is taken back if that is still possible, else it is brought to its end");
        return use.run(
                event -> {
                    RunbookView.line(event, console().screen())
                            .forEach(console().err()::println);
                    console().err().flush();
                },
                stop);
    }

    private void other(Cared cared) {
        switch (cared) {
            case Cared.Previewed previewed ->
                console()
                        .out()
                        .print(RunbookView.preview(
                                previewed.preview(), true, console().screen()));
            case Cared.Needless needless -> console().out().println(needless.why() + " Nothing was changed.");
            case Cared.Ran _, Cared.Refused _, Cared.Locked _, Cared.Unreachable _ -> {
                console()
                        .err()
                        .print(DiagnosticsView.human(
                                reasons(cared), "", console().colours()));
                console().err().println("Nothing was changed.");
            }
        }
    }

    private static List<Diagnostic> reasons(Cared cared) {
        return switch (cared) {
            case Cared.Refused refused -> refused.why();
            case Cared.Locked locked -> List.of(locked.why());
            case Cared.Unreachable gone -> List.of(gone.why());
            case Cared.Previewed _, Cared.Needless _, Cared.Ran _ -> List.of();
        };
    }

    private static Document document(Site site, Care care, Cared cared, ExitCode exit) {
        return new Document(
                site.name(),
                care.verb(),
                care.host(),
                exit.number(),
                exit.meaning(),
                switch (cared) {
                    case Cared.Ran ran -> ran.outcome();
                    case Cared.Needless needless -> List.of(needless.why());
                    case Cared.Previewed _, Cared.Refused _, Cared.Locked _, Cared.Unreachable _ -> List.<String>of();
                },
                cared instanceof Cared.Ran ran ? Optional.of(ran.report()) : Optional.empty(),
                cared instanceof Cared.Previewed p ? Optional.of(p.preview()) : Optional.empty(),
                reasons(cared));
    }
}
