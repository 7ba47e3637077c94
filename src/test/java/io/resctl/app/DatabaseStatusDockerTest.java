package io.resctl.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.handler.DatabaseServers;
import io.resctl.model.Names;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.DatabaseHeartbeat;
import io.resctl.resource.DatabaseRole;
import io.resctl.sql.Errant;
import io.resctl.sql.Gtid;
import io.resctl.sql.ServerSettings;
import io.resctl.sql.ServerState;
import io.resctl.testing.Docker;
import io.resctl.testing.LocalShell;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The question of {@code status} and {@code doctor}, answered by real servers. */
@Tag("docker")
class DatabaseStatusDockerTest {
    private static final String NOWHERE = "/nonexistent";
    private static final String MORE = "event_scheduler = ON\nsync_binlog = 1\nsync_relay_log = 10000\nread_only = 1\n";

    @Test
    void whatRealServersSayOfThemselves() {
        try (DatabaseServers servers = new DatabaseServers()) {
            servers.secret(Names.REPLICATION_PASSWORD, "an-unlikely-word");
            String primary = servers.start(1, MORE, Optional.empty());
            String replica = servers.start(2, MORE + "read_only = OFF\n", Optional.empty());
            assertThat(servers.make(new DatabaseRole(primary, true, Optional.empty())))
                    .isEmpty();
            assertThat(servers.make(new DatabaseAccount(
                            primary,
                            NOWHERE,
                            "resctl_repl",
                            servers.address(replica),
                            Optional.of(Names.REPLICATION_PASSWORD),
                            List.of("REPLICATION SLAVE ON *.*"))))
                    .isEmpty();
            DatabaseRole.Source source = new DatabaseRole.Source(
                    "a1", servers.address(primary), 3306, "resctl_repl", Names.REPLICATION_PASSWORD);
            assertThat(servers.make(new DatabaseRole(replica, false, Optional.of(source))))
                    .isEmpty();
            for (String server : List.of(primary, replica)) {
                assertThat(servers.make(new DatabaseHeartbeat(server, NOWHERE))).isEmpty();
            }
            LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());

            StatusAnswer leads = ask(primary);
            StatusAnswer follows = ask(replica);
            ServerState state = follows.server().orElseThrow();
            assertThat(leads.server().orElseThrow().writable()).isTrue();
            assertThat(state.writable()).isFalse();
            assertThat(state.replication().orElseThrow().source()).isEqualTo(servers.address(primary));
            assertThat(state.heartbeats()).singleElement().satisfies(h -> {
                assertThat(h.server()).isEqualTo(1);
                assertThat(Duration.between(h.at(), state.clock()))
                        .isBetween(Duration.ofSeconds(-1), Duration.ofSeconds(5));
            });
            assertThat(leads.clock().orElseThrow().aheadOf(follows.clock().orElseThrow()))
                    .isZero();

            ServerSettings settings = leads.settings().orElseThrow();
            assertThat(settings.unsafe()).containsExactly("sync_relay_log = 10000");
            assertThat(settings.startsReadOnly()).contains(true);
            assertThat(settings.startsReplicating()).isFalse();
            assertThat(settings.scheduler()).isTrue();
            assertThat(settings.gaveUp()).isZero();
            assertThat(follows.settings().orElseThrow().startsReadOnly())
                    .as("the last one counts")
                    .contains(false);

            ServerState first = leads.server().orElseThrow();
            assertThat(Errant.of(state, first, List.of(first)).isEmpty()).isTrue();
            servers.sql(replica, "SET SESSION gtid_seq_no = 1000000; CREATE DATABASE own");
            ServerState ill = ask(replica).server().orElseThrow();
            assertThat(Errant.of(ill, first, List.of(first)).entries()).containsExactly(new Gtid(0, 2, 1_000_000));
        }
    }

    /** Under the name that a site's own container has. */
    private static StatusAnswer ask(String container) {
        String site = container.substring("resctl-".length());
        Docker.must("rename", container, "resctl-" + site + "-db");
        try {
            return StatusAnswer.of(
                    new LocalShell("here", Path.of(".")),
                    new Names(site),
                    new Patience(Duration.ofSeconds(20), Duration.ofSeconds(60)),
                    () -> {},
                    InstantSource.system());
        } finally {
            Docker.must("rename", "resctl-" + site + "-db", container);
        }
    }
}
