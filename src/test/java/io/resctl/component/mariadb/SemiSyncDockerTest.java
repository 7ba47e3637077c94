package io.resctl.component.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.handler.DatabaseServers;
import io.resctl.model.Database;
import io.resctl.model.Names;
import io.resctl.model.Router;
import io.resctl.model.SemiSync;
import io.resctl.model.Sites;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.DatabaseRole;
import io.resctl.testing.Docker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * {@code semiSync: standby} on real servers with the rendered file: a primary and a replica in Milan, one in Turin that gives its word. What the guard
 * confers, it confers here by its own functions.
 */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SemiSyncDockerTest {
    private static final String NOWHERE = "/nonexistent";
    private static final String HOLDS = "SELECT @@rpl_semi_sync_master_wait_no_slave";
    private static final String GIVES_WORD = "SELECT @@rpl_semi_sync_slave_enabled";

    private DatabaseServers servers;
    private String primary;
    private String leaf;
    private String standby;

    @BeforeAll
    void start() {
        servers = new DatabaseServers();
        servers.secret(Names.REPLICATION_PASSWORD, "an-unlikely-word");
        primary = servers.start(1, configuration("a1"), Optional.empty());
        leaf = servers.start(2, configuration("a2"), Optional.empty());
        standby = servers.start(3, configuration("b1"), Optional.empty());
        assertThat(servers.make(new DatabaseRole(primary, true, Optional.empty())))
                .isEmpty();
        follow(leaf);
        follow(standby);
        servers.sql(primary, "CREATE DATABASE shop; CREATE TABLE shop.t (id INT AUTO_INCREMENT PRIMARY KEY, v INT)");
    }

    @AfterAll
    void stop() {
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    @Order(1)
    void onlyTheStandbyGivesItsWord() {
        tendAll("milan");
        within("the standby is listened to", () -> clients() == 1);
        assertThat(servers.sql(leaf, GIVES_WORD)).isEqualTo("0");
        assertThat(servers.sql(standby, GIVES_WORD)).isEqualTo("1");
        long before = status("Rpl_semi_sync_master_yes_tx");
        write();
        assertThat(status("Rpl_semi_sync_master_yes_tx")).isGreaterThan(before);
    }

    @Test
    @Order(2)
    void commitsAreHeldWhereWritesAreTakenAndNowhereElse() {
        for (String server : List.of(primary, leaf, standby)) {
            guard(server, "milan", "milan", "semi_sync_hold now");
        }
        assertThat(servers.sql(primary, HOLDS)).isEqualTo("1");
        assertThat(servers.sql(leaf, HOLDS)).isEqualTo("0");
        assertThat(servers.sql(standby, HOLDS)).isEqualTo("0");
    }

    /** Its own log is followed by nobody: it would wait 10 s for that nobody at every start. */
    @Test
    @Order(3)
    void noReplicaHoldsItsOwnReplication() {
        for (String replica : List.of(leaf, standby)) {
            servers.sql(replica, "STOP SLAVE; START SLAVE");
            String before = servers.sql(primary, "SELECT COUNT(*) FROM shop.t");
            write();
            long asked = System.nanoTime();
            within(
                    "the row is there",
                    () -> !servers.sql(replica, "SELECT COUNT(*) FROM shop.t").equals(before));
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).as(replica).isLessThan(Duration.ofSeconds(6));
        }
    }

    @Test
    @Order(4)
    void whenTheStandbyIsSilentACommitWaitsAndThenGoesOn() {
        within("the standby is listened to", () -> clients() == 1);
        Docker.must("pause", standby);
        assertThat(took(this::write)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(20));
        assertThat(text("Rpl_semi_sync_master_status")).isEqualTo("OFF");
        assertThat(status("Rpl_semi_sync_master_no_times")).isPositive();
        assertThat(took(this::write)).isLessThan(Duration.ofSeconds(5));
        Docker.must("unpause", standby);
        within("it is safe again", () -> text("Rpl_semi_sync_master_status").equals("ON"));
    }

    /** The standby received what no client was told of. A primary that lost it would hand the same number out again. */
    @Test
    @Order(5)
    void aPrimaryThatCrashedIsNotBehindItsReplica() {
        within("the standby is listened to", () -> clients() == 1);
        Docker.must("pause", standby);
        CompletableFuture<Docker.Said> client = CompletableFuture.supplyAsync(this::tryToWrite);
        within("it waits for the word", () -> waiting() > 0);
        Docker.must("kill", primary);
        Docker.must("wait", primary);
        Docker.must("unpause", standby);
        assertThat(client.join().exit()).as("nobody told it that all is well").isNotZero();
        within(
                "applied",
                () -> servers.sql(standby, "SELECT COUNT(*) FROM shop.t WHERE v = 77")
                        .equals("1"));
        Docker.must("start", primary);
        within(
                "it is back",
                () -> Docker.run("exec", "-u", "mysql", primary, "mariadb", "-u", "mysql", "-e", "SELECT 1")
                                .exit()
                        == 0);
        // In one statement with an aggregate, MariaDB 11.8 gives 0 for the setting.
        assertThat(servers.sql(primary, "SELECT @@read_only; SELECT COUNT(*) FROM shop.t WHERE v = 77"))
                .isEqualTo("1\n1");
        assertThat(servers.sql(primary, "SELECT @@gtid_binlog_pos"))
                .isEqualTo(servers.sql(standby, "SELECT @@gtid_slave_pos"));
        servers.sql(primary, "SET GLOBAL read_only = 0");
        follow(leaf);
        follow(standby);
    }

    /** It was opened and nobody listens to it yet: as after a failover, no client waits. */
    @Test
    @Order(6)
    void aPrimaryThatNobodyListenedToYetGoesOnAtOnce() {
        servers.sql(standby, "STOP SLAVE");
        within("nobody listens", () -> clients() == 0);
        tendAll("milan");
        assertThat(took(this::write)).isLessThan(Duration.ofSeconds(5));
        servers.sql(standby, "START SLAVE");
        within("the standby is listened to", () -> clients() == 1);
        guard(primary, "milan", "milan", "semi_sync_hold now");
        assertThat(servers.sql(primary, HOLDS)).isEqualTo("1");
    }

    @Test
    @Order(7)
    void aPrimaryThatThawsAfterAnotherTookOverTellsNoClientThatAllIsWell() {
        Docker.must("pause", primary);
        assertThat(took(() -> servers.sql(standby, "STOP SLAVE"))).isLessThan(Duration.ofSeconds(4));
        Docker.must("unpause", primary);
        CompletableFuture<Docker.Said> client = CompletableFuture.supplyAsync(this::tryToWrite);
        within("it waits for the word", () -> waiting() > 0);
        within("the guard closes it", () -> {
            guard(primary, "milan", "turin", "database_close");
            return servers.sql(primary, "SELECT @@read_only").equals("1");
        });
        Docker.Said said = client.join();
        assertThat(said.exit()).isNotZero();
        assertThat(said.err()).containsAnyOf("Lost connection", "Connection was killed");
        assertThat(servers.sql(primary, HOLDS))
                .as("as a replica it would hold itself")
                .isEqualTo("0");
    }

    @Test
    @Order(8)
    void whenTheOtherZoneIsLiveTheSidesAreChanged() {
        tendAll("turin");
        assertThat(servers.sql(primary, GIVES_WORD)).isEqualTo("1");
        assertThat(servers.sql(leaf, GIVES_WORD)).isEqualTo("1");
        assertThat(servers.sql(standby, GIVES_WORD)).isEqualTo("0");
    }

    private void tendAll(String live) {
        Map.of(primary, "milan", leaf, "milan", standby, "turin")
                .forEach((server, zone) -> guard(server, zone, live, """
                status=$(server -E -e 'SHOW SLAVE STATUS')
                semi_sync_tend "$(ask_sql 'SELECT @@read_only')"
                """));
    }

    private static void guard(String server, String zone, String live, String code) {
        Docker.Said said = Docker.process("bash", "-u", "-c", """
                database=%s semi_sync=standby zone=%s verdict_live=%s
                say() { :; }
                did() { :; }
                . templates/mariadb/client.sh
                . templates/supervision/database.sh
                . templates/supervision/semisync.sh
                %s
                wait
                """.formatted(server, zone, live, code));
        assertThat(said.err()).as(code).isEmpty();
        assertThat(said.exit()).as(code).isZero();
    }

    /** What this container's addresses and folders do not allow is left out. */
    private static String configuration(String host) {
        Database database = new Database(
                DatabaseServers.IMAGE,
                List.of("a1", "a2", "b1"),
                SemiSync.STANDBY,
                Router.HAPROXY,
                List.of(),
                Optional.empty());
        return new ServerFiles(new Names("acme"), database)
                .configurationText(Sites.pilotLight().host(host))
                .lines()
                .filter(line -> !line.matches("\\[.*|(server_id|bind_address|report_|log_error|slow_query).*"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private void follow(String replica) {
        assertThat(servers.make(new DatabaseAccount(
                        primary,
                        NOWHERE,
                        "resctl_repl",
                        servers.address(replica),
                        Optional.of(Names.REPLICATION_PASSWORD),
                        List.of("REPLICATION SLAVE ON *.*"))))
                .isEmpty();
        DatabaseRole.Source source =
                new DatabaseRole.Source("a1", address(primary), 3306, "resctl_repl", Names.REPLICATION_PASSWORD);
        assertThat(servers.make(new DatabaseRole(replica, false, Optional.of(source))))
                .isEmpty();
    }

    /** A container that was killed may have another one afterwards. */
    private static String address(String server) {
        return Docker.must("inspect", "-f", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", server)
                .strip();
    }

    private void write() {
        servers.sql(primary, "INSERT INTO shop.t (v) VALUES (1)");
    }

    private Docker.Said tryToWrite() {
        return Docker.run(
                "exec", "-u", "mysql", primary, "mariadb", "-u", "mysql", "-e", "INSERT INTO shop.t (v) VALUES (77)");
    }

    private long clients() {
        return status("Rpl_semi_sync_master_clients");
    }

    private long waiting() {
        return Long.parseLong(servers.sql(
                primary,
                "SELECT COUNT(*) FROM information_schema.processlist WHERE state LIKE 'Waiting for semi-sync ACK%'"));
    }

    private long status(String variable) {
        return Long.parseLong(text(variable));
    }

    private String text(String variable) {
        return servers.sql(primary, "SHOW STATUS LIKE '" + variable + "'").split("\t")[1];
    }

    private static Duration took(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static void within(String what, BooleanSupplier condition) {
        for (int i = 0; i < 60; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }
        throw new AssertionError("not within 30 s: " + what);
    }
}
