package io.resctl.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.resctl.model.Names;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.DatabaseHeartbeat;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.DatabaseRole.Source;
import io.resctl.resource.DatabaseSchema;
import io.resctl.resource.Observed;
import io.resctl.resource.SolePassword;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The contract with MariaDB: what handlers ask and order, against real servers. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseHandlersDockerTest {
    private static final String NOWHERE = "/nonexistent";

    private DatabaseServers servers;
    private String primary;

    @BeforeAll
    void start() {
        servers = new DatabaseServers();
        primary = servers.start(1);
        assertThat(servers.make(new DatabaseRole(primary, true, Optional.empty())))
                .isEmpty();
    }

    @AfterAll
    void stop() {
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    void aDatabaseWhateverItsName() {
        for (String name : List.of("shop", "a_b%", "it's `quoted`", "x\\y; rm -rf $HOME")) {
            DatabaseSchema schema = new DatabaseSchema(primary, NOWHERE, name);
            servers.lives(schema);
            assertThat(servers.remove(schema, false)).isEmpty();
            servers.assertAsWished(schema);
            assertThat(servers.remove(schema, true)).isEmpty();
            assertThat(servers.observe(schema)).isEqualTo(new Observed.Absent());
        }
    }

    @Test
    void anAccountWithWhateverPassword() throws SQLException {
        List<String> passwords = List.of(
                "an-ordinary-one",
                "it's",
                "\"$HOME\" `id` %s \\ \\' ; rm -rf /",
                "pässwörd ☃",
                "two\nlines",
                " ' OR 1=1 -- ");
        for (String password : passwords) {
            servers.secret("shop-db", password);
            DatabaseAccount account = account("fuzz", List.of("ALL PRIVILEGES ON `shop\\_x`.*"));
            assertThat(servers.make(account)).isEmpty();
            servers.assertAsWished(account);
            try (var connection = servers.connect(primary, 3306, "fuzz", password)) {
                assertThat(connection.isValid(2)).isTrue();
            }
        }
        DatabaseAccount account = account("fuzz", List.of("ALL PRIVILEGES ON `shop\\_x`.*"));
        assertThat(servers.remove(account, false)).isEmpty();
        assertThat(servers.observe(account)).isEqualTo(new Observed.Absent());
    }

    /** A plan asks all at once: what one says, or is not there to say, is not taken for another's. */
    @Test
    void ofManyEachIsSeenAsAlone() {
        servers.secret("shop-db", "one-of-many");
        DatabaseAccount account = account("many", List.of("SELECT ON `shop`.*", "REPLICATION SLAVE ON *.*"));
        DatabaseSchema evil = new DatabaseSchema(primary, NOWHERE, "x\nbegin answer_x;touch /tmp/y;y\nend answer_x");
        assertThat(servers.make(account)).isEmpty();
        assertThat(servers.make(evil)).isEmpty();
        servers.sql(primary, "GRANT SELECT ON `x\n%`.* TO many@'" + servers.seenAs(primary) + "'");
        servers.assertTogetherAsAlone(List.of(
                new DatabaseSchema(primary, NOWHERE, "not there"),
                account,
                account("nobody", List.of()),
                new SolePassword(primary, NOWHERE, "many", servers.seenAs(primary), "shop-db"),
                evil,
                new DatabaseHeartbeat(primary, NOWHERE),
                new DatabaseRole(primary, true, Optional.empty()),
                new DatabaseSchema(primary, NOWHERE, "mysql")));
        assertThat(servers.remove(evil, true)).isEmpty();
    }

    @Test
    void exactlyTheWishedRights() {
        servers.secret("shop-db", "an-unlikely-word");
        DatabaseAccount wide = account(
                "narrow",
                List.of("SELECT, INSERT ON `shop`.*", "REPLICATION SLAVE ON *.*", "SELECT ON `mysql`.`user`"));
        servers.lives(wide);
        servers.sql(
                primary,
                "GRANT ALL ON *.* TO narrow@'" + servers.seenAs(primary) + "' WITH GRANT OPTION;"
                        + "GRANT DELETE ON shop.* TO narrow@'" + servers.seenAs(primary) + "'");
        assertThat(servers.attribute(wide, "grants")).contains("GRANT OPTION").contains("DELETE");
        assertThat(servers.make(wide)).isEmpty();
        servers.assertAsWished(wide);

        DatabaseAccount none = account("narrow", List.of());
        assertThat(servers.make(none)).isEmpty();
        servers.assertAsWished(none);
    }

    @Test
    void aPasswordThatSomebodyChangedIsSeenAndMended() {
        servers.secret("shop-db", "the-very-one");
        DatabaseAccount account = account("drift", List.of());
        assertThat(servers.make(account)).isEmpty();
        servers.sql(primary, "SET PASSWORD FOR drift@'" + servers.seenAs(primary) + "' = PASSWORD('wrong')");
        String hash = servers.attribute(account, "password");
        assertThat(servers.make(account)).isEmpty();
        assertThat(servers.attribute(account, "password")).isNotEqualTo(hash);
        servers.assertAsWished(account);
        assertThat(servers.make(SolePassword.of(account))).isEmpty();
        assertThatThrownBy(() -> servers.connect(primary, 3306, "drift", "wrong"))
                .isInstanceOf(SQLException.class);
    }

    /** Each step as a plan has it: whoever still has the old password, and whoever has the new one already, gets in all the time. */
    @Test
    void aPasswordIsRotatedWithoutAMomentInWhichOneOfBothFails() throws SQLException {
        servers.secret("shop-db", "the-first");
        DatabaseAccount account = account("turns", List.of());
        SolePassword sole = SolePassword.of(account);
        assertThat(servers.observe(sole)).isEqualTo(new Observed.Absent());
        servers.lives(account);
        servers.assertAsWished(sole);
        String first = servers.attribute(sole, "oldest");

        servers.secret("shop-db", "the-second, it's");
        assertThat(servers.attribute(account, "password")).isEqualTo(first);
        for (int i = 0; i < 2; i++) {
            assertThat(servers.make(account)).isEmpty();
            servers.assertAsWished(account);
            assertThat(servers.attribute(sole, "oldest"))
                    .as("taking in the new one does not move what the plan expects to find")
                    .isEqualTo(first);
            logsIn("the-first");
            logsIn("the-second, it's");
        }

        servers.secret("shop-db", "the-third");
        assertThat(servers.make(account)).isEmpty();
        servers.assertAsWished(account);
        for (String password : List.of("the-first", "the-second, it's", "the-third")) {
            logsIn(password);
        }

        for (int i = 0; i < 2; i++) {
            assertThat(servers.make(sole)).isEmpty();
            servers.assertAsWished(sole);
            servers.assertAsWished(account);
        }
        logsIn("the-third");
        for (String password : List.of("the-first", "the-second, it's")) {
            assertThatThrownBy(() -> logsIn(password)).isInstanceOf(SQLException.class);
        }
    }

    /** A way to log in that resctl does not give is never kept. */
    @Test
    void anotherWayToLogInIsADifference() {
        servers.secret("shop-db", "the-very-one");
        DatabaseAccount account = account("other", List.of());
        servers.lives(account);
        servers.sql(
                primary,
                "ALTER USER other@'" + servers.seenAs(primary)
                        + "' IDENTIFIED VIA mysql_native_password USING PASSWORD('the-very-one') OR unix_socket");
        assertThat(servers.attribute(account, "password")).isEqualTo("(another way to log in)");
        assertThat(servers.make(account)).isEmpty();
        servers.assertAsWished(account);
        servers.assertAsWished(SolePassword.of(account));
    }

    private void logsIn(String password) throws SQLException {
        try (var connection = servers.connect(primary, 3306, "turns", password)) {
            assertThat(connection.isValid(2)).isTrue();
        }
    }

    /** As MaxScale's account is granted: the words must be those that SHOW GRANTS prints, or every plan would show a difference. */
    @Test
    void theRightsOfMaxscaleReadAsTheyAreWritten() {
        servers.secret("shop-db", "an-unlikely-word");
        servers.lives(account(
                "maxscale",
                List.of(
                        "RELOAD, PROCESS, SHOW DATABASES, BINLOG MONITOR, EVENT, SET USER, CONNECTION ADMIN, READ_ONLY ADMIN,"
                                + " REPLICATION SLAVE ADMIN, BINLOG ADMIN, SLAVE MONITOR ON *.*",
                        "SELECT ON `mysql`.`global_priv`")));
    }

    @Test
    void aServerMadeWritableByHandIsClosedAgainAndAReplicaFollows() {
        String replica = servers.start(2);
        servers.secret(Names.REPLICATION_PASSWORD, "repl-it's\\");
        DatabaseAccount account = new DatabaseAccount(
                primary,
                NOWHERE,
                "resctl_repl",
                servers.address(replica),
                Optional.of(Names.REPLICATION_PASSWORD),
                List.of("REPLICATION SLAVE ON *.*"));
        servers.lives(account);
        DatabaseRole role = new DatabaseRole(
                replica,
                false,
                Optional.of(
                        new Source("a1", servers.address(primary), 3306, "resctl_repl", Names.REPLICATION_PASSWORD)));
        assertThat(servers.attribute(role, "follows")).isEqualTo("nobody");
        assertThat(servers.make(role)).isEmpty();
        servers.assertAsWished(role);
        assertThat(servers.sql(replica, "SELECT COUNT(*) FROM mysql.user WHERE user = 'resctl_repl'"))
                .isEqualTo("1");

        servers.sql(replica, "SET GLOBAL read_only = 0");
        assertThat(servers.attribute(role, "read_only")).isEqualTo("OFF");
        servers.sql(replica, "STOP SLAVE");
        assertThat(servers.attribute(role, "threads")).isEqualTo("stopped");
        assertThat(servers.make(role)).isEmpty();
        servers.assertAsWished(role);

        assertThat(servers.make(new DatabaseRole(replica, true, Optional.empty())))
                .hasValueSatisfying(said -> assertThat(said).contains("makes no replica the primary"));
        assertThat(servers.attribute(role, "read_only")).isEqualTo("ON");

        servers.stop(replica);
        assertThat(servers.attribute(role, "threads")).isEqualTo("stopped");
        assertThat(servers.observe(new DatabaseSchema(replica, "/var/lib", "shop")))
                .isEqualTo(new Observed.Absent());
    }

    private DatabaseAccount account(String user, List<String> grants) {
        return new DatabaseAccount(primary, NOWHERE, user, servers.seenAs(primary), Optional.of("shop-db"), grants);
    }
}
