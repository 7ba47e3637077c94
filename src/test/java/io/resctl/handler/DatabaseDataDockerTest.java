package io.resctl.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.resource.DatabaseData;
import io.resctl.resource.DatabaseData.Seed;
import io.resctl.resource.Observed;
import io.resctl.resource.Owner;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Data of real servers: made, seeded, and broken off at every stage. One box is source and target; the target's server is {@code resctl-acme-db2}. */
@Tag("docker")
class DatabaseDataDockerTest {
    private static final String IMAGE = DatabaseServers.IMAGE;
    private static final String SOURCE = "resctl-acme-db";
    private static final String TARGET = "resctl-acme-db2";
    private static final String PATH = "/srv/target/data";
    private static final String LOGS = "/srv/resctl/acme/mariadb/log";
    private static final String COUNT = "SELECT COUNT(*), SUM(CRC32(t)) FROM shop.rows_";
    private static final Owner MYSQL = new Owner(999, 999);
    private static final DatabaseData SEEDED = new DatabaseData(
            PATH, IMAGE, TARGET, MYSQL, Optional.of(new Seed(Box.HOST, "127.0.0.1", SOURCE, "127.0.0.1", 7409)));
    private static final DatabaseData FIRST = new DatabaseData(PATH, IMAGE, TARGET, MYSQL, Optional.empty());

    @SuppressWarnings("NullAway.Init")
    private static Box box;

    @BeforeAll
    static void start() {
        box = Box.start();
        box.load(IMAGE);
        box.write("/etc/init/resctl.sql", Box.golden("mariadb/init.sql"));
        box.write("/etc/init/whole.sh", Box.golden("mariadb/whole.sh"));
        box.sh("mkdir -p /srv/source /srv/target; install -d -m 0750 -o 999 -g 999 " + LOGS + " /srv/log2");
        box.mustMake(new DatabaseData("/srv/source/data", IMAGE, SOURCE, MYSQL, Optional.empty()));
        box.sh("mkdir -p /etc/conf.1 /etc/conf.2");
        for (int id = 1; id <= 2; id++) {
            box.write("/etc/conf." + id + "/resctl.cnf", """
                    [mariadbd]
                    server_id = %d
                    port = 330%d
                    skip_slave_start = ON
                    log_bin = binlog
                    gtid_strict_mode = ON
                    innodb_buffer_pool_size = 64M
                    log_error = /var/log/mysql/error.log
                    slow_query_log = ON
                    slow_query_log_file = /var/log/mysql/slow.log
                    long_query_time = 0
                    """.formatted(id, id));
        }
        box.sh(run(SOURCE, "/srv/source/data", 1));
        answers(SOURCE);
        sql(
                SOURCE,
                "CREATE DATABASE shop; USE shop; CREATE TABLE shop.rows_ (n INT PRIMARY KEY, t TEXT);"
                        + " INSERT INTO shop.rows_ SELECT seq, REPEAT(MD5(seq), 64) FROM seq_1_to_50000");
    }

    @AfterAll
    static void stop() {
        if (box != null) {
            box.close();
        }
    }

    @AfterEach
    void clean() {
        box.run("docker unpause " + SOURCE + "; docker start " + SOURCE + "; docker rm -fv " + TARGET + " " + TARGET
                + "-seed; rm -rf " + PATH + "*; systemctl stop resctl-seed-7409");
        answers(SOURCE);
    }

    @Test
    void aSeedIsWhole() {
        box.assertAbsent(SEEDED);
        box.mustMake(SEEDED);
        assertSeeded();
        box.mustMake(SEEDED);
        assertSeeded();
        assertThat(box.remove(SEEDED, false)).isEmpty();
        box.assertAsWished(SEEDED);
        box.run("docker rm -fv " + TARGET);
        assertThat(box.remove(SEEDED, true)).isEmpty();
        assertThat(box.sh("ls -A /srv/target")).isEmpty();
    }

