package io.resctl.scenario;

import static io.resctl.scenario.LabSite.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** A replica that was restarted with the only copy in its relay logs, a former primary that comes back clean, and one that comes back with more. */
@Tag("lab")
@Order(5)
@ExtendWith(JobLab.Door.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ReplicaCareLabTest {
    private static final String ROWS = "SELECT GROUP_CONCAT(w ORDER BY n) FROM care.t";
    private final JobLab lab;
    private LabSite site;

    ReplicaCareLabTest(JobLab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void bringUp() {
        assumeFalse(LabSite.MAXSCALE, "MaxScale's monitor promotes and rejoins by itself: these are HAProxy's cases");
        site = lab.applied();
        site.sql(
                "a1",
                "CREATE DATABASE care; CREATE TABLE care.t (n INT AUTO_INCREMENT PRIMARY KEY, w VARCHAR(20)); INSERT INTO care.t (w) VALUES ('first')");
        follows("a2", "a1");
        follows("b1", "a1");
    }

    @AfterAll
    void leave() {
        if (site != null) {
            site.sql("a1", "DROP DATABASE IF EXISTS care");
        }
    }

    /** Issue 3, point 3: somebody restarted the replica by hand. */
    @Test
    @Order(1)
    void whatOnlyTheRelayLogsHoldIsRescued() {
        site.sql("b1", "STOP SLAVE IO_THREAD");
        site.sql("a2", "STOP SLAVE SQL_THREAD");
        // Its heartbeat would be one more that nobody else has.
        site.sql("a1", "SET GLOBAL event_scheduler = OFF");
        for (int i = 0; i < 5; i++) {
            site.sql("a1", "INSERT INTO care.t (w) VALUES ('" + i + "')");
        }
        String last = site.sql("a1", "SELECT @@gtid_binlog_pos");
        await("a2 received them", Duration.ofSeconds(20), () -> received("a2").equals(last));
        fault("kill", "a1");
        site.on("a2", "docker restart resctl-acme-db");
        answers("a2");
        assertThat(site.sql("a2", ROWS)).isEqualTo("first");

        Tool.Result refused = site.resctl("failover", "--database", "--yes").exits(9);
        assertThat(refused.err()).contains("resctl database rescue a2");
        Tool.Result rescued = site.resctl("database", "rescue", "a2", "--yes").exits(0);
        System.out.println(rescued.out());
        assertThat(rescued.out()).contains("from its relay logs", "relay-copies/rescue-");
        assertThat(site.sql("a2", ROWS)).isEqualTo("first,0,1,2,3,4");
        System.out.println(site.resctl("failover", "--database", "--yes", "--accept-loss", "0")
                .exits(0)
                .out());
        follows("b1", "a2");
        assertThat(site.sql("b1", ROWS)).isEqualTo("first,0,1,2,3,4");
    }

    /** All that it wrote is on the new primary: an apply lets it follow, and no more is needed. */
    @Test
    @Order(2)
    void aFormerPrimaryThatComesBackCleanFollows() {
        site.sql("a2", "INSERT INTO care.t (w) VALUES ('moved')");
        fault("start", "a1");
        answers("a1");
        assertThat(site.sql("a1", "SELECT @@read_only")).isEqualTo("1");
        String started = started("a2");
        Tool.Result applied = site.resctl("apply", "--yes");
        System.out.println(applied.out() + applied.err());
        applied.exits(0);
        assertThat(started("a2")).as("the new primary is not started anew").isEqualTo(started);
        follows("a1", "a2");
        assertThat(site.sql("a1", ROWS)).endsWith(",moved");
        site.resctl("plan", "--detailed-exitcode").exits(0);
    }

    /** It committed what nobody else has: it stays closed, says so everywhere, and is rebuilt with that saved. */
    @Test
    @Order(3)
    void oneThatComesBackWithMoreIsRebuilt() {
        site.sql("b1", "STOP SLAVE IO_THREAD");
        site.sql("a1", "STOP SLAVE IO_THREAD");
        site.sql("a2", "INSERT INTO care.t (w) VALUES ('only a2')");
        fault("kill", "a2");
        site.resctl("failover", "--database", "--yes", "--accept-loss", "0").exits(0);
        site.sql("a1", "INSERT INTO care.t (w) VALUES ('moved back')");
        fault("start", "a2");
        answers("a2");
        Tool.Result applied = site.resctl("apply", "--yes");
        System.out.println(applied.out() + applied.err());
        assertThat(applied.exit()).isNotZero();
        assertThat(applied.out() + applied.err()).contains("resctl database rebuild");
        assertThat(site.sql("a2", "SELECT @@read_only")).isEqualTo("1");
        Tool.Result examined = site.resctl("doctor");
        System.out.println(examined.out());
        assertThat(examined.out()).contains("resctl database rebuild a2");
        Tool.Result shown = site.resctl("database", "rebuild", "a2", "--plan").exits(0);
        System.out.println(shown.out());
        assertThat(site.sql("a2", ROWS)).contains("only a2");

        Tool.Result rebuilt = site.resctl("database", "rebuild", "a2", "--yes");
        System.out.println(rebuilt.out() + rebuilt.err());
        rebuilt.exits(0);
        assertThat(rebuilt.out()).contains("mariadb-errant/", "INSERT 1 in care.t", "data.before-");
        assertThat(site.on("a2", "cat /srv/resctl/acme/mariadb-errant/*.sql")).contains("only a2");
        assertThat(site.on("a2", "ls -d /srv/resctl/acme/mariadb/data.before-*/care"))
                .isNotEmpty();
        follows("a2", "a1");
        assertThat(site.sql("a2", ROWS)).endsWith(",moved back").doesNotContain("only a2");
        site.resctl("plan", "--detailed-exitcode").exits(0);
    }

    /** Issue 3, point 6: 200 MB, beside what an administrator would type: mariadb-backup here, a pipe over SSH, mbstream and the preparation there. */
    @Test
    @Order(4)
    void seedingIsAsFastAsAPipeByHand() {
        site.sql("a1", "CREATE TABLE care.bulk (n INT AUTO_INCREMENT PRIMARY KEY, x VARBINARY(1024) NOT NULL)");
        for (int i = 0; i < 10; i++) {
            site.sql("a1", "INSERT INTO care.bulk (x) SELECT RANDOM_BYTES(1024) FROM care.seq_1_to_20000");
        }
        follows("b1", "a1");
        handsMeet();
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Bars.times(3); i++) {
            Duration hand = byHand();
            Tool.Result rebuilt =
                    site.resctl("database", "rebuild", "b1", "--yes").exits(0);
            follows("b1", "a1");
            Duration seed = seeding(rebuilt.err());
            ratios.add((double) seed.toMillis() / hand.toMillis());
            System.out.println("200 MB: by hand " + hand.toMillis() + " ms, seed step " + seed.toMillis()
                    + " ms, the whole rebuild " + rebuilt.took().toMillis() + " ms\n" + rebuilt.out());
        }
        ratios.sort(null);
        assertThat(ratios.get(ratios.size() / 2)).as("the median of " + ratios).isLessThan(1.3);
        assertThat(site.sql("b1", "SELECT COUNT(*) FROM care.bulk")).isEqualTo("200000");
    }

    /** A key of a1's that b1 lets in: what resctl does not need. */
    private void handsMeet() {
        site.on("a1", "test -f /root/.ssh/hand || ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/hand");
        String key = site.on("a1", "cat /root/.ssh/hand.pub");
        site.on("b1", "mkdir -p /root/.ssh; echo '" + key + "' >>/root/.ssh/authorized_keys");
    }

    private Duration byHand() {
        String image = site.on("b1", "docker inspect -f '{{.Image}}' resctl-acme-db");
        String vpn = site.on("b1", "ip -4 -o addr show wg-acme | awk '{print $4}' | cut -d/ -f 1");
        site.on("b1", "rm -rf /srv/hand && mkdir -p /srv/hand");
        long start = System.nanoTime();
        site.on("a1", """
                set -e -o pipefail
                docker exec -u mysql resctl-acme-db mariadb-backup --backup --stream=mbstream --user=mysql --target-dir=/tmp/hand 2>/dev/null |
                    ssh -i /root/.ssh/hand -o StrictHostKeyChecking=accept-new root@%1$s \
                        docker run --rm -i --network none -u 0 -v /srv/hand:/hand --entrypoint mbstream %2$s -x -C /hand
                """.formatted(vpn, image));
        site.on(
                "b1",
                "docker run --rm --network none -u 0 -v /srv/hand:/hand --entrypoint mariadb-backup " + image
                        + " --prepare --target-dir=/hand 2>/dev/null && chown -R 999:999 /srv/hand");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(site.on("b1", "du -sm /srv/hand/care | cut -f 1"))
                .satisfies(mb -> assertThat(Integer.parseInt(mb)).isGreaterThan(200));
        site.on("b1", "rm -rf /srv/hand");
        return took;
    }

    /** As the run itself says, from the order to the backup to the prepared data in their place. */
    private static Duration seeding(String progress) {
        Matcher line = Pattern.compile("create database data [^,]*, ([0-9.]+)s").matcher(progress);
        assertThat(line.find()).as(progress).isTrue();
        return Duration.ofMillis(Math.round(Double.parseDouble(line.group(1)) * 1000));
    }

    private void fault(String what, String host) {
        site.tool.run("lab", "fault", what, host, "--name", site.lab).exits(0);
    }

    private String received(String host) {
        return site.on(
                host,
                "docker exec -u mysql resctl-acme-db mariadb -u mysql -E -e 'SHOW SLAVE STATUS' | sed -n 's/^ *Gtid_IO_Pos: //p'");
    }

    private String started(String host) {
        return site.on(host, "docker inspect -f '{{.State.StartedAt}}' resctl-acme-db");
    }

    private void answers(String host) {
        await(
                "the server of " + host + " answers",
                Duration.ofMinutes(3),
                () -> site.shellOn(host, "docker exec -u mysql resctl-acme-db mariadb -u mysql -e 'SELECT 1'")
                                .exit()
                        == 0);
    }

    private void follows(String host, String primary) {
        String position = site.sql(primary, "SELECT @@gtid_binlog_pos");
        await(
                host + " follows " + primary,
                Duration.ofSeconds(60),
                () -> site.sql(host, "SELECT MASTER_GTID_WAIT('" + position + "', 10)")
                        .equals("0"));
    }
}
