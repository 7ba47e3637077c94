package io.resctl.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.exec.Stop;
import io.resctl.journal.Event;
import io.resctl.model.SemiSync;
import io.resctl.runbook.Walk;
import io.resctl.runbook.database.MoveKind;
import io.resctl.runbook.database.PlannedMove;
import io.resctl.testing.Ledger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Moves between real servers behind real routers, in the order of a life. */
@Tag("docker")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MoveDatabaseDockerTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = new Stage(folder, SemiSync.NONE);
        stage.sql("a1", Ledger.TABLE);
        stage.sql(
                "a1",
                "SET NAMES latin1; CREATE DEFINER=shop@'%' EVENT shop.`tidy \"it\"` ON SCHEDULE EVERY 1 DAY DO DELETE FROM shop.ledger WHERE id < 0");
        assertThat(
                        stage.sql(
                                "a1",
                                "CREATE USER boss@'%' IDENTIFIED BY 'b'; GRANT READ_ONLY ADMIN, SELECT, INSERT, UPDATE ON *.* TO boss@'%'"))
                .isEmpty();
    }

    @AfterAll
    static void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    @Order(1)
    void aPlanTouchesNothing() {
        settled("a1");
        String before = stage.leaseText("a1");
        Moved moved = new MoveDatabase(stage.means(), stage.model(), new PlannedMove("a2", false)).preview();
        assertThat(moved).isInstanceOfSatisfying(Moved.Previewed.class, p -> {
            assertThat(p.preview().reasons()).isEmpty();
            assertThat(p.preview().steps().toString())
                    .contains("FLUSH TABLES WITH READ LOCK", "RESET SLAVE ALL", "MASTER_PASSWORD = '…'");
        });
        assertThat(stage.leaseText("a1")).isEqualTo(before);
        assertThat(readOnly("a1", "a2")).isEqualTo("01");
    }

    @Test
    @Order(2)
    void underLoadNothingIsLost() throws SQLException {
        try (Ledger ledger = new Ledger(folder, 16, stage::application)) {
            Stage.await("the clients write", () -> ledger.acknowledged() > 200);
            List<Duration> gaps = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String next = i % 2 == 0 ? "a2" : "a1";
                long since = System.nanoTime();
                Moved.Ran ran = move(new PlannedMove(next, false));
                assertThat(ran.ending()).as(ran.report().toString()).isEqualTo(Walk.Ending.DONE);
                int acknowledged = ledger.acknowledged();
                Stage.await("the clients write again", () -> ledger.acknowledged() > acknowledged + 100);
                gaps.add(ran.gap().orElseThrow());
                System.out.println("switchover to " + next + ": reported gap " + ran.gap() + ", of the database "
                        + ran.databaseGap() + ", seen by clients " + ledger.silence(since) + ", rate " + ledger.rate());
                assertThat(ran.report().measured("position").orElse("")).isNotEmpty();
                settled(next);
            }
            Collections.sort(gaps);
            assertThat(gaps.get(2)).as("the median of " + gaps).isLessThan(Duration.ofMillis(1500));
            assertThat(move(new PlannedMove("a1", false)).ending()).isEqualTo(Walk.Ending.DONE);
            settled("a1");
            ledger.stop();
            System.out.println("errors that clients saw: " + ledger.errors());
            Stage.await(
                    "all have it",
                    () -> stage.words("b1").size() == stage.words("a1").size());
            for (String host : Stage.HOSTS) {
                Ledger.Verdict verdict = ledger.judge(stage.words(host));
                assertThat(verdict.good()).as(host + ": " + verdict).isTrue();
                assertThat(verdict.acknowledged()).isGreaterThan(500);
            }
        }
    }

    @Test
    @Order(3)
    void eventsRunWhereThePrimaryIs() {
        assertThat(event("a1")).isEqualTo("ENABLED shop@% latin1");
        assertThat(event("a2")).isEqualTo("SLAVESIDE_DISABLED shop@% latin1");
        assertThat(move(new PlannedMove("a2", false)).ending()).isEqualTo(Walk.Ending.DONE);
        assertThat(event("a1")).isEqualTo("SLAVESIDE_DISABLED shop@% latin1");
        assertThat(event("a2")).isEqualTo("ENABLED shop@% latin1");
        assertThat(stage.sql("b1", "SELECT host, former FROM resctl.promotion ORDER BY epoch DESC LIMIT 1"))
                .isEqualTo("a2\ta1");
        assertThat(move(new PlannedMove("a1", false)).ending()).isEqualTo(Walk.Ending.DONE);
    }

    private static String event(String host) {
        return stage.sql(
                host,
                "SELECT CONCAT_WS(' ', STATUS, DEFINER, CHARACTER_SET_CLIENT) FROM information_schema.EVENTS WHERE EVENT_SCHEMA = 'shop'");
    }

    /** What holds a lock costs the writers a second, and then all is as before. */
    @Test
    @Order(4)
    void aHeldLockIsUndone() throws SQLException {
        try (Connection locker = stage.directly("a1");
                Statement lock = locker.createStatement();
                Ledger ledger = new Ledger(folder, 4, stage::application)) {
            Stage.await("the clients write", () -> ledger.acknowledged() > 50);
            lock.execute("CREATE TABLE IF NOT EXISTS shop.locked (id INT PRIMARY KEY)");
            lock.execute("LOCK TABLES shop.locked WRITE");
            long since = System.nanoTime();
            Moved.Ran ran = move(new PlannedMove("a2", false));
            assertThat(ran.ending()).isEqualTo(Walk.Ending.UNDONE);
            assertThat(ran.exit()).isEqualTo(ExitCode.FAILED);
            assertThat(ran.report().failure().orElseThrow().summary()).contains("holds a lock on tables of a1");
            int acknowledged = ledger.acknowledged();
            Stage.await("the clients write again", () -> ledger.acknowledged() > acknowledged + 20);
            assertThat(ledger.silence(since)).isLessThan(Duration.ofSeconds(2));
        }
        assertThat(readOnly("a1", "a2")).isEqualTo("01");
        settled("a1");
    }

    @Test
    @Order(5)
    void aLongWriteIsRefused() throws Exception {
        try (Connection writer = stage.directly("a1");
                Statement write = writer.createStatement()) {
            writer.setAutoCommit(false);
            write.execute("INSERT INTO shop.ledger (word) VALUES ('long')");
            Thread.sleep(Duration.ofSeconds(12));
            assertThat(refusals(new PlannedMove("a2", false))).containsExactly("switchover.long-write");
            writer.rollback();
        }
        assertThat(readOnly("a1", "a2")).isEqualTo("01");
    }

    /** Who may write to a closed server is sent away before its position counts. */
    @Test
    @Order(6)
    void whoeverMayWriteToAClosedServerIsSentAway() throws SQLException {
        try (Connection boss = stage.servers.connect(stage.container("a1"), 3306, "boss", "b");
                Statement write = boss.createStatement()) {
            write.execute("INSERT INTO shop.ledger (word) VALUES ('boss')");
            Moved.Ran ran = move(new PlannedMove("a2", false));
            assertThat(ran.ending()).isEqualTo(Walk.Ending.DONE);
            assertThat(ran.report().measured("killed").orElse("")).startsWith("boss ");
            assertThat(boss.isValid(2)).isFalse();
        }
        assertThat(move(new PlannedMove("a1", false)).ending()).isEqualTo(Walk.Ending.DONE);
        settled("a1");
    }

    @Test
    @Order(7)
    void aBrokenCandidateIsRefusedWithItsError() {
        stage.sql("a2", "STOP SLAVE SQL_THREAD");
        assertThat(refusals(new PlannedMove("a2", false))).containsExactly("switchover.broken-replication");
        stage.sql("a2", "START SLAVE SQL_THREAD");
        settled("a1");
    }

    /** A candidate that does not get there in time: the primary is open again, with its events. */
    @Test
    @Order(8)
    void whatCannotReachThePositionIsUndone() throws Exception {
        try (Connection blocker = stage.servers.connect(stage.container("a2"), 3306, "boss", "b");
                Statement block = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            block.execute("SELECT * FROM shop.ledger ORDER BY id LIMIT 1 FOR UPDATE");
            stage.sql("a1", "UPDATE shop.ledger SET word = 'first' ORDER BY id LIMIT 1");
            Moved.Ran ran = move(new PlannedMove("a2", false));
            assertThat(ran.ending()).as(ran.report().toString()).isEqualTo(Walk.Ending.UNDONE);
            assertThat(ran.report().failure().orElseThrow().code()).isEqualTo("switchover.behind");
            assertThat(event("a1")).startsWith("ENABLED");
            assertThat(readOnly("a1", "a2")).isEqualTo("01");
            assertThat(stage.leaseText("a2")).contains("\"primary\": \"a1\"");
            blocker.rollback();
        }
        settled("a1");
    }

    /** Ctrl-C in the middle. */
    @Test
    @Order(9)
    void aStopBeforeTheLeaseIsUndone() {
        Stop stop = new Stop();
        Moved moved = new MoveDatabase(stage.means(), stage.model(), new PlannedMove("a2", false))
                .run(
                        event -> {
                            if (event instanceof Event.StepSucceeded done
                                    && done.step().equals("freeze")) {
                                stop.ask();
                            }
                        },
                        stop);
        assertThat(moved).isInstanceOfSatisfying(Moved.Ran.class, ran -> {
            assertThat(ran.ending()).isEqualTo(Walk.Ending.STOPPED);
            assertThat(ran.exit()).isEqualTo(ExitCode.INTERRUPTED);
        });
        assertThat(readOnly("a1", "a2")).isEqualTo("01");
    }

    /** The run ended behind the lease, before anybody was opened. */
    @Test
    @Order(10)
    void oneThatWasBrokenOffGoesOn() {
        stage.sql("a1", "SET GLOBAL read_only = 1");
        Stage.HOSTS.forEach(host -> stage.lease(host, stage.nextLease("a2", 50)));
        assertThat(refusals(new PlannedMove("a2", false))).containsExactly("switchover.begun");
        Moved.Ran ran = move(new PlannedMove("a2", true));
        assertThat(ran.ending()).as(ran.report().toString()).isEqualTo(Walk.Ending.DONE);
        assertThat(readOnly("a1", "a2")).isEqualTo("10");
        settled("a2");
        assertThat(move(new PlannedMove("a1", false)).ending()).isEqualTo(Walk.Ending.DONE);
        settled("a1");
    }

    /** A one-shot event is gone after it ran: between the look and the freeze, too. */
    @Test
    @Order(11)
    void anEventThatIsGoneMeanwhileStopsNothing() {
        Stop stop = new Stop();
        assertThat(dropping(stop, "freeze").ending()).isEqualTo(Walk.Ending.STOPPED);
        assertThat(readOnly("a1", "a2")).isEqualTo("01");
        assertThat(event("a1")).isEqualTo("ENABLED shop@% latin1");
        Moved.Ran ran = dropping(new Stop(), "nothing");
        assertThat(ran.ending()).as(ran.report().toString()).isEqualTo(Walk.Ending.DONE);
        assertThat(event("a1")).isEqualTo("SLAVESIDE_DISABLED shop@% latin1");
        assertThat(event("a2")).isEqualTo("ENABLED shop@% latin1");
        settled("a2");
        assertThat(move(new PlannedMove("a1", false)).ending()).isEqualTo(Walk.Ending.DONE);
        settled("a1");
    }

    private static Moved.Ran dropping(Stop stop, String stopBehind) {
        stage.sql("a1", "CREATE EVENT shop.a_once ON SCHEDULE AT NOW() + INTERVAL 1 DAY DO DO 1");
        settled("a1");
        return (Moved.Ran) new MoveDatabase(stage.means(), stage.model(), new PlannedMove("a2", false))
                .run(
                        event -> {
                            if (event instanceof Event.StepStarted begun
                                    && begun.step().equals("freeze")) {
                                stage.sql("a1", "DROP EVENT shop.a_once");
                            }
                            if (event instanceof Event.StepSucceeded done
                                    && done.step().equals(stopBehind)) {
                                stop.ask();
                            }
                        },
                        stop);
    }

    @Test
    @Order(20)
    void aPrimaryThatLivesIsNotFailedOver() {
        assertThat(refusals(Stage.ANY)).containsExactly("failover.primary-lives");
        assertThat(readOnly("a1", "a2")).isEqualTo("01");
    }

    /** The primary is killed under load, with every commit acknowledged by a replica: what is acknowledged is on the next one. */
    @Test
    @Order(21)
    void whatWasAcknowledgedOutlivesThePrimary() {
        semiSync();
        try (Ledger ledger = new Ledger(folder, 16, stage::application)) {
            Stage.await("the clients write", () -> ledger.acknowledged() > 200);
            stage.lose("a1");
            long since = System.nanoTime();
            Moved.Ran ran = move(Stage.ANY);
            assertThat(ran.ending()).as(ran.report().toString()).isEqualTo(Walk.Ending.DONE);
            assertThat(ran.next()).isEqualTo("a2");
            int acknowledged = ledger.acknowledged();
            Stage.await("the clients write again", () -> ledger.acknowledged() > acknowledged + 100);
            assertThat(took(ran, "drain"))
                    .as("the dead primary's address is not waited for")
                    .isLessThan(Duration.ofSeconds(3));
            System.out.println("failover: seen by clients " + ledger.firstAfter(since, Duration.ofMillis(200))
                    + " after the command, " + ran.report());
            ledger.stop();
            Ledger.Verdict verdict = ledger.judge(stage.words("a2"));
            assertThat(verdict.good()).as(verdict.toString()).isTrue();
        }
        assertThat(stage.sql("b1", "SELECT former FROM resctl.promotion ORDER BY epoch DESC LIMIT 1"))
                .isEqualTo("a1");
    }

    /** Back again it is read-only and follows nobody: an apply makes it follow, once it has seen that it holds nothing of its own. */
    @Test
    @Order(22)
    void theOldPrimaryComesBackClosed() {
        stage.find("a1");
        assertThat(readOnly("a1", "a2")).isEqualTo("10");
        assertThat(stage.sql("a1", "SHOW ALL SLAVES STATUS")).isEmpty();
    }

    private static void semiSync() {
        stage.sql(
                "a1",
                "SET GLOBAL rpl_semi_sync_master_wait_point = AFTER_SYNC; SET GLOBAL rpl_semi_sync_master_timeout = 10000;"
                        + " SET GLOBAL rpl_semi_sync_master_enabled = ON");
        stage.sql(
                "a2",
                "SET GLOBAL rpl_semi_sync_slave_enabled = ON; SET GLOBAL rpl_semi_sync_slave_kill_conn_timeout = 1;"
                        + " STOP SLAVE IO_THREAD; START SLAVE IO_THREAD");
        Stage.await(
                "the replica acknowledges",
                () -> stage.sql("a1", "SHOW STATUS LIKE 'Rpl_semi_sync_master_clients'")
                        .endsWith("1"));
    }

    private static Duration took(Moved.Ran ran, String step) {
        return ran.report().steps().stream()
                .filter(line -> line.step().equals(step))
                .findFirst()
                .orElseThrow()
                .took();
    }

    private static Moved.Ran move(MoveKind kind) {
        Moved moved = CompletableFuture.supplyAsync(
                        () -> new MoveDatabase(stage.means(), stage.model(), kind).run(event -> {}, new Stop()))
                .join();
        assertThat(moved).isInstanceOf(Moved.Ran.class);
        return (Moved.Ran) moved;
    }

    private static List<String> refusals(MoveKind kind) {
        Moved moved = new MoveDatabase(stage.means(), stage.model(), kind).run(event -> {}, new Stop());
        assertThat(moved.exit()).isEqualTo(ExitCode.REFUSED);
        return moved instanceof Moved.Refused refused
                ? refused.why().stream()
                        .filter(Diagnostic::isError)
                        .map(Diagnostic::code)
                        .toList()
                : List.of();
    }

    private static String readOnly(String... hosts) {
        StringBuilder all = new StringBuilder();
        for (String host : hosts) {
            all.append(stage.sql(host, "SELECT @@global.read_only"));
        }
        return all.toString();
    }

    /** All others follow it, and have what it has. */
    private static void settled(String primary) {
        String position = stage.sql(primary, "SELECT @@global.gtid_binlog_pos");
        for (String host : Stage.HOSTS) {
            if (!host.equals(primary)) {
                Stage.await(
                        host + " follows " + primary,
                        () -> stage.sql(host, "SELECT MASTER_GTID_WAIT('" + position + "', 10)")
                                .equals("0"));
            }
        }
    }
}