    /** What it had begun on the host goes on for a while without it. */
    @Test
    void whenResctlIsKilledWhileItReceivesItIsSeededAgain() {
        try (Box.Background making = box.background(SEEDED)) {
            stopWhileReceiving();
            making.kill();
        }
        assertThat(box.attribute(SEEDED, "data")).isEqualTo(DatabaseData.HALF);
        assertThat(DatabaseData.worthless(box.observe(SEEDED))).isTrue();
        box.sh("docker unpause " + SOURCE);
        box.mustMake(SEEDED);
        assertSeeded();
        assertNothingIsLeft();
    }

    @Test
    void whenResctlIsKilledWhileTheBackupIsPreparedItIsSeededAgain() {
        try (Box.Background making = box.background(SEEDED)) {
            box.sh("timeout 120 sh -c 'until docker top " + TARGET
                    + "-seed 2>/dev/null | grep -q -e --prepare; do :; done'" + "; docker pause " + TARGET + "-seed");
            making.kill();
        }
        assertThat(box.attribute(SEEDED, "data")).isEqualTo(DatabaseData.HALF);
        box.mustMake(SEEDED);
        assertSeeded();
        assertNothingIsLeft();
    }

    @Test
    void whenTheSenderIsKilledNothingIsTakenForData() {
        for (String kill : new String[] {
            "systemctl kill -s KILL resctl-seed-7409.service",
            "kill -9 $(docker top " + SOURCE + " -eo pid,args | awk '/[m]ariadb-backup/ {print $1; exit}')",
            "docker kill " + SOURCE
        }) {
            try (Box.Background making = box.background(SEEDED)) {
                stopWhileReceiving();
                box.sh(kill.startsWith("docker") ? kill : kill + "; docker unpause " + SOURCE);
                assertThat(making.failure()).as(kill).contains("the backup from box did not arrive whole");
            }
            box.assertAbsent(SEEDED);
            assertThat(box.sh("ls -A /srv/target")).as(kill).isEmpty();
            box.run("docker start " + SOURCE);
            answers(SOURCE);
            box.mustMake(SEEDED);
            assertSeeded();
            assertNothingIsLeft();
            box.sh("docker rm -fv " + TARGET + "; rm -rf " + PATH);
        }
    }

    /** By it a stream that was cut between two files is told from a whole one. */
    @Test
    void theFileThatTellsOfTheBackupComesLast() {
        box.sh(
                "docker exec -u mysql " + SOURCE
                        + " mariadb-backup --backup --stream=mbstream --user=mysql --target-dir=/tmp/cut >/tmp/whole.xb 2>/dev/null");
        String last = box.sh("docker run --rm -i --entrypoint sh " + IMAGE
                + " -c 'mkdir /tmp/x && mbstream -x -v -C /tmp/x 2>&1 | tail -n 1' </tmp/whole.xb");
        assertThat(last).endsWith("backup_info");
    }

    @Test
    void aServerThatRunsOnRemovedFilesIsStoppedBeforeItIsSeededAgain() {
        box.mustMake(SEEDED);
        assertSeeded();
        box.sh("rm -rf " + PATH);
        box.mustMake(SEEDED);
        assertThat(box.sh("docker inspect -f '{{.State.Running}}' " + TARGET)).isEqualTo("false");
        box.run("docker rm -fv " + TARGET);
        assertSeeded();
    }

    @Test
    void aFirstServerIsMarkedUntilItHasMadeItsData() {
        box.assertAbsent(FIRST);
        box.mustMake(FIRST);
        assertThat(box.attribute(FIRST, "data")).isEqualTo(DatabaseData.NEW);
        box.mustMake(FIRST);
        box.sh(run(TARGET, PATH, 2));
        box.mustMake(FIRST);
        answers(TARGET);
        box.assertAsWished(FIRST);
        box.mustMake(FIRST);
        answers(TARGET);
    }

