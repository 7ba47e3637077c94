package io.resctl.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.model.Names;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.DatabaseRole.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A primary that lost its place follows the new one: only if the new one has all that it wrote. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RejoinDockerTest {
    private static final String ROWS = "SELECT GROUP_CONCAT(w ORDER BY n) FROM shop.t";

    private DatabaseServers servers;
    private String first;
    private String second;

    @BeforeAll
    void start() {
        servers = new DatabaseServers();
        servers.secret(Names.REPLICATION_PASSWORD, "re\"pl-it's\\");
        List<String> started = servers.start(1, 2);
        first = started.getFirst();
        second = started.getLast();
        assertThat(servers.make(new DatabaseRole(first, true, Optional.empty())))
                .isEmpty();
        servers.lives(new DatabaseAccount(
                first,
                "/nonexistent",
                "resctl_repl",
                "%",
                Optional.of(Names.REPLICATION_PASSWORD),
                List.of("REPLICATION SLAVE ON *.*")));
        assertThat(servers.make(following(second, first))).isEmpty();
        servers.sql(
                first,
                "CREATE DATABASE shop; CREATE TABLE shop.t (n INT AUTO_INCREMENT PRIMARY KEY, w TEXT); INSERT INTO shop.t (w) VALUES ('a')");
        inStep(second, first);
    }

    @AfterAll
    void stop() {
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    @Order(1)
    void aCleanOneFollows() {
        promote(second, first);
        servers.sql(second, "INSERT INTO shop.t (w) VALUES ('b')");
        DatabaseRole role = following(first, second);
        assertThat(servers.make(role)).isEmpty();
        servers.assertAsWished(role);
        inStep(first, second);
        assertThat(servers.sql(first, ROWS)).isEqualTo("a,b");
    }

    /** It was a replica in between, so that what it applied and what it wrote are two positions. */
    @Test
    @Order(2)
    void soDoesOneThatWasBoth() {
        promote(first, second);
        servers.sql(first, "INSERT INTO shop.t (w) VALUES ('c')");
        assertThat(servers.make(following(second, first))).isEmpty();
        inStep(second, first);
        promote(second, first);
        servers.sql(second, "INSERT INTO shop.t (w) VALUES ('d')");
        assertThat(servers.make(following(first, second))).isEmpty();
        inStep(first, second);
        assertThat(servers.sql(first, ROWS)).isEqualTo("a,b,c,d");
    }

    /** Somebody made a replica writable and wrote there, so that it cannot apply what comes from its primary; it is not tried for half a minute. */
    @Test
    @Order(3)
    void aReplicaThatSomebodyWroteToIsToldHowToBeMended() {
        servers.sql(first, "SET GLOBAL read_only = 0; INSERT INTO shop.t (n, w) VALUES (99, 'only on the replica')");
        servers.sql(second, "INSERT INTO shop.t (n, w) VALUES (5, 'on the primary'); DELETE FROM shop.t WHERE n = 5");
        long start = System.nanoTime();
        assertThat(servers.make(following(first, second)))
                .hasValueSatisfying(said -> assertThat(said).contains("never had", "'resctl database rebuild'"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        assertThat(servers.sql(first, "SELECT @@read_only")).isEqualTo("1");
        // By the test's own hand, so that the next ones begin in step.
        servers.sql(
                first,
                "STOP SLAVE; SET SESSION sql_log_bin = 0; DELETE FROM shop.t WHERE n = 99; SET GLOBAL gtid_strict_mode = 0; START SLAVE");
        inStep(first, second);
        servers.sql(first, "SET GLOBAL gtid_strict_mode = 1");
    }

    @Test
    @Order(4)
    void oneThatWroteMoreIsLeftAsItIs() {
        promote(first, second);
        assertThat(servers.make(following(second, first))).isEmpty();
        inStep(second, first);
        servers.sql(second, "STOP SLAVE");
        servers.sql(first, "INSERT INTO shop.t (w) VALUES ('only here')");
        promote(second, first);
        servers.sql(second, "INSERT INTO shop.t (w) VALUES ('e')");
        String last = servers.sql(first, "SELECT @@gtid_binlog_pos");
        assertThat(servers.make(following(first, second)))
                .hasValueSatisfying(
                        said -> assertThat(said).contains(last, "never had", "resctl database rebuild", "read-only"));
        assertThat(servers.sql(first, "SHOW SLAVE STATUS")).isEmpty();
        assertThat(servers.sql(first, "SELECT @@read_only")).isEqualTo("1");
        assertThat(servers.sql(first, ROWS)).contains("only here");
    }

    @Test
    @Order(5)
    void whoDoesNotSayWhatItHasIsNotFollowed() {
        servers.sql(second, "ALTER USER resctl_repl@'%' ACCOUNT LOCK");
        assertThat(servers.make(following(first, second)))
                .hasValueSatisfying(said -> assertThat(said).contains("does not say which transactions it has"));
        servers.sql(second, "ALTER USER resctl_repl@'%' ACCOUNT UNLOCK");
    }

    /** As a failover does. */
    private void promote(String next, String former) {
        servers.sql(former, "SET GLOBAL read_only = 1");
        servers.sql(next, "STOP SLAVE; RESET SLAVE ALL; SET GLOBAL read_only = 0");
    }

    private void inStep(String replica, String source) {
        assertThat(servers.sql(
                        replica,
                        "SELECT MASTER_GTID_WAIT('" + servers.sql(source, "SELECT @@gtid_binlog_pos") + "', 20)"))
                .isEqualTo("0");
    }

    private DatabaseRole following(String replica, String source) {
        return new DatabaseRole(
                replica,
                false,
                Optional.of(
                        new Source(source, servers.address(source), 3306, "resctl_repl", Names.REPLICATION_PASSWORD)));
    }
}
