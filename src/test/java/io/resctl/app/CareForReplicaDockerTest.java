package io.resctl.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.exec.Stop;
import io.resctl.handler.DatabaseServers;
import io.resctl.model.SemiSync;
import io.resctl.runbook.Walk;
import io.resctl.runbook.database.UnplannedMove;
import io.resctl.runbook.replica.Care;
import io.resctl.runbook.replica.Rebuild;
import io.resctl.runbook.replica.Rescue;
import io.resctl.testing.Docker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The primary is gone, with five transactions that only a2 received; and what only one server has. On real servers. */
@Tag("docker")
class CareForReplicaDockerTest {
    private static final String ROWS = "SELECT COUNT(*) FROM shop.t";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Stage stage;

    @BeforeEach
    void start() {
        stage = new Stage(folder, SemiSync.NONE);
        stage.sql(
                "a1",
                "CREATE TABLE shop.t (n INT AUTO_INCREMENT PRIMARY KEY, w TEXT); INSERT INTO shop.t (w) VALUES ('before')");
        settled("a2");
        settled("b1");
    }

    @AfterEach
    void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    /** Somebody restarted the replica: a failover would throw the five away, and must not. */
    @Test
    void whatWasReceivedOutlivesARestart() {
        fiveReceivedThenLost();
        restart("a2");
        assertThat(stage.sql("a2", ROWS)).isEqualTo("1");
        assertThat(refusals(Stage.ANY)).contains("failover.forgot");
        assertThat(stage.sql("a2", "SHOW SLAVE STATUS")).isNotEmpty();

        Cared.Ran ran = care(new Rescue("a2"));
        assertThat(ran.ending()).as(ran.report().toString()).isEqualTo(Walk.Ending.DONE);
        assertThat(ran.outcome().toString()).contains("applied 5 transactions from its relay logs");
        assertThat(stage.sql("a2", ROWS)).isEqualTo("6");
        assertThat(stage.sql("a2", "SELECT @@gtid_binlog_pos = @@gtid_slave_pos"))
                .isEqualTo("1");

        Moved moved = new MoveDatabase(stage.means(), stage.model(), Stage.ANY).run(event -> {}, new Stop());
        assertThat(moved).isInstanceOfSatisfying(Moved.Ran.class, failover -> {
            assertThat(failover.ending()).as(failover.report().toString()).isEqualTo(Walk.Ending.DONE);
            assertThat(failover.next()).isEqualTo("a2");
        });
        assertThat(stage.sql("a2", ROWS + " WHERE w <> 'before'")).isEqualTo("5");
        settled("b1", "a2");
        assertThat(stage.sql("b1", ROWS)).isEqualTo("6");
    }

    /** A power cut tore the last event: what came whole before it is applied, and the rest was never acknowledged. */
    @Test
    void aTornLastEventCostsOnlyItself() {
        fiveReceivedThenLost();
        restart("a2");
        Docker.must(
                "exec",
                stage.container("a2"),
                "sh",
                "-c",
                "cd /var/lib/mysql; for log in relay-bin.[0-9]*[0-9]; do"
                        + " at=$(mariadb-binlog $log 2>/dev/null | grep -B 1 'Xid =' | sed -n 's/^# at //p' | tail -n 1);"
                        + " [ -z \"$at\" ] || last=$log:$at; done; truncate -s $((${last#*:} + 10)) ${last%:*}");
        Cared.Ran ran = care(new Rescue("a2"));
        assertThat(ran.ending()).as(ran.report().toString()).isEqualTo(Walk.Ending.DONE);
        assertThat(ran.outcome().toString()).contains("applied 4 transactions", "only a part had arrived");
        assertThat(stage.sql("a2", ROWS)).isEqualTo("5");
    }

    /** What was kept of a history that is dead reaches further, and is left alone. */
    @Test
    void aSetOfAnotherHistoryIsNotTaken() {
        fiveReceivedThenLost();
        String dead = folder.resolve("a2") + "/srv/relay-copies/20261101T120000Z";
        Docker.must(
                "cp",
                stage.container("a2") + ":/var/lib/mysql",
                folder.resolve("data").toString());
        assertThat(sh("mkdir -p " + dead + " && cp " + folder + "/data/relay-bin.[0-9]*[0-9] " + dead))
                .isZero();
        restart("a2");
        Cared.Ran first = care(new Rescue("a2"));
        assertThat(first.ending()).isEqualTo(Walk.Ending.DONE);
        // A position that the kept set never saw.
        stage.sql("a2", "SET SESSION server_id = 77, gtid_seq_no = 9; INSERT INTO shop.t (w) VALUES ('another')");
        assertThat(care(new Rescue("a2")).outcome().toString()).contains("nothing was missing");
    }

