package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.app.SiteFile;
import io.resctl.app.StatusSite;
import io.resctl.json.Json;
import io.resctl.model.Site;
import io.resctl.view.SiteStatus;
import io.resctl.view.StatusView;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code resctl status}. */
@Command(
        name = "status",
        description = {
            "Show which zone is live, how hosts, services, gateways and databases are, and whether all is as described.",
            "What is wrong with the database tier is said in a sentence, with what mends it. A zone that stands by is ready and not live:",
            "that is not a fault. A host that gives no sign of life is told after about five seconds; a busy one is waited for up to twenty."
        },
        footer = {
            "",
            "Examples:",
            "  resctl status             at a glance",
            "  resctl status -o json     for programs",
            "",
            "Exit codes: 0 every host answered, 3 the descriptor is invalid, 5 a host could not be seen,",
            "9 hosts disagree about which zone is live."
        })
final class StatusCommand implements Task {
    private final Console console;

    @Mixin
    private final FileOption file = new FileOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    StatusCommand(Console console) {
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
            SiteStatus status =
                    Looking.at(console, work.looking(), () -> new StatusSite(work.means()).status(site, work.text()));
            console.out().print(output.json() ? Json.pretty(status) : StatusView.human(status, console.screen()));
            return exit(status);
        }
    }

    private static ExitCode exit(SiteStatus status) {
        List<ExitCode> fitting = new ArrayList<>();
        if (status.notes().stream().anyMatch(n -> n.isError())) {
            fitting.add(ExitCode.REFUSED);
        }
        if (!status.hosts().stream().allMatch(SiteStatus.OfHost::reached)) {
            fitting.add(ExitCode.UNREACHABLE);
        }
        return ExitCode.of(fitting);
    }
}
