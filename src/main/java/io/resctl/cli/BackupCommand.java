package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.app.SiteFile;
import io.resctl.diag.Diagnostic;
import io.resctl.model.Site;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code resctl backup}. */
@Command(
        name = "backup",
        description = {
            "Backups of the database: see what there is, make one now, try whether they can be restored.",
            "They are made by timers on a database host of the live zone; the other zone fetches a copy. See also `resctl restore`."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  resctl backup list      what is kept where, and what is wrong",
            "  resctl backup now       make one, and have the copy continued",
            "  resctl backup verify    restore the newest in isolation, and see how old its data are"
        })
final class BackupCommand implements Task {
    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private BackupCommand(Console console) {
        this.console = console;
    }

    static CommandLine line(Console console) {
        return new CommandLine(new BackupCommand(console))
                .addSubcommand(new BackupListCommand(console))
                .addSubcommand(new BackupNowCommand(console))
                .addSubcommand(new BackupVerifyCommand(console));
    }

    @Override
    public ExitCode run() {
        spec.commandLine().usage(console.err());
        return ExitCode.USAGE;
    }

    /** Reads the descriptor and does something for a site that has backups. */
    static ExitCode with(Console console, FileOption file, OutputOption output, BiFunction<Work, Site, ExitCode> work) {
        SiteFile siteFile = file.read(console, output);
        if (siteFile.site().isEmpty()) {
            return ExitCode.INVALID;
        }
        Site site = siteFile.site().get();
        if (Usage.wrong(console, none(site))) {
            return ExitCode.USAGE;
        }
        try (Work at = new Work(console, siteFile, site)) {
            return work.apply(at, site);
        }
    }

    /** A host that keeps no backups. */
    static Optional<Diagnostic> unknown(Site site, Optional<String> host) {
        return host.filter(
                        h -> site.database().stream().noneMatch(d -> d.hosts().contains(h)))
                .map(h -> Diagnostic.error(
                        "usage.host",
                        "backups are kept on database hosts, and '" + h + "' is none",
                        "they are "
                                + String.join(
                                        ", ", site.database().orElseThrow().hosts())));
    }

    private static Optional<Diagnostic> none(Site site) {
        return site.backup().isPresent()
                ? Optional.empty()
                : Optional.of(Diagnostic.error(
                        "usage.backup",
                        "the descriptor has no `backup:`",
                        "add `backup: {every: 1h, keep: {hourly: 24, daily: 30}}` and apply it"));
    }
}
