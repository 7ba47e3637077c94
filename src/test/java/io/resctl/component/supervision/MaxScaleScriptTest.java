package io.resctl.component.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.testing.FakeMaxScale;
import io.resctl.testing.MaxScaleContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guard's part for MaxScale, run by this machine's bash and curl against two instances that behave by the recorded contract. */
class MaxScaleScriptTest {
    private static final List<String> OPENING = List.of(
            "monitor cooperative_monitoring_locks=majority_of_all",
            "maxscale passive=false",
            "monitor enforce_writable_master=true");
    private static final List<String> FENCING = List.of(
            "maxscale passive=true",
            "monitor enforce_writable_master=false",
            "monitor cooperative_monitoring_locks=none");

    @TempDir
    Path folder;

    private final FakeMaxScale own = new FakeMaxScale();
    private final FakeMaxScale other = new FakeMaxScale();

    @BeforeEach
    void loginFile() throws IOException {
        Files.writeString(folder.resolve("maxscale.curl"), "user = \"" + FakeMaxScale.LOGIN + "\"\n");
    }

    @AfterEach
    void stop() {
        own.close();
        other.close();
    }

    @Test
    void theStandInKeepsTheContract() {
        assertThat(new MaxScaleContract(own.address(), FakeMaxScale.LOGIN).check(true))
                .isGreaterThan(20);
    }

    @Test
    void itStaysPassiveUntilAServerTakesWrites() throws Exception {
        assertThat(guard("word=open; maxscale_tend; echo pending $maxscale_pending"))
                .contains("MaxScale stays passive: it sees no server that takes writes", "pending yes");
        assertThat(own.orders()).isEmpty();
    }

    /** Active without locks beside another one, both would promote. */
    @Test
    void itIsOpenedLocksFirstAndOnceForEachStart() throws Exception {
        own.state("a1", "Master, Running");
        assertThat(guard("word=open; maxscale_tend; echo pending $maxscale_pending"))
                .contains("MaxScale is active now", "pending no");
        assertThat(own.orders()).containsExactlyElementsOf(OPENING);
        assertThat(other.orders()).isEmpty();

        own.forgetOrders();
        guard("word=open; maxscale_tend");
        assertThat(own.orders())
                .as("what somebody does by hand afterwards is left alone")
                .isEmpty();

        own.restart();
        guard("word=open; maxscale_tend");
        assertThat(own.orders()).as("a restarted one is passive").containsExactlyElementsOf(OPENING);
    }

    @Test
    void itIsNotOpenedWhileThisZoneIsNotLive() throws Exception {
        own.state("a1", "Master, Running");
        for (String word : List.of("asking", "standby", "fenced", "conflict")) {
            guard("word=" + word + "; maxscale_tend");
        }
        assertThat(own.orders()).isEmpty();
    }

    /** An opening that broke off goes on where it was, and does not restart the monitor for what is so already. */
    @Test
    void whatIsSoAlreadyIsNotOrderedAgain() throws Exception {
        own.state("a1", "Master, Running");
        guard("order \"$maxscale\" monitors/monitor 'cooperative_monitoring_locks=\"majority_of_all\"'");
        own.forgetOrders();
        guard("word=open; maxscale_tend");
        assertThat(own.orders()).containsExactlyElementsOf(OPENING.subList(1, 3));
    }

    /** All of the zone are passive before a server is closed: an active one would open it again. */
    @Test
    void fencingComesBeforeTheServerAndReachesTheWholeZone() throws Exception {
        own.state("a1", "Master, Running");
        other.state("a1", "Master, Running");
        guard("word=open; maxscale_tend; maxscale=$other; rm -f \"$run/maxscale\"; maxscale_next=0; maxscale_tend");
        own.forgetOrders();
        other.forgetOrders();
        assertThat(guard("word=fenced; maxscale_close; echo \"open <$maxscale_open>\""))
                .contains("MaxScale is passive in zone milan", "open <>");
        assertThat(own.orders()).containsExactlyElementsOf(FENCING);
        assertThat(other.orders()).containsExactlyElementsOf(FENCING);

        guard("word=open; maxscale_tend");
        assertThat(own.orders())
                .as("when the zone is live again, the same start is opened anew")
                .endsWith(OPENING.toArray(String[]::new));
    }