    @Test
    void aSetUpThatWasKilledBeginsAgain() {
        box.mustMake(FIRST);
        box.sh(run(TARGET, PATH, 2));
        box.sh("timeout 60 sh -c 'until [ -d " + PATH + "/mysql ]; do :; done'; docker kill " + TARGET);
        assertThat(box.attribute(FIRST, "data")).isEqualTo(DatabaseData.NEW);
        // Started again it runs on a half made database, or ends, depending on how much of it there is.
        box.sh("docker start " + TARGET + "; timeout 60 sh -c 'until docker exec " + TARGET
                + " grep -qx mariadbd /proc/1/comm || [ \"$(docker inspect -f {{.State.Running}} " + TARGET
                + ")\" = false ]; do sleep 0.2; done'");
        box.mustMake(FIRST);
        assertThat(box.sh("ls -A " + PATH)).isEqualTo(DatabaseData.BEGUN);
        box.sh("docker start " + TARGET);
        answers(TARGET);
        box.assertAsWished(FIRST);
    }

    @Test
    void aContainerThatFindsItsFolderEmptyMakesNothingThatCouldBeTakenForTheSite() {
        box.sh("mkdir -p " + PATH + "; chown 999:999 " + PATH);
        box.assertAbsent(FIRST);
        box.sh(run(TARGET, PATH, 2) + "; docker wait " + TARGET);
        assertThat(box.sh("docker logs " + TARGET + " 2>&1")).contains("resctl did not ask for an empty database");
        assertThat(box.attribute(FIRST, "data")).isEqualTo(DatabaseData.NEW);
    }

    @Test
    void whateverElseIsThereIsNotTouched() {
        box.sh("mkdir -p " + PATH + "; echo precious >" + PATH + "/ibdata1");
        assertThat(box.attribute(SEEDED, "data")).isEqualTo("foreign");
        assertThat(box.make(SEEDED)).hasValueSatisfying(said -> assertThat(said).contains("move it away"));
        assertThat(box.make(FIRST)).hasValueSatisfying(said -> assertThat(said).contains("move it away"));
        assertThat(box.sh("cat " + PATH + "/ibdata1")).isEqualTo("precious");
        box.sh("rm -rf " + PATH + "; touch " + PATH);
        assertThat(box.observe(SEEDED)).isInstanceOf(Observed.Unknown.class);
        box.sh("rm " + PATH);
    }

    /** By the units that a site's host gets. The server goes on writing while its log is set aside: no line may be lost. */
    @Test
    void logsThatHaveGrownAreSetAsideAndTheServerOpensNewOnes() {
        box.write("/etc/resctl/acme/mariadb/rotate-logs", Box.golden("mariadb/rotate-logs"));
        for (String unit : new String[] {"service", "timer"}) {
            box.write("/etc/systemd/system/resctl-acme-db-logs." + unit, Box.golden("mariadb/logs." + unit));
        }
        box.sh("systemctl daemon-reload; systemctl enable --now resctl-acme-db-logs.timer");
        assertThat(box.sh("systemctl show -P NextElapseUSecRealtime resctl-acme-db-logs.timer"))
                .isNotEmpty();
        String rotate =
                "systemctl reset-failed resctl-acme-db-logs.service; systemctl start resctl-acme-db-logs.service";
        String before = box.sh("ls -i " + LOGS);
        box.sh(rotate);
        assertThat(box.sh("ls -i " + LOGS))
                .as("small logs are left as they are")
                .isEqualTo(before);
        String position = sql(SOURCE, "SELECT @@gtid_binlog_pos");
        for (int round = 1; round <= 7; round++) {
            sql(SOURCE, "SELECT 'round " + round + " '");
            box.sh("head -c 11000000 /dev/zero | tr '\\0' y >>" + LOGS + "/slow.log; " + rotate);
            sql(SOURCE, "SELECT 'after " + round + " '");
            assertThat(box.sh("grep -c 'after " + round + " ' " + LOGS + "/slow.log"))
                    .isEqualTo("1");
        }
        assertThat(box.sh("cd " + LOGS + "; ls slow.log*"))
                .isEqualTo("slow.log\nslow.log.1\nslow.log.2.gz\nslow.log.3.gz\nslow.log.4.gz\nslow.log.5.gz");
        assertThat(box.sh("cd " + LOGS + "; zcat slow.log.3.gz | grep -ac 'round 5 '"))
                .isEqualTo("1");
        assertThat(box.sh("stat -c %u " + LOGS + "/* | sort -u")).isEqualTo("999");
        assertThat(sql(SOURCE, "SELECT @@gtid_binlog_pos"))
                .as("no transaction of its own")
                .isEqualTo(position);

        // The error log, and a server that was down meanwhile.
        box.sh("docker stop " + SOURCE + "; head -c 11000000 /dev/zero | tr '\\0' y >>" + LOGS + "/error.log; "
                + rotate);
        box.sh("docker start " + SOURCE);
        answers(SOURCE);
        assertThat(box.sh("cat " + LOGS + "/error.log")).contains("ready for connections");
        box.sh("rm " + LOGS + "/*.log; " + rotate + "; cd " + LOGS + "; ls slow.log error.log");
        box.sh("systemctl disable --now resctl-acme-db-logs.timer; rm /etc/systemd/system/resctl-acme-db-logs.*");
    }

