package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.app.MoveDatabase;
import io.resctl.app.Moved;
import io.resctl.app.SiteFile;
import io.resctl.diag.Diagnostic;
import io.resctl.exec.Stop;
import io.resctl.model.Site;
import io.resctl.runbook.database.MoveKind;
import io.resctl.view.RunbookView;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a switchover and a failover of the database have in common. */
final class MoveOptions {
    @Mixin
    private final FileOption file = new FileOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(
            names = "--plan",
            description = "Show the steps with what they would send and what was found; touch nothing.")
    private boolean plan;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask. Needed where there is no terminal to ask on.")
    private boolean yes;

    @Option(
            names = "--resume",
            description = "Go on with a run that was broken off, at the first step that is not done.")
    private boolean resume;

    boolean resume() {
        return resume;
    }

    ExitCode run(Console console, String verb, Function<Site, Optional<Diagnostic>> wrong, MoveKind kind) {
        if (Usage.wrong(console, cannotAsk(console, verb))) {
            return ExitCode.USAGE;
        }
        SiteFile siteFile = file.read(console, output);
        if (siteFile.site().isEmpty()) {
            return ExitCode.INVALID;
        }
        Site site = siteFile.site().get();
        if (Usage.wrong(console, wrong.apply(site))) {
            return ExitCode.USAGE;
        }
        try (Work work = new Work(console, siteFile, site)) {
            return new MoveEnding(console, output, file).say(site.name(), moved(console, work, verb, kind));
        }
    }

    private Optional<Diagnostic> cannotAsk(Console console, String verb) {
        return console.terminal() || yes || plan
                ? Optional.empty()
                : Optional.of(Diagnostic.error(
                        "usage.question",
                        verb + " asks before it changes anything, and here is no terminal to ask on",
                        "add --yes, or --plan to see what it would do"));
    }

    private Moved moved(Console console, Work work, String verb, MoveKind kind) {
        MoveDatabase use = new MoveDatabase(work.means(), work.site(), kind);
        if (plan || !yes) {
            Moved preview = Looking.at(console, work.looking(), use::preview);
            if (plan
                    || !(preview instanceof Moved.Previewed seen)
                    || seen.preview().refused()) {
                return preview;
            }
            console.err().print(RunbookView.preview(seen.preview(), false, console.screen()));
            if (Question.ask(console, "Do this now? Type yes:")
                    .filter("yes"::equals)
                    .isEmpty()) {
                return new Moved.Refused(List.of(
                        Diagnostic.error(verb + ".declined", "It was not confirmed.", "Only the word yes begins it.")));
            }
        }
        Stop stop = new Stop();
        Interrupt.stops(
                stop, console, "what was done is taken back if that is still possible, else it is brought to its end");
        return use.run(
                event -> {
                    RunbookView.line(event, console.screen()).forEach(console.err()::println);
                    console.err().flush();
                },
                stop);
    }

    /** The host must be one of the site's database hosts. */
    static Optional<Diagnostic> unknown(Site site, String host) {
        List<String> hosts = site.database().map(db -> db.hosts()).orElse(List.of());
        return hosts.contains(host)
                ? Optional.empty()
                : Optional.of(Diagnostic.error(
                        "usage.host",
                        host + " is no database host of this site",
                        hosts.isEmpty()
                                ? "the site has no database"
                                : "its database hosts are " + String.join(", ", hosts)));
    }
}
