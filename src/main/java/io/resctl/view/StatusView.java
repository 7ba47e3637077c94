package io.resctl.view;

import io.resctl.view.SiteStatus.OfDatabase;
import io.resctl.view.SiteStatus.OfGateway;
import io.resctl.view.SiteStatus.OfHost;
import io.resctl.view.SiteStatus.OfService;
import io.resctl.view.SiteStatus.OfZone;
import io.resctl.view.SiteStatus.Role;
import io.resctl.view.Table.Cell;
import java.util.ArrayList;
import java.util.List;

/** The site at a glance. A zone that stands by is shown as standing by, not as broken. */
public final class StatusView {
    private final SiteStatus status;
    private final Screen screen;
    private final List<String> out = new ArrayList<>();

    private StatusView(SiteStatus status, Screen screen) {
        this.status = status;
        this.screen = screen;
    }

    public static String human(SiteStatus status, Screen screen) {
        StatusView view = new StatusView(status, screen);
        view.zones();
        view.hosts();
        view.services();
        view.gateways();
        view.databases();
        view.end();
        return String.join("\n", view.out) + "\n";
    }

    private void zones() {
        out.add("Site " + screen.bold(status.site()) + ", " + status.strategy() + ", " + Words.time(status.at()));
        Table table = new Table();
        for (OfZone zone : status.zones()) {
            String since = status.lease()
                    .filter(l -> zone.role() == Role.LIVE)
                    .map(l -> "since " + Words.time(l.since()) + ", epoch " + l.epoch() + ", by " + l.by())
                    .orElse("");
            table.row(
                    Cell.plain(zone.zone()),
                    new Cell(zone.role().words(), zone.role() == Role.LIVE ? screen::green : t -> t),
                    Cell.plain(zone.home() ? "home" : ""),
                    Cell.plain(since));
        }
        section("", table);
    }

    private void hosts() {
        Table table = new Table();
        table.row("HOST", "ZONE", "REACHED", "EPOCH", "DISK LEFT", "GUARD");
        for (OfHost host : status.hosts()) {
            table.row(
                    Cell.plain(host.host()),
                    Cell.plain(host.zone()),
                    new Cell(host.reached() ? "yes" : "NO", host.reached() ? t -> t : screen::red),
                    Cell.plain(host.epoch().map(String::valueOf).orElse("-")),
                    disk(host),
                    Cell.plain(host.reached() ? orDash(host.guard()) : Words.why(host.host(), host.why())));
        }
        section("Hosts", table);
    }

    private Cell disk(OfHost host) {
        return host.disk()
                .map(d -> new Cell(
                        Words.size(d.free()) + ", " + d.freePercent() + " %",
                        d.freePercent() < 5 ? screen::red : d.freePercent() < 10 ? screen::yellow : text -> text))
                .orElseGet(() -> Cell.plain("-"));
    }

    private void services() {
        Table table = new Table();
        table.row("SERVICE", "ZONE", "STATE");
        for (OfService service : status.services()) {
            table.row(Cell.plain(service.service()), Cell.plain(service.zone()), state(service));
        }
        section("Services", status.services().isEmpty() ? new Table() : table);
    }

    private Cell state(OfService s) {
        String unseen = s.unseen() == 0 ? "" : ", " + s.unseen() + " on hosts that did not answer";
        if (s.role() == Role.LIVE) {
            boolean whole = s.ready() == s.wanted();
            String words = s.ready() + " of " + s.wanted() + " ready" + unseen;
            return new Cell(words, whole ? screen::green : screen::red);
        }
        String lit = s.running() == 0 ? "" : ", " + s.running() + " running";
        return Cell.plain(s.role().words() + ": " + s.created() + " of " + s.wanted() + " created" + lit + unseen);
    }

    private void gateways() {
        Table table = new Table();
        table.row("GATEWAY", "ZONE", "STATE", "ADDRESS");
        for (OfGateway gateway : status.gateways()) {
            boolean serving = gateway.running() == SiteStatus.Running.SERVING;
            table.row(
                    Cell.plain(gateway.host()),
                    Cell.plain(gateway.zone()),
                    running(gateway.role(), gateway.running()),
                    Cell.plain(serving ? gateway.address() : ""));
        }
        section("Gateway", status.gateways().isEmpty() ? new Table() : table);
    }

    private Cell running(Role role, SiteStatus.Running running) {
        boolean live = role == Role.LIVE;
        return switch (running) {
            case SERVING -> new Cell("serving", live ? screen::green : screen::yellow);
            case STOPPED -> live ? new Cell("STOPPED", screen::red) : Cell.plain("standing by");
            case UNHEALTHY -> new Cell("UNHEALTHY", screen::red);
            case ABSENT -> new Cell("NOT CREATED", screen::red);
            case UNSEEN -> new Cell("not seen", screen::yellow);
        };
    }

    private void databases() {
        boolean semiSync =
                status.databases().stream().anyMatch(db -> db.semiSync().isPresent());
        Table table = new Table();
        table.row("DATABASE", "ZONE", "ROLE", "POSITION", "STATE", semiSync ? "SEMI-SYNC" : "");
        for (OfDatabase db : status.databases()) {
            table.row(
                    Cell.plain(db.host()),
                    Cell.plain(db.zone()),
                    Cell.plain(DatabaseWords.role(db)),
                    Cell.plain(Words.oneLine(db.position())),
                    DatabaseWords.state(db, screen),
                    DatabaseWords.semiSync(db, screen));
        }
        section("Database", status.databases().isEmpty() ? new Table() : table);
        if (!status.databases().isEmpty()) {
            out.add("  " + backups());
        }
    }

    private String backups() {
        return status.backups()
                .flatMap(b -> b.made()
                        .map(made -> "Last backup " + ago(made)
                                + b.copied()
                                        .map(copy -> ", copied to " + copy.host())
                                        .orElse("")
                                + b.verified()
                                        .map(v -> v.ok()
                                                ? "; last restore tried " + Words.time(v.at())
                                                : "; " + screen.red("LAST RESTORE FAILED") + ": "
                                                        + Words.oneLine(v.why()))
                                        .orElse("; no restore was ever tried")))
                .orElse("No backup.");
    }

    private static String ago(SiteStatus.OfBackups.At made) {
        return Words.time(made.at()) + " on " + made.host();
    }

    private void end() {
        out.add("");
        status.notes().forEach(note -> out.addAll(Notes.lines(note, screen)));
        status.findings().forEach(finding -> out.addAll(FindingLines.brief(finding, screen)));
        if (!status.findings().isEmpty()) {
            out.add("More, and why it matters: resctl doctor");
            out.add("");
        }
        out.add(status.drift()
                .map(changes -> changes == 0
                        ? screen.green("As described") + ": a plan would hold no changes."
                        : screen.yellow("Not as described") + ": a plan would hold "
                                + Words.count(changes, "change", "changes") + ". See them: resctl plan")
                .orElse("Whether all is as described is not known now. See: resctl plan"));
    }

    private void section(String title, Table table) {
        List<String> lines = table.lines("  ");
        if (lines.isEmpty()) {
            return;
        }
        if (!title.isEmpty()) {
            out.add("");
            out.add(screen.bold(title));
        }
        out.addAll(lines);
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : Words.oneLine(text);
    }
}
