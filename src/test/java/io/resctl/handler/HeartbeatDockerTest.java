package io.resctl.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.model.Names;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.DatabaseHeartbeat;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.DatabaseRole.Source;
import io.resctl.resource.Observed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The heartbeat of real servers: a primary, a replica that follows it, and a replica seeded from a copy; then the replica is promoted. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HeartbeatDockerTest {
    private static final String NOWHERE = "/nonexistent";
    /** As on a host: whoever stops a replica while it calls a source that is gone waits for as long. */
    private static final String EVENTS = "event_scheduler = ON\nslave_net_timeout = 8\n";

    private static final String OWN = "SELECT COUNT(*) FROM resctl.heartbeat WHERE server_id = ";

    private DatabaseServers servers;
    private String primary;
    private String replica;

    @BeforeAll
    void start() {
        servers = new DatabaseServers();
        servers.secret(Names.REPLICATION_PASSWORD, "an-unlikely-word");
        primary = servers.start(1, EVENTS, Optional.empty());
        replica = servers.start(2, EVENTS, Optional.empty());
        assertThat(servers.make(new DatabaseRole(primary, true, Optional.empty())))
                .isEmpty();
    }

    @AfterAll
    void stop() {
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    @Order(1)
    void thePrimaryWritesOneRowAnewEverySecond() {
        servers.lives(heartbeat(primary));
        within("a second row", () -> age(primary) < 1.5);
        assertThat(servers.sql(primary, "SELECT server_id, host FROM resctl.heartbeat"))
                .isEqualTo("1\t" + servers.sql(primary, "SELECT @@hostname"));
        String first = servers.sql(primary, "SELECT at FROM resctl.heartbeat");
        within(
                "the row is written anew",
                () -> !servers.sql(primary, "SELECT at FROM resctl.heartbeat").equals(first));
        assertThat(servers.sql(primary, "SELECT COUNT(*) FROM resctl.heartbeat"))
                .isEqualTo("1");
    }

    @Test
    @Order(2)
    void aReplicaGetsTheRowAndTheEventWithoutATransactionOfItsOwn() {
        follow(replica, primary);
        assertThat(servers.attribute(heartbeat(replica), "table")).isEqualTo("present");
        for (int i = 0; i < 2; i++) {
            assertThat(servers.make(heartbeat(replica))).isEmpty();
            servers.assertAsWished(heartbeat(replica));
        }
        within("the row arrives", () -> age(replica) < 1.5);
        pause(3);
        assertNoTransactionOf(2, replica);
        assertThat(servers.sql(replica, OWN + 2)).isEqualTo("0");
        assertThat(servers.attribute(role(replica, primary), "threads")).isEqualTo("running");
    }

    /** Its own beats would be transactions that the primary does not have, and the primary's next one could not be applied. */
    @Test
    @Order(3)
    void aReplicaThatSomebodyMadeWritableDoesNotBeat() {
        servers.sql(replica, "SET GLOBAL read_only = 0");
        pause(4);
        servers.sql(replica, "STOP SLAVE SQL_THREAD");
        pause(2);
        servers.sql(replica, "START SLAVE SQL_THREAD; SET GLOBAL read_only = 1");
        assertNoTransactionOf(2, replica);
        assertThat(servers.sql(replica, OWN + 2)).isEqualTo("0");
        within("the row arrives", () -> age(replica) < 1.5);
        assertThat(servers.attribute(role(replica, primary), "threads")).isEqualTo("running");
    }

    @Test
    @Order(4)
    void whatSomebodyTookAwayIsSeenAndMended() {
        List<String> harms = List.of(
                "DROP EVENT resctl.heartbeat",
                "ALTER EVENT resctl.heartbeat DISABLE",
                "ALTER EVENT resctl.heartbeat DISABLE ON SLAVE",
                "ALTER EVENT resctl.heartbeat ON SCHEDULE EVERY 1 MINUTE",
                "ALTER EVENT resctl.heartbeat DO SELECT 1",
                "ALTER DEFINER = mysql@localhost EVENT resctl.heartbeat ENABLE",
                "ALTER USER resctl_heartbeat@localhost ACCOUNT UNLOCK",
                "REVOKE UPDATE ON resctl.* FROM resctl_heartbeat@localhost",
                "REVOKE PROCESS ON *.* FROM resctl_heartbeat@localhost",
                "GRANT READ ONLY ADMIN ON *.* TO resctl_heartbeat@localhost",
                "DROP USER resctl_heartbeat@localhost",
                "SET GLOBAL event_scheduler = OFF");
        for (String server : List.of(replica, primary)) {
            for (String harm : harms) {
                servers.sql(server, "SET SESSION sql_log_bin = 0; " + harm);
                assertThat(differs(server)).as(harm).isTrue();
                assertThat(servers.make(heartbeat(server))).as(harm).isEmpty();
                servers.assertAsWished(heartbeat(server));
            }
        }
        within("both beat again", () -> age(primary) < 1.5 && age(replica) < 1.5);
        assertNoTransactionOf(2, replica);
        assertThat(servers.attribute(role(replica, primary), "threads")).isEqualTo("running");
    }

    /** While commits wait, as for an acknowledgement or a lock, the beats do not queue up behind each other. */
    @Test
    @Order(5)
    void aHeldPrimaryDoesNotGatherBeats() {
        String beats = "SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'resctl_heartbeat'";
        assertThat(servers.sql(
                        primary, "LOCK TABLES resctl.heartbeat READ; SELECT SLEEP(6); " + beats + "; UNLOCK TABLES"))
                .isEqualTo("0\n1");
    }

    @Test
    @Order(6)
    void aSeedBringsTheEvent() {
        String seeded = servers.start(3, EVENTS, Optional.of(servers.seed(primary)));
        assertThat(servers.attribute(heartbeat(seeded), "table")).isEqualTo("present");
        pause(3);
        assertThat(servers.sql(seeded, OWN + 3)).as("it is read-only").isEqualTo("0");
        servers.assertAsWished(heartbeat(seeded));
        servers.sql(seeded, "SET GLOBAL read_only = 0");
        within("opened, it writes", () -> servers.sql(seeded, OWN + 3).equals("1"));
    }

    @Test
    @Order(7)
    void theRowAgesWhereTheSourceIsGoneAndAPromotedServerWritesWithoutAMove() {
        servers.stop(primary);
        double before = age(replica);
        pause(3);
        assertThat(age(replica)).isGreaterThan(before + 2.5);
        assertNoTransactionOf(2, replica);

        servers.sql(replica, "STOP ALL SLAVES; RESET SLAVE ALL; SET GLOBAL read_only = 0");
        within(
                "the promoted server writes",
                () -> age(replica) < 1.5 && servers.sql(replica, OWN + 2).equals("1"));
        servers.sql(replica, "SET GLOBAL read_only = 1");
        String last = servers.sql(replica, "SELECT at FROM resctl.heartbeat WHERE server_id = 2");
        pause(3);
        assertThat(servers.sql(replica, "SELECT at FROM resctl.heartbeat WHERE server_id = 2"))
                .isEqualTo(last);
    }

    private static DatabaseHeartbeat heartbeat(String container) {
        return new DatabaseHeartbeat(container, NOWHERE);
    }

    private DatabaseRole role(String follower, String source) {
        return new DatabaseRole(
                follower,
                false,
                Optional.of(
                        new Source("a1", servers.address(source), 3306, "resctl_repl", Names.REPLICATION_PASSWORD)));
    }

    private void follow(String follower, String source) {
        assertThat(servers.make(new DatabaseAccount(
                        source,
                        NOWHERE,
                        "resctl_repl",
                        servers.address(follower),
                        Optional.of(Names.REPLICATION_PASSWORD),
                        List.of("REPLICATION SLAVE ON *.*"))))
                .isEmpty();
        assertThat(servers.make(role(follower, source))).isEmpty();
    }

    /** Seconds, of the newest row. */
    private double age(String server) {
        return Double.parseDouble(
                servers.sql(server, "SELECT TIMESTAMPDIFF(MICROSECOND, MAX(at), NOW(6)) / 1e6 FROM resctl.heartbeat"));
    }

    private boolean differs(String server) {
        return !(servers.observe(heartbeat(server)) instanceof Observed.Present found)
                || heartbeat(server).wants().entrySet().stream()
                        .anyMatch(want -> !want.getValue()
                                .equals(io.resctl.resource.Content.text(
                                        found.attributes().getOrDefault(want.getKey(), ""))));
    }

    private void assertNoTransactionOf(int serverId, String server) {
        assertThat(servers.sql(server, "SELECT @@gtid_binlog_state, @@gtid_strict_mode"))
                .doesNotContain("0-" + serverId + "-")
                .endsWith("\t1");
    }

    private static void within(String what, BooleanSupplier condition) {
        for (int i = 0; i < 40 && !condition.getAsBoolean(); i++) {
            pause(0.5);
        }
        assertThat(condition.getAsBoolean()).as(what).isTrue();
    }

    private static void pause(double seconds) {
        LockSupport.parkNanos((long) (Duration.ofSeconds(1).toNanos() * seconds));
    }
}
