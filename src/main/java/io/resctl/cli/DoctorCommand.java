package io.resctl.cli;

import io.resctl.app.DoctorSite;
import io.resctl.app.ExitCode;
import io.resctl.app.SiteFile;
import io.resctl.json.Json;
import io.resctl.model.Site;
import io.resctl.view.DoctorView;
import io.resctl.view.Examination;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code resctl doctor}. */
@Command(
        name = "doctor",
        description = {
            "Look for everything that could make the worst hour worse: replication, semi-sync, settings, accounts, backups, disks, clocks, versions.",
            "Each finding says what is true, why it matters and what mends it. Nothing is changed."
        },
        footer = {
            "",
            "Examples:",
            "  resctl doctor             before the weekend",
            "  resctl doctor -o json     for a monitoring system, by the exit code and the codes of the findings",
            "",
            "Exit codes: 0 no errors (there may be warnings), 3 the descriptor is invalid, 5 a host could not be seen, 8 errors were found,",
            "9 hosts disagree about which zone is live."
        })
final class DoctorCommand implements Task {
    private final Console console;

    @Mixin
    private final FileOption file = new FileOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    DoctorCommand(Console console) {
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
            Examination found =
                    Looking.at(console, work.looking(), () -> new DoctorSite(work.means()).examine(site, work.text()));
            console.out().print(output.json() ? Json.pretty(found) : DoctorView.human(found, console.screen()));
            return exit(found);
        }
    }

    private static ExitCode exit(Examination found) {
        List<ExitCode> fitting = new ArrayList<>();
        if (!found.conflicts().isEmpty()) {
            fitting.add(ExitCode.REFUSED);
        }
        if (!found.unseen().isEmpty()) {
            fitting.add(ExitCode.UNREACHABLE);
        }
        if (!found.sound()) {
            fitting.add(ExitCode.MISSED);
        }
        return ExitCode.of(fitting);
    }
}