    @Test
    void oneThatDoesNotRunIsNoReasonToWait() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(guard("maxscales=(127.0.0.1:" + port + "); maxscale_close; echo \"open <$maxscale_open>\""))
                .contains("open <>");
    }

    @Test
    void oneThatHangsIsWaitedForAWhileOnly() throws Exception {
        try (ServerSocket hangs = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + hangs.getLocalPort();
            assertThat(guard("curl() { command curl --max-time 0.2 \"${@/4/0.2}\"; }; maxscales=(" + address
                            + "); maxscale_close; echo \"open <$maxscale_open>\"; maxscale_patience=0; maxscale_close;"
                            + " echo \"then <$maxscale_open>\""))
                    .contains("may still be active", "open <" + address + ">", "looked at every minute", "then <>");
        }
    }

    /** Whoever opened it, the server of a zone that is not live is closed again. */
    @Test
    void aServerThatIsOpenInAZoneThatIsNotLiveIsClosedAgain() throws Exception {
        String code = "SECONDS=100; closing=no; ask_sql() { echo 0; }; maxscale_watch; echo closing $closing";
        assertThat(guard("word=standby; " + code)).contains("closing yes");
        assertThat(guard("word=open; " + code)).contains("closing no");
        assertThat(guard("word=standby; " + code.replace("echo 0", "echo 1"))).contains("closing no");
    }

    /** A silent MaxScale makes closing last: when the zone becomes live meanwhile, nothing that then starts is stopped again. */
    @Test
    void whoOpensNoLongerCloses() throws Exception {
        String code = """
                eval "$(sed -n '/^take() {/,/^}/p' templates/supervision/guard)"
                remember() { :; }; write_motd() { :; }; systemctl() { :; }
                closing=yes target=t word=standby verdict_epoch=1 reason=r top_epoch=2 top_live=milan top_primary=a1 new_reason=r new_word=%s
                take; echo "closing $closing"
                """;
        assertThat(guard(code.formatted("open"))).contains("closing no");
        assertThat(guard(code.formatted("asking"))).contains("closing yes");
        assertThat(guard(code.replace("closing=yes", "closing=no").formatted("fenced")))
                .contains("closing yes");
    }

    @Test
    void aWrongLoginIsTold() throws Exception {
        Files.writeString(folder.resolve("maxscale.curl"), "user = \"admin:mariadb\"\n");
        assertThat(guard("word=open; maxscale_tend")).contains("MaxScale refuses to answer: Access denied");
    }

    /** After a cold start the guard opens the server that the lease names: so the lease follows what MaxScale did. */
    @Test
    void theLeaseFollowsAPromotionByMaxscale() throws Exception {
        own.state("a2", "Master, Running");
        assertThat(record(""))
                .contains("MaxScale made a2 the primary: the lease of epoch 8 says so", "genuine 8 milan a2");
        assertThat(Files.readString(folder.resolve("lease.json"))).contains("\"by\": \"maxscale@a2\"");
    }

    /** Whatever is not certain leaves the lease as it is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "word=asking",
                "promoter=resctl",
                "leads() { true; }",
                "ask_sql() { echo 1; }",
                "sql() { echo ' Master_Host: 10.0.0.1'; }",
                "ask() { mkdir -p $run/answers; echo writable >$run/answers/a1; }",
                "mkdir -p \"${lease%/*}/lock\"; : >\"${lease%/*}/lock/beat\"",
                "site_key=/nowhere",
                "host=a3",
            })
    void theLeaseIsLeftAsItIsWhere(String otherwise) throws Exception {
        own.state("a2", "Master, Running");
        assertThat(record(otherwise)).doesNotContain("says so", "genuine");
        assertThat(folder.resolve("lease.json")).doesNotExist();
    }

    private String record(String otherwise) throws Exception {
        return guard("""
                promoter=maxscale word=open verdict_epoch=7 site=acme host=a2 lease=$home/lease.json site_key=$home/site-key SECONDS=100
                openssl genpkey -algorithm ed25519 -out "$site_key" && openssl pkey -in "$site_key" -pubout -out "$home/site-key.pub"
                . templates/supervision/lease.sh
                leads() { false; }
                ask_sql() { echo 0; }
                sql() { :; }
                ask() { mkdir -p "$run/answers"; echo 'position 0-1-5' >"$run/answers/a1"; }
                %s
                maxscale_record
                if [ -e "$lease" ] && signed a2 "$(cat "$lease")"; then echo "genuine $epoch $live $primary"; fi
                """.formatted(otherwise));
    }

    private String guard(String code) throws Exception {
        String whole = """
                database=resctl-acme-db zone=milan home=%s run=%s maxscale=%s other=%s maxscale_monitor=monitor maxscale_locks=majority_of_all
                maxscales=("$maxscale" "$other")
                say() { printf '%%s\\n' "$2"; }
                did() { say "$@"; }
                . templates/supervision/database.sh
                . templates/supervision/maxscale.sh
                """.formatted(folder, folder, own.address(), other.address()) + code + "\n";
        List<String> command = new ArrayList<>(List.of("bash", "-u", "-c", whole));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
