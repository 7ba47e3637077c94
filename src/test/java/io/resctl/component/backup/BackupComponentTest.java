package io.resctl.component.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Setting;
import io.resctl.component.Wanted;
import io.resctl.model.Backup;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.resource.Wish;
import io.resctl.testing.Golden;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackupComponentTest {
    private static final String UNITS = "/etc/systemd/system/resctl-acme-backup-";

    @Test
    void whatIsWished() {
        List<Wish> wishes = wishes(Sites.backedUp());
        Golden.check("backup/wishes.txt", Wanted.list(wishes));
        Wanted.check(wishes, "a2", "/etc/resctl/acme/backup/backup.conf", "backup/backup.conf");
        for (String unit : List.of(
                "due.service",
                "due.timer",
                "follow.service",
                "serve.socket",
                "serve@.service",
                "pull.service",
                "pull.timer")) {
            Wanted.check(wishes, "a2", UNITS + unit, "backup/" + unit);
        }
    }

    @Test
    void hostsWithoutADatabaseHaveNothingToDo() {
        assertThat(wishes(Sites.backedUp())).extracting(Wish::host).containsOnly("a1", "a2", "b1");
        assertThat(wishes(Sites.pilotLight())).isEmpty();
    }

    @Test
    void withoutACopyNobodyPulls() {
        Backup backup = new Backup(
                Duration.ofHours(1),
                Duration.ofDays(1),
                Duration.ofMinutes(1),
                new Backup.Keep(24, 30),
                Optional.empty(),
                Optional.of("a2"),
                Optional.empty());
        Site site = Sites.with(Sites.pilotLight(), Sites.pilotLight().strategy(), Optional.of(backup));
        String listed = Wanted.list(wishes(site));
        assertThat(listed).doesNotContain("pull", "certificate").contains("serve.socket");
        assertThat(Wanted.file(wishes(site), "a1", "/etc/resctl/acme/backup/backup.conf"))
                .contains("\ncopy=no\n", "\ncertificate=''\n", "\nfrom='a2'\n");
    }

    /** Which host does what is in no file: it is read from the lease. */
    @Test
    void aLeaseChangesNothing() {
        assertThat(new BackupComponent()
                        .wishes(new Setting(
                                Sites.backedUp(),
                                new io.resctl.model.Lease(7, "turin", "b1", Sites.SINCE, "anna@desk"))))
                .isEqualTo(wishes(Sites.backedUp()));
    }

    private static List<Wish> wishes(Site site) {
        return new BackupComponent().wishes(new Setting(site, Sites.homeLease()));
    }
}
