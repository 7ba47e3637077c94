package io.resctl.component.backup;

import io.resctl.model.Backup;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.render.Templates;
import io.resctl.resource.Content;
import io.resctl.resource.Owner;
import io.resctl.resource.TextFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The program and the units of one host. */
final class BackupFiles {
    static final String DUE = "due";
    static final String FOLLOW = "follow";
    static final String SERVE = "serve";
    static final String PULL = "pull";

    /** User and group {@code mysql} in the image. */
    private static final String OWNER = "999:999";

    private static final String DATABASE_ROLE = "db";
    private static final List<String> PARTS =
            List.of("common.sh", "make.sh", "logs.sh", "retain.sh", "copy.sh", "list.sh", "restore.sh", "replace.sh");

    private final Site site;
    private final Backup backup;
    private final Host host;

    BackupFiles(Site site, Backup backup, Host host) {
        this.site = site;
        this.backup = backup;
        this.host = host;
    }

    Names names() {
        return site.names();
    }

    String folder() {
        return programPath().substring(0, programPath().lastIndexOf('/'));
    }

    String programPath() {
        return names().backupProgram();
    }

    String certificate() {
        return folder() + "/certificate.pem";
    }

    /** What it sources comes before the program, so that whoever calls it finds all. */
    List<TextFile> program() {
        List<TextFile> files = new ArrayList<>();
        files.add(file("backup.conf", conf(), "0644"));
        files.add(file("client.sh", Templates.asItIs("mariadb/client.sh"), "0644"));
        PARTS.forEach(part -> files.add(file(part, Templates.asItIs("backup/" + part), "0644")));
        files.add(file("backup", Templates.asItIs("backup/backup"), "0755"));
        return List.copyOf(files);
    }

    /** {@code due.timer} is called {@code resctl-SITE-backup-due.timer} on a host. */
    String unitName(String template) {
        return "resctl-" + site.name() + "-backup-" + template;
    }

    String unitText(String template) {
        return new Templates()
                .render(
                        "backup/" + template,
                        Map.of(
                                "site", site.name(),
                                "program", programPath(),
                                "address", host.vpn(),
                                "port", Names.BACKUP_PORT,
                                "logs", backup.logs().toSeconds(),
                                "vpnUnit", "wg-quick@" + names().vpnInterface() + ".service"));
    }

    private String conf() {
        Map<String, Object> values = new HashMap<>();
        values.put("site", site.name());
        values.put("host", host.name());
        values.put("zone", host.zone());
        values.put("address", host.vpn());
        values.put("port", Names.BACKUP_PORT);
        values.put("lease", names().lease());
        values.put("container", names().container(DATABASE_ROLE));
        values.put("unit", names().unit(DATABASE_ROLE));
        values.put("image", site.database().orElseThrow().image());
        values.put("owner", OWNER);
        values.put("data", names().databaseData());
        values.put("store", names().backups());
        values.put("restores", names().restores());
        values.put("secret", names().madeSecret(Names.REPLICATION_PASSWORD));
        values.put("every", backup.every().toSeconds());
        values.put("full", backup.full().toSeconds());
        values.put("logs", backup.logs().toSeconds());
        values.put("hourly", backup.keep().hourly());
        values.put("daily", backup.keep().daily());
        values.put("from", backup.from().orElse(""));
        values.put("copy", backup.to().isPresent());
        values.put("certificate", backup.encryption().isPresent() ? certificate() : "");
        values.put(
                "servers",
                site.database().orElseThrow().hosts().stream()
                        .map(site::host)
                        .map(server -> server.name() + " " + server.zone() + " " + server.vpn())
                        .toList());
        return new Templates().render("backup/backup.conf", values);
    }

    private TextFile file(String name, String text, String mode) {
        return new TextFile(folder() + "/" + name, Content.text(text), mode, Owner.ROOT);
    }
}
