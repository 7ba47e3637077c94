package io.resctl.cli;

import io.resctl.plan.Selection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --zone}, {@code --host} and {@code --only}: a part of the plan. */
final class OnlyOption {
    @Mixin
    final HostsOption hosts = new HostsOption();

    @Option(
            names = "--only",
            paramLabel = "WHAT",
            split = ",",
            hideParamSyntax = true,
            description =
                    "Only this component (gateway) or one thing of it (service/web-3), as plans name them. May be repeated.")
    private List<String> only = new ArrayList<>();

    Selection selection() {
        return new Selection(
                new LinkedHashSet<>(hosts.zones()), new LinkedHashSet<>(hosts.hosts()), new LinkedHashSet<>(only));
    }
}
