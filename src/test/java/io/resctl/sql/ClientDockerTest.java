package io.resctl.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.handler.DatabaseServers;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.testing.Docker;
import io.resctl.testing.LocalShell;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The way to a server's socket: this machine's shell enters the container by itself where it can, and asks the engine to where it cannot. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientDockerTest {
    private static final String WHO = "printf 'SELECT CURRENT_USER(), @@server_id;' | sql -BN\n";
    private static final String ENTERS = "if server_near; then echo enters; else echo asks; fi\n";

    private final LocalShell shell = new LocalShell("here", Path.of("."));
    private DatabaseServers servers;
    private String container = "";

    @BeforeAll
    void start() {
        servers = new DatabaseServers();
        container = servers.start(21);
    }

    @AfterAll
    void stop() {
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    void bothWaysAnswerTheSame() {
        assertThat(tell(ENTERS).out()).as("on the servers' host").isEqualTo("enters\n");
        assertThat(tell(WHO).out()).isEqualTo("mysql@localhost\t21\n");
        assertThat(tell("server_near() { return 1; }\n" + WHO).out()).isEqualTo("mysql@localhost\t21\n");
        String wrong = "printf 'SELECT nothing;' | sql -BN\n";
        assertThat(tell(wrong)).isEqualTo(tell("server_near() { return 1; }\n" + wrong));
        assertThat(tell(wrong).ok()).isFalse();
    }

    /** Where what this shell sees as that process is another, as in a container of its own, only the engine knows the way. */
    @Test
    void aProcessThatIsNotTheServerIsNotEntered() {
        String stranger = """
                docker() { if [ "$1" = container ]; then echo "$$ running"; else command docker "$@"; fi; }
                timeout() { shift; "$@"; }
                """;
        assertThat(tell(stranger + ENTERS).out()).isEqualTo("asks\n");
        assertThat(tell(stranger + WHO).out()).isEqualTo("mysql@localhost\t21\n");
    }

    @Test
    void aServerThatWasStartedAnewIsFoundAgain() {
        String again = """
                server_near
                before=$server_pid
                docker restart -t 20 "$container" >/dev/null
                for i in $(seq 100); do
                    if said=$(printf 'SELECT CURRENT_USER(), @@server_id;' | sql -BN 2>/dev/null); then break; fi
                    sleep 0.2
                done
                server_near && [ "$before" != "$server_pid" ] && echo "another process says $said"
                """;
        assertThat(tell(again).out()).isEqualTo("another process says mysql@localhost\t21\n");
    }

    @Test
    void whatDoesNotRunSaysSo() {
        assertThat(tell("container=resctl-test-nobody\n" + WHO).err()).contains("resctl-test-nobody");
        Docker.pause(container);
        try {
            Reply.Answer paused = tell(WHO);
            assertThat(paused.ok()).isFalse();
            assertThat(paused.err()).contains("paused");
        } finally {
            servers.unpause(container);
        }
    }

    /** Nobody gets more by this way than by the engine's. */
    @Test
    void theClientHasNoRightsAndNoneOfTheHostsSettings() {
        String seen = """
                export MYSQL_HOST=elsewhere HOME=/root
                mkfifo "$folder/statements"
                sql -BN <"$folder/statements" >/dev/null &
                exec 3>"$folder/statements"
                echo 'DO 1;' >&3
                client=
                for i in $(seq 50); do
                    for process in $(pgrep -x mariadb); do
                        if [ "/proc/$process/fd/0" -ef "$folder/statements" ]; then client=$process; fi
                    done
                    [ -z "$client" ] || break
                    sleep 0.1
                done
                grep -E '^(Uid|Gid|Groups|CapPrm|CapEff|NoNewPrivs)' "/proc/$client/status" | tr -s '\\t ' ' '
                tr '\\0' '\\n' <"/proc/$client/environ"
                server_near
                [ "/proc/$client/ns/net" -ef "/proc/$server_pid/ns/net" ] && echo same network
                exec 3>&-
                wait
                """;
        String said =
                tell("folder=$(mktemp -d)\n" + seen + "rm -r \"$folder\"\n").out();
        assertThat(said)
                .contains("Uid: 999 999 999 999", "Gid: 999 999 999 999", "CapPrm: 0000000000000000", "NoNewPrivs: 1")
                .contains("same network")
                .doesNotContain("elsewhere", "/root");
    }

    private Reply.Answer tell(String code) {
        return (Reply.Answer)
                shell.ask(Script.of(Client.SHELL + code).with("container", container), Duration.ofMinutes(1));
    }
}
