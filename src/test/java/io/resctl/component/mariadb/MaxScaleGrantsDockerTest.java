package io.resctl.component.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Setting;
import io.resctl.handler.DatabaseServers;
import io.resctl.model.Names;
import io.resctl.model.SemiSync;
import io.resctl.model.Sites;
import io.resctl.resource.DatabaseAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** MaxScale's own check never asks the databases, so its account's rights are shown here: every statement of its monitor, as that account and nothing else. */
@Tag("docker")
class MaxScaleGrantsDockerTest {
    /**
     * Documented, and yet no statement of 23.08 and 24.02 fails on 11.8 without them: binary logs are never listed, and who may see the events of every
     * database sees their names too. They are given all the same, since nobody has promised that it stays so.
     */
    private static final SortedSet<String> SPARE = new TreeSet<>(List.of("BINLOG MONITOR", "SHOW DATABASES"));

    private record Told(String server, boolean rows, String sql) {}

    private static final List<Told> STATEMENTS = statements();
    private static DatabaseServers servers;
    private static String old = "";
    private static String fresh = "";
    private static DatabaseAccount onOld;
    private static DatabaseAccount onNew;

    @BeforeAll
    static void start() {
        servers = new DatabaseServers();
        List<String> started = servers.start(11, 12);
        old = started.getFirst();
        fresh = started.getLast();
        servers.secret(Names.MAXSCALE_PASSWORD, "monitor's");
        servers.secret(Names.REPLICATION_PASSWORD, "replica's");
        onOld = account(old);
        onNew = account(fresh);
        for (String server : List.of(old, fresh)) {
            servers.sql(server, """
                    SET SESSION sql_log_bin = 0;
                    SET GLOBAL event_scheduler = ON;
                    CREATE USER resctl_repl@'%' IDENTIFIED BY 'replica''s';
                    GRANT REPLICATION SLAVE ON *.* TO resctl_repl@'%';
                    CREATE USER boss@'%' IDENTIFIED BY 'boss';
                    GRANT READ ONLY ADMIN, CREATE, INSERT ON *.* TO boss@'%';
                    CREATE DATABASE shop;
                    CREATE TABLE shop.t (id INT PRIMARY KEY);
                    CREATE DEFINER = root@localhost EVENT shop.tidy ON SCHEDULE EVERY 1 DAY ENABLE DO DELETE FROM shop.t WHERE id < 0;
                    """.replace("READ ONLY ADMIN", "READ_ONLY ADMIN"));
            assertThat(servers.make(server.equals(old) ? onOld : onNew)).isEmpty();
            servers.assertAsWished(server.equals(old) ? onOld : onNew);
        }
        reset();
    }

    @AfterAll
    static void stop() {
        Optional.ofNullable(servers).ifPresent(DatabaseServers::close);
    }

    /** The rights are those that a plan shows, as SHOW GRANTS of this version names them. */
    @Test
    void withAllRightsASwitchoverGoesThroughAndTheOldPrimaryFollows() throws Exception {
        reset();
        servers.sql(old, "INSERT INTO shop.t VALUES (1)");
        await(fresh, "SELECT COUNT(*) FROM shop.t", "1");
        assertThat(refused()).isEmpty();
        assertThat(servers.sql(fresh, "SELECT @@read_only")).isEqualTo("0");
        servers.sql(fresh, "INSERT INTO shop.t VALUES (2)");
        await(old, "SELECT COUNT(*) FROM shop.t", "2");
        assertThat(servers.sql(old, "SELECT @@read_only")).isEqualTo("1");
        servers.sql(fresh, "DELETE FROM shop.t");
        await(old, "SELECT COUNT(*) FROM shop.t", "0");
    }

    @Test
    void withoutAnyOneRightSomethingFails() throws Exception {
        Map<String, List<String>> failing = new TreeMap<>();
        for (String grant : onOld.grants()) {
            String scope = grant.substring(grant.indexOf(" ON "));
            for (String right : grant.substring(0, grant.indexOf(" ON ")).split(", *")) {
                reset();
                both("SET SESSION sql_log_bin = 0; REVOKE " + right + scope + " FROM %s");
                failing.put(scope.equals(" ON *.*") ? right : right + scope, refused());
                both("SET SESSION sql_log_bin = 0; GRANT " + right + scope + " TO %s");
            }
        }
        reset();
        assertThat(failing).hasSize(19);
        assertThat(refused()).as("with all of them again").isEmpty();
        SortedSet<String> needless = new TreeSet<>();
        failing.forEach((right, statements) -> {
            if (statements.isEmpty()) {
                needless.add(right);
            }
        });
        assertThat(needless).as(failing.toString()).isEqualTo(SPARE);
    }

