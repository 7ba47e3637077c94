package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.app.SiteFile;
import io.resctl.app.UnlockSite;
import io.resctl.app.UnlockSite.Outcome;
import io.resctl.journal.LockOwner;
import io.resctl.json.Json;
import io.resctl.model.Site;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resctl unlock}. */
@Command(
        name = "unlock",
        description = {
            "Remove the site's lock, which says that somebody is at work.",
            "A lock whose owner is dead gives way by itself after 20 seconds, so this is rarely needed."
        },
        footer = {
            "",
            "Examples:",
            "  resctl unlock --if-stale    for scripts: only a lock whose owner is dead",
            "  resctl unlock --yes         whoever holds it; two may then work at the same time",
            "",
            "Exit codes: 0 no lock is left, 5 a host could not be reached, 6 the owner lives and the lock was left, 1 failed."
        })
final class UnlockCommand implements Task {
    private final Console console;

    @Mixin
    private final FileOption file = new FileOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(names = "--if-stale", description = "Leave the lock of an owner who is alive, without a question.")
    private boolean ifStale;

    @Option(
            names = {"-y", "--yes"},
            description = "Also the lock of an owner who is alive, without a question.")
    private boolean yes;

    UnlockCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() {
        SiteFile siteFile = file.read(console, output);
        if (siteFile.site().isEmpty()) {
            return ExitCode.INVALID;
        }
        Site site = siteFile.site().get();
        try (Work work = new Work(console, siteFile, site)) {
            UnlockSite use = new UnlockSite(work.means());
            boolean force = yes && !ifStale;
            SortedMap<String, Outcome> outcomes = Looking.at(console, work.looking(), () -> use.unlock(site, force));
            if (alive(outcomes) && !ifStale && console.terminal()) {
                console.err().print(words(outcomes));
                if (Question.ask(console, "The owner is alive. Take its lock away? Type yes:")
                        .filter("yes"::equals)
                        .isPresent()) {
                    outcomes = use.unlock(site, true);
                }
            }
            console.out().print(output.json() ? Json.pretty(outcomes) : words(outcomes));
            return exit(outcomes);
        }
    }

    private static boolean alive(SortedMap<String, Outcome> outcomes) {
        return outcomes.values().stream().anyMatch(Outcome.Alive.class::isInstance);
    }

    private static ExitCode exit(SortedMap<String, Outcome> outcomes) {
        List<ExitCode> fitting = outcomes.values().stream()
                .map(outcome -> switch (outcome) {
                    case Outcome.Removed _, Outcome.NoLock _ -> ExitCode.OK;
                    case Outcome.Alive _ -> ExitCode.LOCKED;
                    case Outcome.Failed _ -> ExitCode.UNREACHABLE;
                })
                .toList();
        return ExitCode.of(fitting);
    }

    /** Hosts of which the same is true share a line. */
    private static String words(SortedMap<String, Outcome> outcomes) {
        Map<String, List<String>> hosts = new LinkedHashMap<>();
        outcomes.forEach((host, outcome) ->
                hosts.computeIfAbsent(words(outcome), w -> new ArrayList<>()).add(host));
        StringBuilder text = new StringBuilder();
        hosts.forEach((words, names) ->
                text.append(String.join(", ", names)).append("  ").append(words).append("\n"));
        return text.toString();
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.NoLock _ -> "no lock";
            case Outcome.Removed removed ->
                "removed the lock of " + removed.owner().words() + ", held since " + since(removed.owner());
            case Outcome.Alive alive ->
                "locked by " + alive.owner().words() + " since " + since(alive.owner())
                        + ", who is alive: left as it is; --yes takes it away";
            case Outcome.Failed failed -> failed.why().summary();
        };
    }

    private static Instant since(LockOwner owner) {
        return owner.since().truncatedTo(ChronoUnit.SECONDS);
    }
}
