package io.resctl.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.model.Names;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.DatabaseRole.Source;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A replica leaves a primary that is gone, for another server, with five transactions that it received and did not apply. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SourceChangeDockerTest {
    private static final String ROWS = "SELECT COUNT(*) FROM shop.t";
    private static final String PROCESSES =
            "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE id <> CONNECTION_ID() AND info LIKE ";
    private static final String HELD = PROCESSES + "'SELECT SLEEP(3600)'";

    private DatabaseServers servers;
    private String first;
    private String second;
    private String replica;
    private int id = 10;

    @BeforeAll
    void start() {
        servers = new DatabaseServers();
        servers.secret(Names.REPLICATION_PASSWORD, "repl-it's\\");
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
        servers.sql(first, "CREATE DATABASE shop; CREATE TABLE shop.t (n INT AUTO_INCREMENT PRIMARY KEY)");
    }

    @AfterAll
    void stop() {
        if (servers != null) {
            servers.close();
        }
    }

    @BeforeEach
    void aReplicaOfTheFirst() {
        replica = servers.start(id++);
        servers.sql(replica, "SET GLOBAL slave_net_timeout = 2");
        assertThat(servers.make(following(replica, first))).isEmpty();
        servers.sql(first, "DELETE FROM shop.t");
        inStep(replica);
    }

    @AfterEach
    void theFirstIsBack() {
        servers.unpause(first);
        servers.sh(replica, "docker stop \"$c\"");
        servers.sql(second, "START SLAVE");
        inStep(second);
    }

    @Test
    void whatWasReceivedIsToldBesideWhatWasApplied() {
        DatabaseRole role = following(replica, first);
        String applied = servers.attribute(role, DatabaseRole.APPLIED);
        assertThat(applied).matches("0-1-\\d+").isEqualTo(servers.attribute(role, DatabaseRole.RECEIVED));
        assertThat(servers.attribute(role, DatabaseRole.RECEIVING)).isEqualTo("yes");
        receiveOnly();
        assertThat(servers.attribute(role, DatabaseRole.APPLIED)).isEqualTo(applied);
        assertThat(servers.attribute(role, DatabaseRole.RECEIVED))
                .isEqualTo("0-1-" + (Integer.parseInt(applied.substring(4)) + 5));
        theFirstHangs();
        assertThat(servers.attribute(role, DatabaseRole.RECEIVING)).isEqualTo("no");
        servers.restart(replica);
        assertThat(servers.attribute(role, DatabaseRole.RECEIVED)).isEmpty();
        assertThat(servers.attribute(following(first, second), DatabaseRole.RECEIVED))
                .isEqualTo("(not told)");
    }

    /** The second server has none of them: so what the replica has then it had from its relay logs. */
    @Test
    void whatWasReceivedIsAppliedFirst() throws InterruptedException {
        servers.sql(second, "STOP SLAVE");
        servers.sh(replica, """
                docker exec -d -u mysql "$c" mariadb -u mysql -e 'LOCK TABLES shop.t READ; SELECT SLEEP(3600)'
                """);
        servers.until(replica, HELD, "1");
        five();
        theFirstHangs();
        assertThat(servers.sql(replica, ROWS)).isEqualTo("0");
        Thread letGo = Thread.startVirtualThread(() -> {
            servers.until(replica, PROCESSES + "'%MASTER_GTID_WAIT(%'", "1");
            servers.sql(replica, "KILL " + servers.sql(replica, HELD.replace("COUNT(*)", "id")));
        });
        assertThat(servers.make(following(replica, second)))
                .hasValueSatisfying(said -> assertThat(said).contains("not in the master's binlog"));
        letGo.join();
        assertThat(servers.sql(replica, ROWS)).isEqualTo("5");

        servers.unpause(first);
        servers.sql(second, "START SLAVE");
        inStep(second);
        assertThat(servers.make(following(replica, second))).isEmpty();
        servers.assertAsWished(following(replica, second));
    }

    @Test
    void oneWhoseApplyingWasStoppedAppliesThemToo() {
        servers.sql(second, "STOP SLAVE");
        receiveOnly();
        theFirstHangs();
        servers.make(following(replica, second));
        assertThat(servers.sql(replica, ROWS)).isEqualTo("5");
    }

    @Test
    void whatCannotBeAppliedStaysWhereItIs() {
        servers.sql(replica, "STOP SLAVE SQL_THREAD");
        five();
        servers.sql(
                replica,
                "SET SESSION sql_log_bin = 0; INSERT INTO shop.t VALUES ("
                        + servers.sql(first, "SELECT MAX(n) FROM shop.t") + ")");
        theFirstHangs();
        assertThat(servers.make(following(replica, second)))
                .hasValueSatisfying(
                        said -> assertThat(said).contains("cannot be applied").contains("Duplicate entry"));
        assertThat(servers.attribute(following(replica, first), "follows")).startsWith(servers.address(first));
        servers.sql(
                replica,
                "SET SESSION sql_log_bin = 0; DELETE FROM shop.t ORDER BY n DESC LIMIT 1; START SLAVE SQL_THREAD");
        servers.until(replica, ROWS, "5");
    }

    /** With both threads stopped a start of either throws the relay logs away; the page tells how they are saved. */
    @Test
    void whatOnlyRelayLogsHoldIsNotThrownAway() {
        receiveOnly();
        servers.sql(replica, "STOP SLAVE");
        theFirstHangs();
        assertThat(servers.make(following(replica, second)))
                .hasValueSatisfying(said -> assertThat(said)
                        .contains("would throw away 5 transactions")
                        .contains("docs/lost-primary.md"));
        servers.restart(replica);
        assertThat(servers.make(following(replica, second)))
                .hasValueSatisfying(said -> assertThat(said).contains("would throw away 5 transactions"));
        assertThat(servers.sql(replica, ROWS)).isEqualTo("0");
        servers.sh(replica, """
                docker exec -u mysql "$c" sh -c 'set -e
                    logs=$(mariadb -u mysql -N -e "SELECT @@relay_log_basename")
                    mariadb-binlog --start-position="$(mariadb -u mysql -N -e "SELECT @@gtid_slave_pos")" "$logs".[0-9]* | mariadb -u mysql'
                """);
        assertThat(servers.sql(replica, ROWS)).isEqualTo("5");
        assertThat(servers.sql(replica, "SELECT @@gtid_binlog_pos"))
                .isEqualTo(servers.sql(second, "SELECT @@gtid_slave_pos"));
    }

    @Test
    void oneThatWasRestartedAndHoldsNothingFollowsAtOnce() {
        servers.restart(replica);
        theFirstHangs();
        assertThat(servers.make(following(replica, second))).isEmpty();
        servers.assertAsWished(following(replica, second));
    }

    /** A port that takes connections is not a server that answers. */
    @Test
    void aServerThatHangsIsNotFollowed() {
        servers.sql(replica, "STOP SLAVE");
        theFirstHangs();
        assertThat(servers.make(following(replica, first)))
                .hasValueSatisfying(said -> assertThat(said).contains("cannot be reached from here"));
    }

    /** The guard's own word on the same servers. */
    @Test
    void theGuardLetsItBeStoppedOnlyWhenNothingIsLost() {
        servers.sql(second, "STOP SLAVE");
        receiveOnly();
        assertThat(mayStop()).as("the first answers").isEqualTo("may stop");
        theFirstHangs();
        assertThat(mayStop())
                .contains("may not be stopped here now: it received transactions up to 0-1-")
                .contains("its source " + servers.address(first) + " does not answer");
        servers.pause(replica);
        try {
            assertThat(mayStop()).contains("the database does not answer, so it is not known what it received");
        } finally {
            servers.unpause(replica);
        }
        servers.sql(replica, "START SLAVE SQL_THREAD");
        servers.until(replica, ROWS, "5");
        assertThat(mayStop()).as("applied").isEqualTo("may stop");
        servers.restart(replica);
        assertThat(mayStop()).contains("not known since its server was started anew");
        servers.sql(replica, "RESET SLAVE ALL");
        assertThat(mayStop()).as("it follows nobody").isEqualTo("may stop");
        servers.stop(replica);
        assertThat(mayStop()).as("it does not run").isEqualTo("may stop");
    }

    private String mayStop() {
        return servers.sh(replica, """
                data=$(mktemp -d)
                docker cp -q "$c:/var/lib/mysql/master.info" "$data/" >/dev/null 2>&1 || true
                bash -c 'site=${1#resctl-} && role=${site#*-} && site=${site%%-*} && database=$1 database_data=$2
                    . templates/mariadb/client.sh
                    . templates/supervision/database.sh
                    . templates/supervision/relay.sh
                    relay_may_stop "$role" 2>&1 && echo "may stop"' guard "$c" "$data" || true
                rm -rf -- "$data"
                """);
    }

    private void receiveOnly() {
        servers.sql(replica, "STOP SLAVE SQL_THREAD");
        five();
    }

    /** Written, and received by the replica. */
    private void five() {
        for (int i = 0; i < 5; i++) {
            servers.sql(first, "INSERT INTO shop.t VALUES ()");
        }
        String written = servers.sql(first, "SELECT @@gtid_binlog_pos");
        servers.sh(
                replica,
                "for i in $(seq 100); do docker exec -u mysql \"$c\" mariadb -u mysql -E -e 'SHOW SLAVE STATUS' | grep -q 'Gtid_IO_Pos: "
                        + written + "$' && exit 0; sleep 0.3; done; exit 1");
    }

    private void theFirstHangs() {
        servers.pause(first);
        servers.sh(
                replica,
                "for i in $(seq 100); do docker exec -u mysql \"$c\" mariadb -u mysql -E -e 'SHOW SLAVE STATUS' | grep -q 'Slave_IO_Running: Yes' || exit 0; sleep 0.2; done; exit 1");
    }

    private void inStep(String server) {
        servers.until(server, "SELECT @@gtid_slave_pos", servers.sql(first, "SELECT @@gtid_binlog_pos"));
    }

    private DatabaseRole following(String server, String source) {
        return new DatabaseRole(
                server,
                false,
                Optional.of(
                        new Source("a1", servers.address(source), 3306, "resctl_repl", Names.REPLICATION_PASSWORD)));
    }
}
