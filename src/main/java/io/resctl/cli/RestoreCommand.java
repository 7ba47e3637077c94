package io.resctl.cli;

import io.resctl.app.BackupOutcome;
import io.resctl.app.ExitCode;
import io.resctl.app.Means;
import io.resctl.app.ReplaceDatabase;
import io.resctl.app.RestoreSite;
import io.resctl.backup.Target;
import io.resctl.diag.Diagnostic;
import io.resctl.model.Site;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resctl restore}. */
@Command(
        name = "restore",
        description = {
            "Lay out the database as it was at a moment, on a server of its own without network.",
            "The site is not touched, unless --replace names it.",
            "The way there: a full backup, the incremental ones on it, and the archived binary log up to the moment."
        },
        footer = {
            "",
            "Examples:",
            "  resctl restore --to latest                   as far as the archive goes",
            "  resctl restore --to 2026-11-24T11:00:05Z     all of that second, nothing of the next",
            "  resctl restore --to 0-1-100                  up to and with this transaction",
            "  resctl restore --to latest --replace acme  in the place of the site's database; apply then seeds the replicas",
            "  resctl restore --remove                      take it away again",
            "",
            "Exit codes: 0 it stands, 1 failed (without --replace nothing was changed), 3 the descriptor is invalid,",
            "5 unreachable, 6 somebody else is at work, 9 refused for safety, 64 wrong usage."
        })
final class RestoreCommand implements Task {
    private final Console console;
    private final Function<Work, Means> means;

    @Mixin
    private final FileOption file = new FileOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(
            names = "--to",
            paramLabel = "MOMENT",
            description = "latest, a time such as 2026-11-24T11:00:05Z, or a GTID such as 0-1-100.")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--into",
            paramLabel = "HOST",
            description = "On which database host. Default: the one that keeps the copy, else the one that makes them.")
    private Optional<String> into = Optional.empty();

    @Option(
            names = "--replace",
            paramLabel = "SITE",
            description =
                    "Put it in the place of the database of this site, whose name is to be given. All servers' data are moved aside.")
    private Optional<String> replace = Optional.empty();

    @Option(names = "--remove", description = "Remove what an earlier restore left to be looked at.")
    private boolean remove;

    RestoreCommand(Console console) {
        this(console, Work::means);
    }

    RestoreCommand(Console console, Function<Work, Means> means) {
        this.console = console;
        this.means = means;
    }

    @Override
    public ExitCode run() {
        return BackupCommand.with(console, file, output, (work, site) -> {
            if (Usage.wrong(console, wrong(site))) {
                return ExitCode.USAGE;
            }
            if (remove) {
                return removed(new RestoreSite(means.apply(work)), site);
            }
            BackupOutcome outcome = outcome(means.apply(work), site, new Steps(console)::show);
            // What was replaced is said whatever secret was not there: the look at the site asks for all of them.
            if (work.lacksSecrets() && !(outcome instanceof BackupOutcome.Done)) {
                return ExitCode.FAILED;
            }
            return BackupEnding.of(console, output, outcome, replace.isPresent() ? "replaced" : "restored");
        });
    }

    private BackupOutcome outcome(Means at, Site site, Consumer<String> progress) {
        Target target = Target.parse(to.orElseThrow()).orElseThrow();
        return replace.isPresent()
                ? new ReplaceDatabase(at).replace(site, target, progress)
                : new RestoreSite(at).restore(site, target, into, progress);
    }

    private ExitCode removed(RestoreSite use, Site site) {
        ExitCode worst = ExitCode.OK;
        for (String host : into.map(java.util.List::of)
                .orElseGet(() -> site.database().orElseThrow().hosts())) {
            BackupOutcome outcome = use.remove(site, host);
            if (!(outcome instanceof BackupOutcome.Done)) {
                worst = BackupEnding.of(console, output, outcome, "removed");
            }
        }
        return worst;
    }

    private Optional<Diagnostic> wrong(Site site) {
        if (remove == to.isPresent()) {
            return Optional.of(Diagnostic.error(
                    "usage.restore",
                    remove
                            ? "--remove and --to are two different things"
                            : "a restore needs the moment that it leads to",
                    "`--to latest`, `--to TIME`, `--to GTID`, or `--remove`"));
        }
        if (replace.isPresent() && !replace.get().equals(site.name())) {
            return Optional.of(Diagnostic.error(
                    "usage.site",
                    "this descriptor is of site " + site.name() + ", not " + replace.get(),
                    "name the other descriptor with -f"));
        }
        if (replace.isPresent() && into.isPresent()) {
            return Optional.of(Diagnostic.error(
                    "usage.replace", "the primary's data are replaced, wherever it is", "leave --into out"));
        }
        return to.filter(text -> Target.parse(text).isEmpty())
                .map(
                        text -> Diagnostic.error(
                                "usage.moment",
                                "'" + text + "' is not a moment",
                                "latest, whole seconds such as 2026-11-24T11:00:05Z (UTC where no offset is written), or a GTID such as 0-1-100"))
                .or(() -> BackupCommand.unknown(site, into));
    }
}
