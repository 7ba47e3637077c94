package io.resctl.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerStateTest {
    /** As a real replica answered. */
    @Test
    void aReplicaIsRead() throws IOException {
        ServerState state = ServerState.parse(replica()).orElseThrow();
        assertThat(state.serverId()).isEqualTo(2);
        assertThat(state.writable()).isFalse();
        assertThat(state.strict()).isTrue();
        assertThat(state.logs()).isTrue();
        assertThat(state.position()).hasToString("0-1-8");
        assertThat(state.release()).containsExactly(11, 8, 9);
        assertThat(state.clock()).isEqualTo(Instant.parse("2026-11-24T12:00:33.619768Z"));
        Replication replication = state.replication().orElseThrow();
        assertThat(replication.source()).isEqualTo("rb1");
        assertThat(replication.receives()).isTrue();
        assertThat(replication.applies()).isTrue();
        assertThat(replication.byGtid()).isTrue();
        assertThat(replication.read()).isEqualTo("binlog.000001:1555");
        assertThat(state.unapplied()).isZero();
        assertThat(state.semiSync().acknowledging()).isTrue();
    }

    /** What was cut off says nothing: the last line must be there. */
    @Test
    void halfAnAnswerIsNone() throws IOException {
        assertThat(ServerState.parse(replica().replace("that_is_all: 1", ""))).isEmpty();
        assertThat(ServerState.parse("")).isEmpty();
    }

    @Test
    void whatIsReceivedAndNotAppliedIsCounted() throws IOException {
        ServerState state = ServerState.parse(replica().replace("Gtid_IO_Pos: 0-1-8", "Gtid_IO_Pos: 0-1-13"))
                .orElseThrow();
        assertThat(state.unapplied()).isEqualTo(5);
        assertThat(state.stream()).hasToString("0-1-13");
    }

    @Test
    void eventsWritesAndHeartbeatsAreRead() throws IOException {
        ServerState state = ServerState.parse(replica() + """
                event: {"schema": "shop", "name": "nightly: \\"x\\"", "definer": "shop@%", "status": "ENABLED", "charset": "utf8mb4", "collation": "utf8mb4_bin"}
                event: {"schema": "resctl", "name": "heartbeat", "definer": "h@localhost", "status": "ENABLED", "charset": "utf8mb4", "collation": "utf8mb4_bin"}
                event: not JSON
                write: 7 3 shop shop
                write: 8 25 shop -
                heartbeat: 1 1795521633.619768
                """).orElseThrow();
        assertThat(state.events())
                .containsExactly(
                        new ScheduledEvent("shop", "nightly: \"x\"", "shop@%", "ENABLED", "utf8mb4", "utf8mb4_bin"));
        assertThat(state.writes())
                .containsExactly(
                        new LongWrite(8, Duration.ofSeconds(25), "shop", "-"),
                        new LongWrite(7, Duration.ofSeconds(3), "shop", "shop"));
        assertThat(state.heartbeats())
                .isEqualTo(List.of(new Heartbeat(1, Instant.parse("2026-11-24T12:00:33.619768Z"))));
    }

    @Test
    void theModesOfMariadb12AreClosedToo() throws IOException {
        assertThat(open("OFF")).isTrue();
        assertThat(open("0")).isTrue();
        assertThat(open("ON")).isFalse();
        assertThat(open("NO_LOCK_NO_ADMIN")).isFalse();
    }

    private static boolean open(String readOnly) throws IOException {
        return ServerState.parse(replica().replace("read_only: 1", "read_only: " + readOnly))
                .orElseThrow()
                .writable();
    }

    private static String replica() throws IOException {
        return Files.readString(Path.of("src/test/resources/sql/replica.txt"));
    }
}
