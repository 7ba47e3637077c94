package io.resctl.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.exec.Stop;
import io.resctl.model.SemiSync;
import io.resctl.runbook.Walk;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dying primary's last transactions reached only the server of the other zone, which cannot take its place in this one. */
@Tag("docker")
class FetchDockerTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Stage stage;

    @BeforeEach
    void onlyTheOtherZoneHasTheLast() {
        stage = new Stage(folder, SemiSync.NONE);
        stage.sql(
                "a1",
                "CREATE TABLE shop.t (n INT AUTO_INCREMENT PRIMARY KEY, w VARCHAR(20)); INSERT INTO shop.t (w) VALUES ('before')");
        String before = position("a1");
        for (String host : new String[] {"a2", "b1"}) {
            Stage.await(host + " has it", () -> applied(host).equals(before));
        }
        stage.sql("a2", "STOP SLAVE IO_THREAD");
        stage.sql("a1", "INSERT INTO shop.t (w) VALUES ('first'), ('second')");
        stage.sql("a1", "INSERT INTO shop.t (w) VALUES ('third')");
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void itIsTakenFromThere() {
        String last = position("a1");
        Stage.await("b1 has it", () -> applied("b1").equals(last));
        stage.lose("a1");
        Moved.Ran ran = (Moved.Ran) move();
        System.out.println(ran.report());
        assertThat(ran.ending()).as(ran.report().toString()).isEqualTo(Walk.Ending.DONE);
        assertThat(ran.next()).isEqualTo("a2");
        assertThat(ran.report().measured("position")).hasValue(last);
        assertThat(rows("a2")).isEqualTo("before,first,second,third");
        assertThat(stage.sql("a2", "SELECT @@global.read_only") + stage.sql("b1", "SELECT @@global.read_only"))
                .isEqualTo("01");
        stage.sql("a2", "INSERT INTO shop.t (w) VALUES ('after')");
        Stage.await("b1 follows a2", () -> rows("b1").endsWith(",after"));
    }

    /** What b1 received is in its relay log: a start of its receiving thread would throw it away. */
    @Test
    void oneThatStopsApplyingMeanwhileKeepsWhatItReceived() {
        Stage.await("b1 has it", () -> applied("b1").equals(position("a1")));
        stage.sql(
                "b1",
                "STOP SLAVE SQL_THREAD; SET SESSION sql_log_bin = 0; INSERT INTO shop.t VALUES (50, 'in the way')");
        stage.sql("a1", "INSERT INTO shop.t VALUES (50, 'fourth')");
        String last = position("a1");
        Stage.await(
                "b1 received it",
                () -> stage.sql("b1", "SHOW ALL SLAVES STATUS").contains(last));
        stage.lose("a1");
        Moved refused = move();
        assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(((Moved.Refused) refused).why()).extracting(Diagnostic::code).contains("failover.loss");
        assertThat(stage.sql("b1", "SHOW ALL SLAVES STATUS")).contains(last);
        assertThat(stage.sql("a2", "SELECT @@global.read_only")).isEqualTo("1");

        stage.sql("b1", "SET SESSION sql_log_bin = 0; DELETE FROM shop.t WHERE n = 50; START SLAVE SQL_THREAD");
        Stage.await("b1 applied it", () -> applied("b1").equals(last));
        Moved moved = move();
        assertThat(moved).isInstanceOf(Moved.Ran.class);
        assertThat(((Moved.Ran) moved).ending()).isEqualTo(Walk.Ending.DONE);
        assertThat(rows("a2")).isEqualTo("before,first,second,third,fourth");
    }

    private Moved move() {
        return new MoveDatabase(stage.means(), stage.model(), Stage.ANY).run(event -> {}, new Stop());
    }

    private String position(String host) {
        return stage.sql(host, "SELECT @@global.gtid_binlog_pos");
    }

    private String applied(String host) {
        return stage.sql(host, "SELECT @@global.gtid_slave_pos");
    }

    private String rows(String host) {
        return stage.sql(host, "SELECT GROUP_CONCAT(w ORDER BY n) FROM shop.t");
    }
}
