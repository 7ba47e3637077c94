package io.resctl.component.mariadb;

import io.resctl.component.Wishes;
import io.resctl.model.Names;
import io.resctl.render.Templates;
import io.resctl.resource.Content;
import io.resctl.resource.Owner;
import io.resctl.resource.Ref;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The server's logs on the host's file system stay within bounds. By a timer of systemd, which every host has, rather than logrotate, which a host may lack
 * and whose folder belongs to a package.
 */
final class LogRotation {
    private static final String UNITS = "/etc/systemd/system/";

    /** Bytes. */
    private static final String MOST = "10485760";

    private static final int KEEP = 5;

    private final Names names;
    private final ServerFiles files;

    LogRotation(Names names, ServerFiles files) {
        this.names = names;
        this.files = files;
    }

    /** Adds what a host needs. */
    void on(String host, Wishes wishes, String because) {
        Map<String, Object> values = Map.of(
                "site", names.site(),
                "container", names.container(ServerFiles.ROLE),
                "logs", files.logs(),
                "uid", ServerFiles.UID,
                "most", MOST,
                "keep", KEEP,
                "script", script());
        String unit = "resctl-" + names.site() + "-db-logs";
        String timer = UNITS + unit + ".timer";
        wishes.on(host, "logs", because)
                .after(host, new Ref("directory", files.logs()))
                .add(text(script(), "rotate-logs", values, "0755"))
                .add(text(UNITS + unit + ".service", "logs.service", values, "0644"))
                .add(text(timer, "logs.timer", values, "0644"))
                .add(new Unit(
                        unit + ".timer",
                        true,
                        true,
                        List.of(timer),
                        Unit.OnChange.RESTART,
                        Optional.empty(),
                        Duration.ofSeconds(30)));
    }

    private String script() {
        return files.folder() + "/rotate-logs";
    }

    private static TextFile text(String path, String template, Map<String, Object> values, String mode) {
        return new TextFile(
                path, Content.text(new Templates().render("mariadb/" + template, values)), mode, Owner.ROOT);
    }
}
