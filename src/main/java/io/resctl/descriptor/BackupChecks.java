package io.resctl.descriptor;

import io.resctl.model.SemiSync;
import io.resctl.model.Site;
import io.resctl.model.Strategy;
import io.resctl.model.Zone;
import java.util.List;

/** A backup must be of something, and be where its loss and the site's loss are two different misfortunes. */
final class BackupChecks {
    private BackupChecks() {}

    static void places(Site site, Places places, Findings findings) {
        site.backup().ifPresent(backup -> {
            if (site.database().isEmpty()) {
                findings.error(
                        places.of("backup"),
                        "backup.nothing",
                        "there is a `backup:` and no `database:`",
                        "remove `backup:`: it is of databases");
                return;
            }
            List<String> servers = site.database().get().hosts();
            backup.from()
                    .filter(host -> !servers.contains(host))
                    .ifPresent(host -> findings.error(
                            places.of("backup", "from"),
                            "backup.from",
                            "no database server runs on `" + host + "`, so none can be backed up there",
                            "one of " + Words.list(servers) + ", or leave `from:` out: a replica is chosen"));
            backup.to().ifPresent(zone -> to(site, zone, places.of("backup", "to"), findings));
        });
    }

    private static void to(Site site, String zone, Place place, Findings findings) {
        List<String> away =
                site.zones().stream().filter(z -> !z.home()).map(Zone::name).toList();
        if (!away.contains(zone)) {
            boolean home = site.zones().stream().anyMatch(z -> z.name().equals(zone));
            findings.error(
                    place,
                    "backup.to",
                    home
                            ? "the copy would be in the zone `" + zone + "`, where the backups are made"
                            : "there is no zone " + Words.quote(zone),
                    Words.didYouMean(zone, away) + "the copy belongs into the other zone: " + Words.list(away));
        }
    }

    /** Where nothing is replicated, the copy of the backups is all that the other zone has. */
    static void strategy(Site site, Places places, Findings findings) {
        if (site.strategy() != Strategy.BACKUP_RESTORE || site.database().isEmpty()) {
            return;
        }
        if (site.backup().flatMap(b -> b.to()).isEmpty()) {
            findings.error(
                    places.of("strategy"),
                    "backup.missing",
                    "the strategy is `backup-restore`, and no zone keeps a copy of backups",
                    "add `backup: {every: 1h, keep: {hourly: 24, daily: 30}, to: "
                            + site.zones().stream()
                                    .filter(z -> !z.home())
                                    .map(Zone::name)
                                    .findFirst()
                                    .orElse("ZONE") + "}`");
        }
        if (site.database().get().semiSync() == SemiSync.STANDBY) {
            findings.error(
                    places.of("database", "mariadb", "semiSync"),
                    "backup.semisync",
                    "the standby shall acknowledge every transaction, but with `backup-restore` it has no replica",
                    "write `semiSync: local` or leave it out, or `strategy: pilot-light`");
        }
    }
}
