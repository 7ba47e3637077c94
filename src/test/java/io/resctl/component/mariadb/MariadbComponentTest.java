package io.resctl.component.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Setting;
import io.resctl.component.Wanted;
import io.resctl.model.Database;
import io.resctl.model.Lease;
import io.resctl.model.MaxScale;
import io.resctl.model.Router;
import io.resctl.model.Schema;
import io.resctl.model.SemiSync;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.model.Strategy;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.DatabaseData;
import io.resctl.resource.DatabaseHeartbeat;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.DatabaseSchema;
import io.resctl.resource.Wish;
import io.resctl.testing.Golden;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MariadbComponentTest {
    private static final String FOLDER = "/etc/resctl/acme/mariadb/";

    /** A backup has the accounts of a moment before its position: what is made in between would be in neither. */
    @Test
    void nothingIsMadeOnThePrimaryWhileAnotherIsSeeded() {
        List<Wish> wishes = wishes(Sites.pilotLight(), Sites.homeLease());
        List<Wish.At> made = wishes.stream()
                .filter(w -> w.host().equals("a1"))
                .filter(w -> w.resource() instanceof DatabaseAccount
                        || w.resource() instanceof DatabaseSchema
                        || w.resource() instanceof DatabaseHeartbeat)
                .map(w -> new Wish.At("a1", w.resource().ref()))
                .toList();
        assertThat(made).hasSizeGreaterThan(4);
        assertThat(wishes.stream()
                        .filter(w -> w.resource() instanceof DatabaseData
                                && !w.host().equals("a1")))
                .hasSize(2)
                .allSatisfy(seeded -> assertThat(seeded.requires()).containsAll(made));
    }

    @Test
    void whatIsWished() {
        List<Wish> wishes = wishes(Sites.pilotLight(), Sites.homeLease());
        Golden.check("mariadb/wishes.txt", Wanted.list(wishes));
        Wanted.check(wishes, "a1", FOLDER + "conf/resctl.cnf", "mariadb/resctl.cnf");
        Wanted.check(wishes, "a1", FOLDER + "compose.yml", "mariadb/compose.yml");
        Wanted.check(wishes, "a1", FOLDER + "compose.engine25.yml", "mariadb/compose.engine25.yml");
        Wanted.check(wishes, "a1", FOLDER + "init/resctl.sql", "mariadb/init.sql");
        Wanted.check(wishes, "a1", FOLDER + "init/whole.sh", "mariadb/whole.sh");
        Wanted.check(wishes, "a1", FOLDER + "rotate-logs", "mariadb/rotate-logs");
        Wanted.check(wishes, "a1", "/etc/systemd/system/resctl-acme-db-logs.service", "mariadb/logs.service");
        Wanted.check(wishes, "a1", "/etc/systemd/system/resctl-acme-db-logs.timer", "mariadb/logs.timer");
    }

    @Test
    void theFirstServerOfTheLiveZoneTakesWrites() {
        List<Wish> wishes = wishes(Sites.pilotLight(), Sites.lease(2, "turin"));
        assertThat(writable(wishes)).containsExactly("b1");
        assertThat(writable(wishes(Sites.pilotLight(), Sites.homeLease()))).containsExactly("a1");
    }

    /** Which of them gives its word depends on the lease, and a move of the lease must restart no server. */
    @Test
    void theFileIsTheSameWhicheverZoneIsLive() {
        for (SemiSync semiSync : SemiSync.values()) {
            List<Wish> before = wishes(with(semiSync, Optional.empty()), Sites.homeLease());
            List<Wish> after = wishes(with(semiSync, Optional.empty()), Sites.lease(2, "turin"));
            for (String host : List.of("a1", "a2", "b1")) {
                assertThat(file(after, host))
                        .isEqualTo(file(before, host))
                        .contains("read_only = ON", "skip_slave_start = ON")
                        .doesNotContain("rpl_semi_sync_slave_enabled = ON");
            }
        }
        Golden.check(
                "mariadb/resctl-semisync.cnf",
                file(wishes(with(SemiSync.LOCAL, Optional.empty()), Sites.homeLease()), "a1"));
    }

    /** The standby has nothing but backups: it is ready to take one, and runs no server. */
    @Test
    void whereNothingIsReplicatedOnlyTheLiveZoneRunsServers() {
        Site site = Sites.with(Sites.pilotLight(), Strategy.BACKUP_RESTORE, Optional.empty());
        List<Wish> wishes = wishes(site, Sites.homeLease());
        assertThat(wishes)
                .filteredOn(w -> w.resource() instanceof DatabaseData)
                .extracting(Wish::host)
                .containsExactly("a1", "a2");
        assertThat(wishes)
                .filteredOn(w -> w.host().equals("b1"))
                .extracting(w -> w.resource().ref().kind())
                .contains("image", "file", "directory")
                .doesNotContain("container", "database-data", "database-role");
    }

    @Test
    void behindMaxscaleItsAccountReplacesTheCheck() {
        Site site =
                with(SemiSync.NONE, Optional.of(new MaxScale("mariadb/maxscale:23.08.12", List.of("a1", "b1"), true)));
        Golden.check("mariadb/wishes-maxscale.txt", Wanted.list(wishes(site, Sites.homeLease())));
    }

    private static List<String> writable(List<Wish> wishes) {
        return wishes.stream()
                .filter(w -> w.resource() instanceof DatabaseRole role && role.writable())
                .map(Wish::host)
                .toList();
    }

    private static String file(List<Wish> wishes, String host) {
        return Wanted.file(wishes, host, FOLDER + "conf/resctl.cnf");
    }

    private static List<Wish> wishes(Site site, Lease lease) {
        return new MariadbComponent().wishes(new Setting(site, lease));
    }

    private static Site with(SemiSync semiSync, Optional<MaxScale> maxscale) {
        Database database = new Database(
                "mariadb:11.8",
                List.of("a1", "a2", "b1"),
                semiSync,
                maxscale.isPresent() ? Router.MAXSCALE : Router.HAPROXY,
                List.of(new Schema("shop_x", "shop", "shop-db")),
                maxscale);
        return Sites.with(Sites.pilotLight(), database);
    }
}