    private static void stopWhileReceiving() {
        box.sh("timeout 120 sh -c 'until [ \"$(du -sm " + PATH
                + ".seeding 2>/dev/null | cut -f 1)\" -gt 15 ]; do :; done' 2>/dev/null" + " && docker pause "
                + SOURCE);
        assertThat(box.sh("ls " + PATH + ".seeding")).doesNotContain("backup_info");
    }

    private static void assertSeeded() {
        box.assertAsWished(SEEDED);
        if (box.run("docker inspect " + TARGET).exit() != 0) {
            box.sh(run(TARGET, PATH, 2));
            answers(TARGET);
        }
        assertThat(sql(TARGET, COUNT)).isEqualTo(sql(SOURCE, COUNT));
        assertThat(box.sh("cat " + PATH + "/resctl-seed-position")).isEqualTo(sql(SOURCE, "SELECT @@gtid_binlog_pos"));
    }

    private static void assertNothingIsLeft() {
        assertThat(box.sh("ls -A /srv/target")).isEqualTo("data");
        assertThat(box.sh("docker top " + SOURCE + " -eo pid,args")).doesNotContain("mariadb-backup");
        assertThat(box.sh("docker exec " + SOURCE + " ls /tmp")).doesNotContain("resctl-seed");
        assertThat(box.sh("docker ps -a --format '{{.Names}}'")).doesNotContain("-seed");
        assertThat(box.sh("ls -A /run/resctl")).doesNotContain("seed");
    }

    private static String run(String name, String data, int id) {
        return "docker run -d --name " + name + " --network host --user 999:999 -e MARIADB_RANDOM_ROOT_PASSWORD=1"
                + " -e MARIADB_ROOT_HOST=localhost -e MARIADB_INITDB_SKIP_TZINFO=1 -v /etc/init:/docker-entrypoint-initdb.d:ro -v /etc/conf."
                + id
                + ":/etc/mysql/conf.d:ro -v " + (id == 1 ? LOGS : "/srv/log2")
                + ":/var/log/mysql --mount type=bind,source=" + data + ",target=/var/lib/mysql " + IMAGE;
    }

    private static void answers(String container) {
        box.sh(
                "timeout 90 sh -c 'until docker exec -u mysql " + container
                        + " sh -c \"grep -qx mariadbd /proc/1/comm && mariadb -u mysql -e \\\"SELECT 1\\\"\" >/dev/null 2>&1; do sleep 0.2; done'");
    }

    private static String sql(String container, String statements) {
        return box.sh("docker exec -i -u mysql " + container + " mariadb -u mysql -BN <<'END'\n" + statements
                        + ";\nEND\n")
                .replace('\t', ' ');
    }
}