    /** And then somebody started its threads, too: only a set that was kept before still has the five. */
    @Test
    void whatAGuardKeptOutlivesAStartOfTheThreads() {
        fiveReceivedThenLost();
        restart("a2");
        String kept = folder.resolve("a2") + "/srv/relay-copies/20261125T120000Z";
        Docker.must(
                "cp",
                stage.container("a2") + ":/var/lib/mysql",
                folder.resolve("data").toString());
        assertThat(sh("mkdir -p " + kept + " && cp " + folder + "/data/relay-bin.[0-9]*[0-9] " + kept))
                .isZero();
        stage.sql("a2", "START SLAVE");
        assertThat(stage.sql("a2", ROWS)).isEqualTo("1");
        Cared.Ran ran = care(new Rescue("a2"));
        assertThat(ran.ending()).as(ran.report().toString()).isEqualTo(Walk.Ending.DONE);
        assertThat(stage.sql("a2", ROWS)).isEqualTo("6");
    }

    /** Nothing was missing, and now that is known: a failover may go on. A second rescue has nothing to do. */
    @Test
    void whereNothingWasMissingThatIsKnownThen() {
        stage.freeze("a1");
        restart("a2");
        assertThat(refusals(Stage.ANY)).contains("failover.forgot");
        Cared.Ran ran = care(new Rescue("a2"));
        assertThat(ran.ending()).as(ran.report().toString()).isEqualTo(Walk.Ending.DONE);
        assertThat(ran.outcome().toString()).contains("nothing was missing");
        assertThat(care(new Rescue("a2")).ending()).isEqualTo(Walk.Ending.DONE);
        assertThat(new MoveDatabase(stage.means(), stage.model(), Stage.ANY)
                        .preview()
                        .exit())
                .isEqualTo(ExitCode.OK);
    }

    /** As long as the source answers, or what was received is being applied, there is nothing to rescue. */
    @Test
    void whoLosesNothingIsLeftAlone() {
        assertThat(new CareForReplica(stage.means(), stage.model(), new Rescue("a2")).run(event -> {}, new Stop()))
                .isInstanceOf(Cared.Needless.class);
        assertThat(codes(new Rescue("a1"))).contains("replica.primary");
        stage.cutOff("a1");
        assertThat(new CareForReplica(stage.means(), stage.model(), new Rescue("a2")).run(event -> {}, new Stop()))
                .isInstanceOfSatisfying(
                        Cared.Needless.class, no -> assertThat(no.why()).contains("still receives"));
        assertThat(codes(new Rebuild("a2"))).containsExactly("rebuild.no-source");
    }

    /** What only a2 has is in the file, by table and number; nothing of what the primary has too. */
    @Test
    void whatOnlyOneServerHasIsSavedFirst() {
        stage.sql(
                "a2",
                "SET SESSION binlog_format = 'ROW'; SET GLOBAL gtid_strict_mode = 0; INSERT INTO shop.t (n, w) VALUES (100, 'only a2'), (101, 'it''s; only a2');"
                        + " UPDATE shop.t SET w = 'changed' WHERE n = 100; CREATE TABLE shop.own (n INT)");
        stage.sql("a1", "INSERT INTO shop.t (n, w) VALUES (7, 'of all')");
        Cared preview = new CareForReplica(stage.means(), stage.model(), new Rebuild("a2")).preview();
        assertThat(preview)
                .isInstanceOfSatisfying(
                        Cared.Previewed.class,
                        p -> assertThat(p.preview().steps().toString())
                                .contains("save what only a2 has", "--do-server-ids=12"));
        // The stage has no systemd: the walk ends behind the saving, and is taken back.
        Cared.Ran ran = care(new Rebuild("a2"));
        assertThat(ran.ending()).isIn(Walk.Ending.UNDONE, Walk.Ending.HALF_UNDONE);
        assertThat(ran.outcome().toString())
                .contains(
                        "3 transactions: ",
                        "INSERT 2 in shop.t",
                        "UPDATE 1 in shop.t",
                        "1 of tables or schemas themselves");
        assertThat(sh("grep -q 'only a2' " + folder + "/a2/srv/mariadb-errant/*.sql"))
                .isZero();
        assertThat(sh("grep -q 'of all' " + folder + "/a2/srv/mariadb-errant/*.sql"))
                .isNotZero();
        // It can be applied: here on the primary itself.
        assertThat(sh("docker exec -i -u mysql " + stage.container("a1") + " mariadb -u mysql --binary-mode <$(ls "
                        + folder + "/a2/srv/mariadb-errant/*.sql)"))
                .isZero();
        assertThat(stage.sql("a1", "SELECT w FROM shop.t WHERE n >= 100 ORDER BY n"))
                .isEqualTo("changed\nit's; only a2");
        assertThat(stage.sql("a1", "SELECT @@gtid_binlog_pos")).startsWith("0-11-");
    }

