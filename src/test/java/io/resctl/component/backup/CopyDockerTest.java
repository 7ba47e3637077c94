package io.resctl.component.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.backup.Inventory;
import io.resctl.backup.KeptBackup;
import io.resctl.backup.Store;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The copy in the other zone: fetched from a real server's host, and left alone by whatever becomes of that host. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopyDockerTest {
    private static final String SERVERS = "servers=('a1 milan 127.1.2.1' 'b1 turin 127.1.2.9')\n";
    private BackupRig source;
    private BackupRig keeper;
    private int port;

    @BeforeAll
    void start() {
        source = BackupRig.withServer("a1");
        source.sql("CREATE DATABASE shop; CREATE TABLE shop.visits (id INT AUTO_INCREMENT PRIMARY KEY, what TEXT);");
        source.heartbeat("UTC_TIMESTAMP(6)");
        port = 20000 + ThreadLocalRandom.current().nextInt(20000);
        source.conf("a1", SERVERS + "address=127.1.2.1 port=" + port);
        source.serve("127.1.2.1", port);
    }

    @BeforeEach
    void begin() {
        source.sh("rm -rf srv/backup").ok();
        source.backup("make").ok();
        source.sql("INSERT INTO shop.visits (what) VALUES ('one more')");
        source.backup("archive").ok();
        if (keeper != null) {
            keeper.close();
        }
        keeper = BackupRig.host("b1");
        keeper.conf("b1", SERVERS + "address=127.1.2.9 port=" + port);
    }

    @AfterAll
    void stop() {
        for (BackupRig rig : new BackupRig[] {source, keeper}) {
            if (rig != null) {
                rig.close();
            }
        }
    }

    @Test
    void whatIsFetchedOutlivesTheSource() {
        keeper.backup("pull").ok();
        source.backup("make").ok();
        source.sql("INSERT INTO shop.visits (what) VALUES ('the last one')");
        source.heartbeat("UTC_TIMESTAMP(6)");
        source.backup("archive").ok();
        keeper.backup("pull").ok();
        Inventory copy = keeper.inventory();
        assertThat(copy.backups())
                .hasSize(2)
                .allSatisfy(b -> assertThat(b.store()).isEqualTo(Store.COPY));
        assertThat(copy.logs()).hasSameSizeAs(source.inventory().logs());
        assertThat(copy.logs().getLast().bytes())
                .isEqualTo(source.inventory().logs().getLast().bytes());
        String rows = source.sql("SELECT COUNT(*) FROM shop.visits");

        // Whoever has the source removes what it has, and puts rubbish of the same names in its place.
        source.sh("for f in $(find srv/backup/made -type f); do echo rubbish >$f; done")
                .ok();
        keeper.backup("pull");
        source.sh("rm -rf srv/backup/made").ok();
        keeper.backup("pull");
        assertThat(keeper.inventory().backups()).isEqualTo(copy.backups());
        assertThat(keeper.restore("restore", keeper.way("latest"), 0).ok().out())
                .contains("ok yes\n");
        assertThat(keeper.restored("SELECT COUNT(*) FROM shop.visits")).isEqualTo(rows);
    }

    @Test
    void whatIsNotWhatItsChecksumSaysIsNotTaken() {
        source.sh("f=$(ls -d srv/backup/made/*/0*)/data.00000; cp $f good; " + spoil(100))
                .ok();
        assertThat(keeper.backup("pull").err()).contains("is not what its checksums say");
        assertThat(keeper.inventory().backups()).isEmpty();
        assertThat(keeper.inventory().logs())
                .as("what is not damaged is fetched all the same")
                .isNotEmpty();
        source.sh("cp good $(ls -d srv/backup/made/*/0*)/data.00000").ok();
        keeper.backup("pull").ok();
        assertThat(keeper.inventory().backups()).as("not again and again").isEmpty();
        keeper.sh("rm -rf srv/backup/copy/.refused").ok();
        keeper.backup("pull").ok();
        assertThat(keeper.inventory().backups()).hasSize(1);

        source.sh("f=$(ls srv/backup/made/*/log/*/0*_* | tail -1); cp $f good; " + spoil(30))
                .ok();
        keeper.sh("rm -rf srv/backup/copy/*/log").ok();
        assertThat(keeper.backup("pull").err()).contains("is not what its checksum says");
        assertThat(keeper.sh("find srv/backup/copy -name '0*_*'").out()).isBlank();
    }

    /** Makes another byte of one byte of the file {@code $f}, whatever it was. */
    private static String spoil(int at) {
        return "dd if=$f bs=1 skip=" + at
                + " count=1 2>/dev/null | tr '\\000-\\377' '\\001-\\377\\000' | dd of=$f bs=1 seek=" + at
                + " conv=notrunc 2>/dev/null; ! cmp -s good $f";
    }

    /** What arrives half is continued, and named only when it is whole. */
    @Test
    void aPullThatIsKilledGoesOn() throws Exception {
        source.sql("USE shop; INSERT INTO visits (what) SELECT TO_BASE64(RANDOM_BYTES(1024)) FROM seq_1_to_8000");
        source.backup("make", "full").ok();
        for (int pause : new int[] {100, 200, 400, 700}) {
            Process pull = keeper.begin("pull");
            Thread.sleep(pause);
            keeper.kill(pull);
            assertThat(keeper.inventory().damaged()).isEmpty();
        }
        keeper.backup("pull").ok();
        assertThat(keeper.inventory().backups().stream().map(KeptBackup::name).toList())
                .isEqualTo(source.inventory().backups().stream()
                        .map(KeptBackup::name)
                        .toList());
        assertThat(keeper.sh("find srv/backup/copy -name '.pulling*'").out()).isBlank();
        source.sql("DELETE FROM shop.visits WHERE LENGTH(what) > 1000");
    }

    /** The power goes when all has arrived and only the name is lacking. */
    @Test
    void aCopyThatOnlyLacksItsNameGetsIt() {
        keeper.backup("pull").ok();
        List<KeptBackup> copy = keeper.inventory().backups();
        keeper.sh(
                        "cd srv/backup/copy/*/ && ls -d 0* && name=$(ls -d 0*) && test -e $name/arrived && mv $name .pulling-$name")
                .ok();
        assertThat(keeper.inventory().backups()).isEmpty();
        keeper.backup("pull").ok();
        assertThat(keeper.inventory().backups().stream().map(KeptBackup::name).toList())
                .isEqualTo(copy.stream().map(KeptBackup::name).toList());
        assertThat(keeper.sh("find srv/backup/copy -name '.pulling*'").out()).isBlank();
    }

    @Test
    void aBackupThatShrankIsTakenAndNothingIsRemovedAnyMore() {
        source.sql("USE shop; INSERT INTO visits (what) SELECT TO_BASE64(RANDOM_BYTES(1024)) FROM seq_1_to_4000");
        source.backup("make", "full").ok();
        keeper.backup("pull").ok();
        source.sql("DROP TABLE shop.visits; CREATE TABLE shop.visits (id INT AUTO_INCREMENT PRIMARY KEY, what TEXT);");
        // What was written since the last checkpoint is a part of a backup, also when it was dropped since.
        source.sql("SET GLOBAL innodb_max_dirty_pages_pct = 0, GLOBAL innodb_max_dirty_pages_pct_lwm = 0");
        source.sh(
                        "for i in $(seq 60); do [ \"$(docker exec -u mysql " + source.container()
                                + " mariadb -u mysql -N -e \"SELECT variable_value < 100000 FROM information_schema.global_status WHERE variable_name = 'Innodb_checkpoint_age'\")\" = 1 ] && exit 0; sleep 0.5; done; exit 1")
                .ok();
        source.backup("make", "full").ok();
        assertThat(keeper.backup("pull").ok().err()).contains("is it still what it should be?");
        keeper.conf("b1", SERVERS + "address=127.1.2.9 keep_hourly=1 keep_daily=1 port=" + port);
        int kept = keeper.inventory().backups().size();
        keeper.backup("retain").ok();
        assertThat(keeper.inventory().backups()).hasSize(kept);
        assertThat(keeper.inventory().frozen()).hasSize(1);
        keeper.backup("retain", "shrink").ok();
        assertThat(keeper.inventory().frozen()).isEmpty();
    }

    @Test
    void whoHasNoTokenGetsNothing() {
        String ask =
                "printf '%s\\n%s\\n' \"$token\" \"$question\" | socat -t 5 - TCP:127.1.2.1:" + port + ",bind=$from";
        assertThat(keeper.sh("token=wrong question=list from=127.1.2.9; " + ask).out())
                .isEmpty();
        String good =
                "token=$({ printf 'resctl-backup\\n'; cat etc/secrets/replication; printf '\\n%s\\n' 127.1.2.9; } | sha256sum | cut -d' ' -f 1); ";
        assertThat(keeper.sh(good + "question=list from=127.1.2.9; " + ask).out())
                .endsWith("\nend\n");
        assertThat(keeper.sh(good + "question=list from=127.1.2.7; " + ask).out())
                .as("from elsewhere")
                .isEmpty();
        for (String other : List.of(
                "get ../../etc/secrets/replication", "get /etc/passwd", "remove x", "get a1-0123456789abcdef/../x")) {
            assertThat(keeper.sh(good + "question='" + other + "' from=127.1.2.9; " + ask)
                            .out())
                    .as(other)
                    .isEmpty();
        }
    }

    /** What another database host needs once, to restore there. */
    @Test
    void anotherHostFetchesWhatItNeeds() {
        var plan = source.way("latest");
        assertThat(keeper.fetch(plan, "a1").ok().err()).isEmpty();
        assertThat(keeper.restoreFetched(plan).ok().out()).contains("ok yes\n");
        assertThat(keeper.sh("ls srv/backup").out()).doesNotContain("fetched");
    }
}
