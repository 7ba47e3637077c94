package io.resctl.component.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.backup.KeptBackup;
import io.resctl.backup.KeptLog;
import io.resctl.backup.RestorePlan;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The program that hosts get, on a real server: making, archiving, and what may go wrong in between. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupDockerTest {
    private BackupRig rig;

    @BeforeAll
    void start() {
        rig = BackupRig.withServer("a1");
    }

    @BeforeEach
    void begin() {
        rig.neverBackedUp();
    }

    @AfterAll
    void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    @Test
    void whatIsBrokenHalfWayIsNeverTaken() throws Exception {
        rig.sql("USE shop; INSERT INTO visits (what) SELECT REPEAT(UUID(), 200) FROM seq_1_to_4000");
        brokenOffAt("", "");
        brokenOffAt("manifest() { sleep 60; }", "manifest.json");
        brokenOffAt("sync() { sleep 60; }", "sha256");
        rig.backup("make").ok();
        assertThat(rig.sh("find srv/backup -name '.making*'").out()).isBlank();
        assertThat(rig.inventory().backups())
                .singleElement()
                .satisfies(b -> assertThat(b.full()).isTrue());

        // A piece that was lost on the disk: the chain is not continued, and what is damaged is not restored.
        rig.sh("f=$(ls -d srv/backup/made/*/0*); head -c -10 $f/data.00000 >x && mv x $f/data.00000")
                .ok();
        BackupRig.Said said = rig.restore("restore", rig.way("latest"), 0);
        assertThat(said.exit()).isNotZero();
        assertThat(said.err()).contains("its checksums do not hold. Nothing was restored");
        assertThat(rig.sh("ls srv/restore").out()).isBlank();
        rig.backup("make").ok();
        assertThat(rig.inventory().backups())
                .hasSize(2)
                .allSatisfy(b -> assertThat(b.full()).isTrue());
    }

    /** The power goes as soon as a file of the backup that is made is there; a step that is held gives the time for it. */
    private void brokenOffAt(String held, String file) {
        rig.append("make.sh", held);
        Process half = rig.begin("make", "full");
        rig.sh("for i in $(seq 600); do ls srv/backup/made/*/.making-*/" + file
                        + " >/dev/null 2>&1 && exit 0; sleep 0.05; done; exit 1")
                .ok();
        rig.kill(half);
        assertThat(rig.inventory().backups()).as("killed at " + file).isEmpty();
        rig.confWithB1();
    }

    @Test
    void aChainEndsWhereItsGroundEnds() {
        rig.backup("make").ok();
        rig.backup("make").ok();
        assertThat(rig.kinds()).containsExactly("full", "incremental");
        rig.lease(2, "milan", "a2");
        rig.backup("make").ok();
        assertThat(rig.kinds()).as("a promotion in between").containsExactly("full", "incremental", "full");
        rig.backup("make").ok();
        assertThat(rig.kinds()).hasSize(4).last().isEqualTo("incremental");

        // Rebuilt: the same host, other data.
        rig.sh("docker stop " + rig.container() + " && rm srv/mariadb/data/resctl-line && docker start "
                        + rig.container())
                .ok();
        rig.awaitServer();
        rig.backup("make").ok();
        List<KeptBackup> backups = rig.inventory().backups();
        assertThat(backups.stream().map(KeptBackup::line).distinct()).hasSize(2);
        assertThat(backups.stream()
                        .filter(b -> !b.line().equals(backups.getFirst().line()))
                        .toList()
                        .size())
                .isBetween(1, 4);
        assertThat(rig.kinds().stream().filter("full"::equals)).hasSize(3);

        // Not its turn: nothing is made, and who asks is told whose it is.
        rig.lease(3, "turin", "b1");
        rig.backup("due").ok();
        assertThat(rig.backup("make").err()).contains("backups are made on b1 now");
        assertThat(rig.inventory().backups()).hasSize(5);
    }

    @Test
    void dueIsByTheClockAndTwoNeverRunAtOnce() throws Exception {
        rig.backup("due").ok();
        rig.backup("due").ok();
        assertThat(rig.kinds()).containsExactly("full");
        rig.conf("a1", "servers=('a1 milan 127.1.2.1')\nevery=1");
        rig.backup("due").ok();
        assertThat(rig.kinds()).containsExactly("full", "incremental");
        // The clock was set back by a day: what is of tomorrow is no reason to wait for tomorrow.
        rig.sh(
                        "sed -i 's/\"started\": \".*\"/\"started\": \"2099-01-01T00:00:00Z\"/' srv/backup/made/*/0*/manifest.json")
                .ok();
        rig.backup("due").ok();
        assertThat(rig.kinds()).containsExactly("full", "incremental", "full");

        Process first = rig.begin("make", "full");
        Thread.sleep(300);
        BackupRig.Said second = rig.backup("make", "full").ok();
        assertThat(first.waitFor()).isZero();
        assertThat(second.err()).contains("waiting for the backup that is under way");
        assertThat(rig.kinds()).hasSize(5);
    }

    /**
     * Whatever happens to the one who archives, what is archived is byte for byte what the server wrote, but for one flag: byte 22 says of a log whether the
     * server still writes it.
     */
    @Test
    void theArchiveHasNoGap() throws Exception {
        rig.backup("make").ok();
        Process writer = new ProcessBuilder(
                        "bash",
                        "-c",
                        "docker exec -i -u mysql " + rig.container()
                                + " mariadb -u mysql -e \"SET @x = REPEAT('x', 5000); "
                                + "$(for i in $(seq 600); do printf 'INSERT INTO shop.visits (what) VALUES (@x); '; [ $((i % 100)) != 0 ] || printf 'FLUSH BINARY LOGS; '; done)\"")
                .start();
        for (int i = 0; writer.isAlive() || i < 5; i++) {
            Process archive = rig.begin("archive");
            Thread.sleep(50L + 70L * (i % 5));
            rig.kill(archive);
        }
        rig.backup("archive").ok();
        rig.sh("docker restart " + rig.container()).ok();
        rig.awaitServer();
        rig.sql("INSERT INTO shop.visits (what) VALUES ('after the restart')");
        rig.backup("archive").ok();
        assertThat(rig.sh("""
                for folder in srv/backup/made/*/log/binlog.*; do
                    for piece in $folder/[0-9]*_*; do case $piece in *.zst) zstd -qdc $piece ;; *) gzip -dc $piece ;; esac; done >joined
                    file=theirs && cp srv/mariadb/data/${folder##*/} $file
                    for one in joined $file; do printf '\\0' | dd of=$one bs=1 seek=21 conv=notrunc 2>/dev/null; done
                    if [ -e $folder/closed_* ]; then cmp joined $file || exit 1; else cmp -n $(stat -c %s joined) joined $file || exit 1; fi
                done
                ls srv/backup/made/*/log | wc -l; ls srv/mariadb/data | grep -c '^binlog[.][0-9]*$'""").ok().out().lines().distinct()).hasSize(1);
        List<KeptLog> logs = rig.inventory().logs();
        assertThat(logs).noneMatch(l -> l.state() == KeptLog.State.GAP);
        assertThat(logs.getLast().gtid()).isEqualTo(rig.sql("SELECT @@gtid_binlog_pos"));
        rig.restore("restore", rig.way("latest"), 0).ok();
        assertThat(rig.restored("SELECT COUNT(*) FROM shop.visits")).isEqualTo("601");

        // A log that became shorter than what was archived of it, as after a crash that lost its end: the archive
        // begins anew.
        rig.sh("rm -f srv/backup/made/*/log/binlog.000001/closed_*; truncate -s -10 srv/mariadb/data/binlog.000001")
                .ok();
        assertThat(rig.backup("archive").err()).contains("its end was lost");
        rig.backup("archive").ok();
        assertThat(rig.inventory().logs().stream().map(KeptLog::line).distinct())
                .hasSize(2);
    }

    @Test
    void aFullDiskStopsTheBackupNotTheServer() {
        rig.sh(
                        "mkdir -p tiny srv && mount -t tmpfs -o size=24m tmpfs tiny && rm -rf srv/backup && ln -s $PWD/tiny srv/backup")
                .ok();
        String servers = "servers=('a1 milan 127.1.2.1')";
        assertThat(rig.backup("make").err()).contains("no backup was begun").contains("Make room there");

        // What if that look is wrong: the disk is full when it comes to writing.
        rig.append("common.sh", "room() { :; }");
        rig.backup("make").ok();
        rig.sh("head -c 23800k /dev/urandom >tiny/other").ok();
        assertThat(rig.backup("make", "full").err()).contains("Nothing of it is kept");
        assertThat(rig.sh("find tiny -name '.making*'").out()).isBlank();
        rig.conf("a1", servers);
        assertThat(rig.backup("archive").err()).contains("the binary log is not archived");
        rig.sh("rm tiny/other").ok();

        // And what if others fill it meanwhile: it gives way to them.
        rig.append(
                "common.sh", "room() { :; }; reserve_bytes() { echo 999999999999; }; sleep() { command sleep 0.1; }");
        assertThat(rig.backup("make", "full").err()).contains("the disk was filling up");
        assertThat(rig.sh("find tiny -name '.making*'").out()).isBlank();
        assertThat(rig.inventory().backups()).hasSize(1);
        rig.sql("INSERT INTO shop.visits (what) VALUES ('it goes on')");
    }

    @Test
    void whoHasNoKeyReadsNothing() {
        rig.sh(
                        "openssl req -x509 -newkey rsa:2048 -noenc -days 2 -subj /CN=backup -keyout key.pem -out cert.pem 2>&1"
                                + " && openssl req -x509 -newkey rsa:2048 -noenc -days 2 -subj /CN=other -keyout other.pem -out o.pem 2>&1")
                .ok();
        rig.conf("a1", "servers=('a1 milan 127.1.2.1')\ncertificate='" + rig.folder + "/cert.pem'");
        rig.sql("INSERT INTO shop.visits (what) VALUES ('planted-text')");
        rig.backup("make").ok();
        rig.sql("INSERT INTO shop.visits (what) VALUES ('planted-later')");
        rig.backup("archive").ok();
        assertThat(rig.sh(
                                "for f in $(find srv/backup -type f -name 'data.*' -o -name '0*_*'); do cat $f; zstd -qdc $f 2>/dev/null; gzip -dc $f 2>/dev/null; done | grep -c planted")
                        .out()
                        .strip())
                .isEqualTo("0");
        RestorePlan plan = rig.way("latest");
        assertThat(plan.encrypted()).isTrue();
        assertThat(rig.restore("restore", plan, 0).err()).contains("no private key was given");
        key("other.pem");
        assertThat(rig.restore("restore", plan, 0).err()).contains("could not be unpacked");
        key("key.pem");
        rig.restore("restore", plan, 0).ok();
        assertThat(rig.restored("SELECT COUNT(*) FROM shop.visits")).isEqualTo("2");
        assertThat(rig.sh("ls /run/resctl-backup-" + rig.id).out())
                .as("the key is gone")
                .isBlank();
        rig.sh("rmdir /run/resctl-backup-" + rig.id);
    }

    private void key(String file) {
        rig.sh("mkdir -p /run/resctl-backup-" + rig.id + " && cp " + file + " /run/resctl-backup-" + rig.id + "/key")
                .ok();
    }
}