    /** As after a crash of a server that did not flush: it comes back as it was some time ago, closed, and two others have more. */
    @Test
    void aPrimaryThatLostWhatItWroteGivesItsPlaceAway() {
        Docker.must("stop", "-t", "20", stage.container("a1"));
        withDataOf("a1", "cp -a /var/lib/mysql/. /aside");
        stage.find("a1");
        stage.sql(
                "a1",
                "SET GLOBAL read_only = 0; INSERT INTO shop.t (w) VALUES ('1'), ('2'); INSERT INTO shop.t (w) VALUES ('3')");
        settled("a2");
        settled("b1");
        Docker.must("kill", stage.container("a1"));
        withDataOf("a1", "find /var/lib/mysql -mindepth 1 -delete && cp -a /aside/. /var/lib/mysql");
        stage.find("a1");
        assertThat(stage.sql("a1", ROWS)).isEqualTo("1");

        assertThat(codes(new Rebuild("a2"))).contains("rebuild.primary-lost");
        assertThat(refusals(Stage.ANY)).as("it would follow with a gap").containsExactly("failover.primary-lives");
        // Its router is in its network: here the server goes with its host.
        stage.lose("a1");
        Moved moved = new MoveDatabase(stage.means(), stage.model(), Stage.ANY).run(event -> {}, new Stop());
        assertThat(moved).isInstanceOfSatisfying(Moved.Ran.class, failover -> {
            assertThat(failover.ending()).as(failover.report().toString()).isEqualTo(Walk.Ending.DONE);
            assertThat(failover.next()).isEqualTo("a2");
        });
        stage.sql("a2", "INSERT INTO shop.t (w) VALUES ('4')");
        settled("b1", "a2");
        assertThat(stage.sql("b1", ROWS)).isEqualTo("5");
    }

    /** A closed primary is not opened while a replica has what it has not: so that must not need an open one. */
    @Test
    void whatWasWrittenByHandIsSavedThoughThePrimaryIsClosed() {
        stage.sql("a1", "SET GLOBAL read_only = 1");
        assertThat(codes(new Rebuild("a2"))).containsExactly("rebuild.no-source");
        stage.sql("a2", "SET GLOBAL gtid_strict_mode = 0; INSERT INTO shop.t (n, w) VALUES (100, 'only a2')");
        assertThat(refusals(Stage.ANY)).contains("failover.primary-lives");
        Cared.Ran ran = care(new Rebuild("a2"));
        assertThat(ran.outcome().toString()).contains("1 transaction");
    }

    private void fiveReceivedThenLost() {
        stage.sql("b1", "STOP SLAVE IO_THREAD");
        stage.sql("a2", "STOP SLAVE SQL_THREAD");
        for (int i = 0; i < 5; i++) {
            stage.sql("a1", "INSERT INTO shop.t (w) VALUES ('" + i + "')");
        }
        String last = stage.sql("a1", "SELECT @@gtid_binlog_pos");
        Stage.await(
                "a2 received them",
                () -> stage.sql("a2", "SHOW ALL SLAVES STATUS").contains(last));
        stage.freeze("a1");
    }

    private void restart(String host) {
        Docker.must("restart", "-t", "20", stage.container(host));
        Stage.await(
                host + " answers",
                () -> Docker.run(
                                        "exec",
                                        "-u",
                                        "mysql",
                                        stage.container(host),
                                        "mariadb",
                                        "-u",
                                        "mysql",
                                        "-e",
                                        "SELECT 1")
                                .exit()
                        == 0);
        stage.sql(host, "SET GLOBAL slave_net_timeout = 8");
        Docker.must("restart", "-t", "0", stage.container(host) + "-router");
    }

    /** While the server is stopped. */
    private void withDataOf(String host, String script) {
        Docker.must(
                "run",
                "--rm",
                "--network",
                "none",
                "--user",
                "0:0",
                "--volumes-from",
                stage.container(host),
                "-v",
                folder.resolve("aside") + ":/aside",
                "--entrypoint",
                "sh",
                DatabaseServers.IMAGE,
                "-c",
                script);
    }

    private Cared.Ran care(Care care) {
        Cared cared = new CareForReplica(stage.means(), stage.model(), care).run(event -> {}, new Stop());
        assertThat(cared).isInstanceOf(Cared.Ran.class);
        return (Cared.Ran) cared;
    }

    private List<String> codes(Care care) {
        Cared cared = new CareForReplica(stage.means(), stage.model(), care).run(event -> {}, new Stop());
        return cared instanceof Cared.Refused refused
                ? refused.why().stream().map(Diagnostic::code).toList()
                : List.of();
    }

    private List<String> refusals(UnplannedMove move) {
        Moved moved = new MoveDatabase(stage.means(), stage.model(), move).run(event -> {}, new Stop());
        assertThat(moved.exit()).isEqualTo(ExitCode.REFUSED);
        return ((Moved.Refused) moved).why().stream().map(Diagnostic::code).toList();
    }

    private static int sh(String script) {
        try {
            return new ProcessBuilder("sh", "-c", script).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private void settled(String host) {
        settled(host, "a1");
    }

    private void settled(String host, String primary) {
        String position = stage.sql(primary, "SELECT @@gtid_binlog_pos");
        Stage.await(
                host + " has all",
                () -> stage.sql(host, "SELECT MASTER_GTID_WAIT('" + position + "', 10)")
                        .equals("0"));
    }
}
