package io.resctl.scenario;

import static io.resctl.scenario.LabSite.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.resctl.model.Names;
import io.resctl.model.Stable;
import io.resctl.testing.Ledger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The primary moves under load, as planned and by SIGKILL, with sixteen clients that write the way the site's own services do. */
@Tag("lab")
@Order(4)
@ExtendWith(JobLab.Door.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DatabaseMovesLabTest {
    private static final int CLIENTS = 16;

    /** Sixteen clients at work are never silent for so long. */
    private static final Duration SILENT = Duration.ofMillis(200);

    private static final List<String> SERVERS = List.of("a1", "a2", "b1");
    private final JobLab lab;
    private LabSite site;
    private DatabaseTunnel services;
    private String primary = "a1";

    DatabaseMovesLabTest(JobLab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void bringUp() {
        site = lab.applied();
        site.edit("\n    router: ", "\n    semiSync: local\n    router: ");
        site.resctl("apply", "--yes").exits(0);
        site.sql(primary, Ledger.TABLE);
        // a3 has no database server and no router: its ambassador leads to the routers of a1 and a2, and it outlives
        // both.
        services = DatabaseTunnel.through(site, "a3", Stable.nameAddress("db"), Names.DATABASE_PORT);
    }

    /** The last test costs the primary what its replicas have, so that no guard opens it again: the next class begins with another site. */
    @AfterAll
    void takeDown() {
        if (services != null) {
            services.close();
        }
        lab.close();
    }

    /** Issue 3, point 1. */
    @Test
    @Order(1)
    void aSwitchoverUnderLoadLosesNothing() {
        try (Ledger ledger = ledger()) {
            LabSite.pause(6);
            int rate = ledger.rate();
            System.out.println("while nothing moves: " + rate + " acknowledged writes a second");
            List<Duration> gaps = new ArrayList<>();
            for (int i = 0; i < Bars.times(20); i++) {
                String next = other();
                long since = System.nanoTime();
                Tool.Result moved =
                        site.resctl("switchover", "--database", next, "--yes").exits(0);
                writesAgain(ledger);
                Duration seen = ledger.silence(since);
                System.out.println("switchover to " + next + ": clients saw " + seen.toMillis() + " ms, reported "
                        + reported(moved).toMillis() + " ms, the command took "
                        + moved.took().toMillis() + " ms\n" + moved.out());
                gaps.add(seen);
                primary = next;
                replicasFollow();
            }
            ledger.stop();
            System.out.println("errors that clients saw: " + ledger.errors());
            SERVERS.forEach(host -> good(ledger, host));
            assertThat(rate).as("acknowledged writes a second").isGreaterThanOrEqualTo(100);
            assertThat(median(gaps)).as("the median of " + gaps).isLessThan(Duration.ofMillis(1500));
        }
    }

    /** Issue 3, point 2: the power of the primary's host goes; what was acknowledged is on the survivor too. */
    @Test
    @Order(2)
    void aKilledPrimaryLosesNothing() throws SQLException {
        List<Duration> gaps = new ArrayList<>();
        for (int i = 0; i < Bars.times(20); i++) {
            String dead = primary;
            String next = other();
            acknowledges(next);
            try (Ledger ledger = ledger()) {
                LabSite.sh("docker kill " + site.container(dead));
                long since = System.nanoTime();
                String report = LabSite.MAXSCALE ? "MaxScale's own" : failover();
                primary = next;
                writesAgain(ledger);
                Duration seen = ledger.firstAfter(since, SILENT);
                System.out.println(
                        "failover from " + dead + ": clients wrote again after " + seen.toMillis() + " ms, " + report);
                gaps.add(seen);
                comesBackClosed(dead);
                ledger.stop();
                System.out.println("errors that clients saw: " + ledger.errors());
                good(ledger, next);
                good(ledger, "b1");
            }
            rejoinedOrRefused(dead);
        }
        System.out.println("failovers: " + gaps);
        // MaxScale waits as long as its monitor is told to: the bar is of the command.
        assertThat(gaps).allMatch(gap -> LabSite.MAXSCALE || gap.compareTo(Duration.ofSeconds(4)) < 0);
    }

    private String failover() {
        Tool.Result moved = site.resctl("failover", "--database", "--yes").exits(0);
        return "reported " + reported(moved).toMillis() + " ms\n" + moved.out();
    }

    /** While the others write: it is read-only, takes nothing even from who asks it directly, and its own part of the history does not grow. */
    private void comesBackClosed(String host) throws SQLException {
        LabSite.sh("docker start " + site.container(host));
        answers(host);
        String written = own(host);
        String vpn = site.on(host, "ip -4 -o addr show wg-acme | awk '{print $4}' | cut -d/ -f 1");
        try (DatabaseTunnel direct = DatabaseTunnel.through(site, host, vpn, Names.DATABASE_PORT);
                Connection connection = direct.connect("shop", LabSite.SECRET);
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> statement.execute("INSERT INTO shop.ledger (word) VALUES ('to the old one')"))
                        .hasMessageContaining("read-only");
                LabSite.pause(1);
            }
        }
        assertThat(site.sql(host, "SELECT @@read_only")).isEqualTo("1");
        assertThat(own(host)).as("what " + host + " wrote itself").isEqualTo(written);
    }

    /** The last transaction of a server's own. */
    private String own(String host) {
        String id = site.sql(host, "SELECT @@server_id");
        return List.of(site.sql(host, "SELECT @@gtid_binlog_state").split(",")).stream()
                .filter(gtid -> gtid.contains("-" + id + "-"))
                .findFirst()
                .orElse("none");
    }

    /** An apply makes it follow, or says why not and leaves it closed; then it is rebuilt, with what only it has saved. */
    private void rejoinedOrRefused(String host) {
        Tool.Result apply = site.resctl("apply", "--yes");
        System.out.println("the apply after it: exit " + apply.exit() + "\n"
                + apply.out()
                        .lines()
                        .filter(line -> line.contains("replica") || line.contains("rebuild"))
                        .toList());
        if (apply.exit() != 0) {
            assertThat(apply.out() + apply.err()).contains(host, "'resctl database rebuild'");
            assertThat(site.sql(host, "SELECT @@read_only")).isEqualTo("1");
            System.out.println(
                    site.resctl("database", "rebuild", host, "--yes").exits(0).out());
        }
        replicasFollow();
    }

    /** The negative control: without durable commits a SIGKILL of the server costs acknowledged writes, and the ledger says so. */
    @Test
    @Order(3)
    void withoutDurabilityTheLedgerTurnsRed() {
        site.sql(
                primary,
                "SET GLOBAL rpl_semi_sync_master_enabled = OFF; SET GLOBAL sync_binlog = 0;"
                        + " SET GLOBAL innodb_flush_log_at_trx_commit = 0; SET GLOBAL innodb_flush_log_at_timeout = 60");
        try (Ledger ledger = ledger()) {
            site.on(primary, "docker kill resctl-acme-db");
            ledger.stop();
            answers(primary);
            Ledger.Verdict verdict = ledger.judge(words(primary));
            System.out.println("without durability: of " + verdict.acknowledged() + " acknowledged writes "
                    + verdict.lost().size() + " are lost");
            assertThat(verdict.lost()).isNotEmpty();
            // Not red for want of an answer: the replica, which nothing happened to, holds some of what is lost.
            assertThat(words("b1")).containsAnyElementsOf(verdict.lost());
        }
    }

    /** Clients that write already. */
    private Ledger ledger() {
        Ledger ledger = new Ledger(site.state, CLIENTS, client -> services.connect("shop", LabSite.SECRET));
        await("the clients write", Duration.ofSeconds(60), () -> ledger.acknowledged() > 300);
        return ledger;
    }

    private void writesAgain(Ledger ledger) {
        int acknowledged = ledger.acknowledged();
        await("the clients write again", Duration.ofSeconds(60), () -> ledger.acknowledged() > acknowledged + 100);
    }

    private String other() {
        return primary.equals("a1") ? "a2" : "a1";
    }

    /** The report's own figure. */
    private static Duration reported(Tool.Result moved) {
        Matcher gap = Pattern.compile("Write gap: ([0-9.]+) s").matcher(moved.out());
        assertThat(gap.find()).as("the report says its gap: " + moved.out()).isTrue();
        return Duration.ofMillis(Math.round(Double.parseDouble(gap.group(1)) * 1000));
    }

    private void answers(String host) {
        await(
                "the server of " + host + " answers",
                Duration.ofMinutes(3),
                () -> site.shellOn(host, "docker exec -u mysql resctl-acme-db mariadb -u mysql -e 'SELECT 1'")
                                .exit()
                        == 0);
    }

    private void replicasFollow() {
        SERVERS.forEach(this::follows);
    }

    /** Only the one that is asked about: another may be one that was killed and follows nobody yet. */
    private void follows(String host) {
        if (host.equals(primary)) {
            return;
        }
        String position = site.sql(primary, "SELECT @@gtid_binlog_pos");
        await(
                host + " follows " + primary,
                Duration.ofSeconds(60),
                () -> site.sql(host, "SELECT MASTER_GTID_WAIT('" + position + "', 10)")
                        .equals("0"));
    }

    /** Whoever takes the primary's place holds all that is acknowledged. */
    private void acknowledges(String next) {
        await(
                primary + " waits for " + next,
                Duration.ofSeconds(60),
                () -> site.sql(next, "SHOW STATUS LIKE 'Rpl_semi_sync_slave_status'")
                                .endsWith("ON")
                        && site.sql(primary, "SHOW STATUS LIKE 'Rpl_semi_sync_master_status'")
                                .endsWith("ON"));
    }

    private void good(Ledger ledger, String host) {
        follows(host);
        Ledger.Verdict verdict = ledger.judge(words(host));
        System.out.println(host + ": " + verdict);
        assertThat(verdict.good()).as(host + ": " + verdict).isTrue();
        assertThat(verdict.acknowledged()).isGreaterThan(300);
    }

    private List<String> words(String host) {
        return site.sql(host, "SELECT word FROM shop.ledger").lines().toList();
    }

    private static Duration median(List<Duration> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }
}
