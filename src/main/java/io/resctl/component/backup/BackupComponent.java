package io.resctl.component.backup;

import io.resctl.component.Component;
import io.resctl.component.Ground;
import io.resctl.component.Setting;
import io.resctl.component.Wishes;
import io.resctl.model.Backup;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.resource.Content;
import io.resctl.resource.Directory;
import io.resctl.resource.Owner;
import io.resctl.resource.Ref;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The same on every database host: which of them makes the backups, and which keeps the copy, each host reads from its lease. So a promotion or a
 * failover needs no apply, and there is no moment in which nobody is told.
 */
public final class BackupComponent implements Component {
    private static final String UNITS = "/etc/systemd/system/";

    @Override
    public String kind() {
        return "backup";
    }

    @Override
    public List<Wish> wishes(Setting setting) {
        Wishes wishes = new Wishes(kind());
        Site site = setting.site();
        site.backup()
                .ifPresent(backup -> site.database()
                        .ifPresent(database ->
                                database.hosts().forEach(host -> host(site, backup, site.host(host), wishes))));
        return wishes.list();
    }

    private static void host(Site site, Backup backup, Host host, Wishes wishes) {
        Names names = site.names();
        BackupFiles files = new BackupFiles(site, backup, host);
        Wishes.Subject program = wishes.on(host.name(), "program", "backup")
                .after(host.name(), new Ref("directory", names.etc()))
                .add(new Directory(files.folder(), "0755", Owner.ROOT, false))
                .after(host.name(), Ground.ready(names))
                .add(new Directory(names.backups(), "0700", Owner.ROOT, true))
                .add(new Directory(names.restores(), "0700", Owner.ROOT, true));
        backup.encryption()
                .ifPresent(e -> program.add(file(files.certificate(), Content.secret(e.certificateSecret()), "0400")));
        List<TextFile> texts = files.program();
        texts.forEach(program::add);
        List<String> watched = texts.stream().map(TextFile::path).toList();

        unit(wishes, files, host, "backups", BackupFiles.DUE + ".service", BackupFiles.DUE + ".timer", List.of());
        unit(wishes, files, host, "log archive", "", BackupFiles.FOLLOW + ".service", watched);
        String serve = BackupFiles.SERVE;
        unit(wishes, files, host, "listener", serve + "@.service", serve + ".socket", List.of());
        if (backup.to().isPresent()) {
            unit(wishes, files, host, "copy", BackupFiles.PULL + ".service", BackupFiles.PULL + ".timer", List.of());
        }
    }

    /** @param called the unit that systemd starts for the running one; empty if there is none */
    private static void unit(
            Wishes wishes,
            BackupFiles files,
            Host host,
            String subject,
            String called,
            String running,
            List<String> watched) {
        String unit = files.unitName(running);
        Wishes.Subject chain = wishes.on(host.name(), subject, "backup")
                .after(host.name(), TextFile.at(files.programPath()))
                .after(host.name(), Ground.guarded(files.names()));
        if (!called.isEmpty()) {
            chain.add(file(UNITS + files.unitName(called), Content.text(files.unitText(called)), "0644"));
        }
        chain.add(file(UNITS + unit, Content.text(files.unitText(running)), "0644"))
                .add(new Unit(
                        unit,
                        true,
                        true,
                        watched.isEmpty() ? List.of(UNITS + unit) : watched,
                        Unit.OnChange.RESTART,
                        Optional.empty(),
                        Duration.ofSeconds(30)));
    }

    private static TextFile file(String path, Content content, String mode) {
        return new TextFile(path, content, mode, Owner.ROOT);
    }
}
