package io.resctl.cli;

import io.resctl.app.Components;
import io.resctl.app.ExitCode;
import io.resctl.app.Render;
import io.resctl.app.Render.Rendered;
import io.resctl.app.SiteFile;
import io.resctl.json.Json;
import io.resctl.model.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resctl render}. */
@Command(
        name = "render",
        description = {
            "Show the files that each host would get.",
            "No host is asked and no secret is read: where a value will stand, its name stands in <...>."
        },
        footer = {
            "",
            "Examples:",
            "  resctl render --host a1          print the files of a1",
            "  resctl render --out /tmp/site    write them to /tmp/site/HOST/PATH",
            "",
            "Exit codes: 0 done, 1 a file could not be written, 3 the descriptor is invalid."
        })
final class RenderCommand implements Task {
    private final Console console;

    @Mixin
    private final FileOption file = new FileOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final HostsOption hosts = new HostsOption();

    @Option(names = "--out", paramLabel = "DIR", description = "Write the files below this folder instead.")
    private String out = "";

    RenderCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() {
        SiteFile siteFile = file.read(console, output);
        if (siteFile.site().isEmpty()) {
            return ExitCode.INVALID;
        }
        Site site = siteFile.site().get();
        if (Usage.wrong(console, hosts.unknown(site))) {
            return ExitCode.USAGE;
        }
        Set<String> wanted = hosts.of(site);
        List<Rendered> files = Render.files(Components.all(), site, wanted::contains);
        return out.isEmpty() ? print(files) : write(files);
    }

    private ExitCode print(List<Rendered> files) {
        if (output.json()) {
            console.out().print(Json.pretty(files));
            return ExitCode.OK;
        }
        for (Rendered f : files) {
            console.out()
                    .println("==> " + f.host() + " " + f.path() + " (mode " + f.mode() + ", owner " + f.owner() + ")");
            console.out().println(f.text());
        }
        return ExitCode.OK;
    }

    private ExitCode write(List<Rendered> files) {
        Path directory = console.directory().resolve(out);
        try {
            Render.write(files, directory);
        } catch (IOException e) {
            console.err().println("resctl: cannot write below " + directory + ": " + e.getMessage());
            return ExitCode.FAILED;
        }
        long count = files.stream().map(Rendered::host).distinct().count();
        console.out().println("Wrote " + files.size() + " files of " + count + " hosts below " + directory + ".");
        return ExitCode.OK;
    }
}
