package io.resctl.view;

import io.resctl.lab.LabHost;
import io.resctl.view.Table.Cell;
import java.util.List;
import java.util.Locale;

/** The hosts of a lab. */
public final class LabView {
    private LabView() {}

    public static String human(String lab, List<LabHost> hosts, Screen screen) {
        Table table = new Table();
        table.row("HOST", "ZONE", "STATE", "LOGIN", "WAN", "PORT 80 AT");
        for (LabHost host : hosts) {
            boolean running = host.state() == LabHost.State.RUNNING;
            table.row(
                    Cell.plain(host.name()),
                    Cell.plain(host.zone()),
                    new Cell(host.state().name().toLowerCase(Locale.ROOT), running ? screen::green : screen::red),
                    Cell.plain(host.user() + "@" + host.address()),
                    new Cell(host.onWan() ? host.endpoint() : "CUT", host.onWan() ? t -> t : screen::red),
                    Cell.plain(
                            host.port().isPresent() ? "127.0.0.1:" + host.port().getAsInt() : ""));
        }
        return "Lab " + screen.bold(lab) + "\n" + String.join("\n", table.lines("  ")) + "\n";
    }
}
