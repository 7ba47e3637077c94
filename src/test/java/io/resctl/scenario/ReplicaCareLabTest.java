package io.resctl.scenario;

import static io.resctl.scenario.LabSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A replica that was restarted with the only copy in its relay logs, a former primary that comes back clean, and one that comes back with more. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ReplicaCareLabTest {
    private static final String ROWS = "SELECT GROUP_CONCAT(w ORDER BY n) FROM care.t";
    private LabSite site;

    @BeforeAll
    void bringUp() {
        site = LabSite.up("test-care", 18780);
        site.resctl("apply", "--yes").exits(0);
        site.sql(
                "a1",
                "CREATE DATABASE care; CREATE TABLE care.t (n INT AUTO_INCREMENT PRIMARY KEY, w VARCHAR(20)); INSERT INTO care.t (w) VALUES ('first')");
        follows("a2", "a1");
        follows("b1", "a1");
    }

    @AfterAll
    void takeDown() {
        if (site != null) {
            site.close();
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