    private static DatabaseAccount account(String server) {
        DatabaseAccount wished = new MariadbComponent()
                .wishes(new Setting(Sites.behindMaxscale(SemiSync.NONE), Sites.homeLease())).stream()
                        .flatMap(w -> w.resource() instanceof DatabaseAccount a
                                        && a.user().equals("resctl_maxscale")
                                ? Optional.of(a).stream()
                                : java.util.stream.Stream.empty())
                        .findFirst()
                        .orElseThrow();
        return new DatabaseAccount(
                server,
                "/var/lib/mysql",
                wished.user(),
                servers.seenAs(server),
                wished.passwordSecret(),
                wished.grants());
    }

    /** What the servers refuse that account, run in order to the end. */
    private static List<String> refused() throws SQLException {
        List<String> refused = new ArrayList<>();
        try (Connection writer = servers.connect(old, 3306, "boss", "boss");
                Connection first = servers.connect(old, 3306, "resctl_maxscale", "monitor's");
                Connection second = servers.connect(fresh, 3306, "resctl_maxscale", "monitor's")) {
            Map<String, String> values = new HashMap<>();
            values.put("${writer}", one(writer, "SELECT CONNECTION_ID()"));
            values.put("${new}", servers.address(fresh));
            values.put("${password}", "replica''s");
            for (Told told : STATEMENTS) {
                String sql = told.sql();
                for (Map.Entry<String, String> value : values.entrySet()) {
                    sql = sql.replace(value.getKey(), value.getValue());
                }
                try (Statement statement = (told.server().equals("old") ? first : second).createStatement()) {
                    boolean result = statement.execute(sql);
                    if (told.rows() && !(result && statement.getResultSet().next())) {
                        refused.add(told.sql() + ": nothing to be seen");
                    }
                } catch (SQLException e) {
                    refused.add(told.sql() + ": " + e.getErrorCode() + " " + e.getMessage());
                }
            }
        }
        return refused;
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    /** The first one takes writes, the second one follows it. */
    private static void reset() {
        String calm = "SET SESSION sql_log_bin = 0; STOP ALL SLAVES; RESET SLAVE ALL; UNLOCK TABLES";
        servers.sql(old, calm);
        servers.sql(fresh, calm);
        // Each round begins without a past: what the one before it left half done would count as diverged. Only a test
        // may do that.
        String begin = "SET SESSION sql_log_bin = 0; RESET MASTER; SET GLOBAL gtid_slave_pos = '';";
        servers.sql(old, begin + " SET GLOBAL read_only = 0; ALTER DEFINER = root@localhost EVENT shop.tidy ENABLE");
        servers.sql(
                fresh,
                begin + " SET GLOBAL read_only = 1; ALTER DEFINER = root@localhost EVENT shop.tidy DISABLE ON SLAVE;"
                        + " CHANGE MASTER TO MASTER_HOST = '" + servers.address(old)
                        + "', MASTER_PORT = 3306, MASTER_USER = 'resctl_repl', MASTER_PASSWORD = 'replica''s',"
                        + " MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1; START SLAVE");
        await(
                fresh,
                "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE COMMAND = 'Slave_IO' AND STATE LIKE 'Waiting for master%'",
                "1");
    }

    private static void both(String sql) {
        servers.sql(old, sql.formatted("'resctl_maxscale'@'" + onOld.fromHost() + "'"));
        servers.sql(fresh, sql.formatted("'resctl_maxscale'@'" + onNew.fromHost() + "'"));
    }

    private static void await(String server, String question, String answer) {
        String found = "";
        for (int i = 0; i < 100; i++) {
            found = servers.sql(server, question);
            if (found.equals(answer)) {
                return;
            }
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        throw new AssertionError(question + " on " + server + " is " + found + ", not " + answer + "\n"
                + servers.sql(server, "SHOW ALL SLAVES STATUS"));
    }

    private static List<Told> statements() {
        try {
            String text = Files.readString(Path.of("src/test/resources/maxscale/statements.sql"));
            return Arrays.stream(text.split("\n\n"))
                    .map(String::strip)
                    .filter(block -> !block.startsWith("-- What"))
                    .map(block -> {
                        String[] parts = block.split("\n", 2);
                        String head = parts[0].substring(3, parts[0].indexOf(':'));
                        return new Told(head.split(" ")[0], head.endsWith(" rows"), parts[1].strip());
                    })
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
