package io.resctl.component.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Setting;
import io.resctl.component.Wanted;
import io.resctl.handler.DatabaseServers;
import io.resctl.model.Database;
import io.resctl.model.Host;
import io.resctl.model.Router;
import io.resctl.model.SemiSync;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.model.Stable;
import io.resctl.model.Zone;
import io.resctl.resource.DatabaseAccount;
import io.resctl.testing.Docker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The router in front of two real servers: applications follow the writable one without a reload, and reach none while two say so. */
@Tag("docker")
class RouterDockerTest {
    private static final String IMAGE = "haproxy:3.0";
    private static final String NOBODY = "nobody";

    @TempDir
    Path folder;

    @Test
    void writesGoToTheOneWritableServer() throws Exception {
        Docker.needsImage(IMAGE);
        String router = "resctl-test-router-" + ProcessHandle.current().pid();
        try (DatabaseServers servers = new DatabaseServers()) {
            String one = servers.start(11);
            String two = servers.start(12);
            servers.secret("app", "of-the-application");
            for (String server : List.of(one, two)) {
                assertThat(servers.make(account(server, ServerCheck.USER, servers.address(one), Optional.empty())))
                        .isEmpty();
                assertThat(servers.make(account(server, "app", servers.address(one), Optional.of("app"))))
                        .isEmpty();
            }
            configure(servers.address(one), servers.address(two));
            // In the first server's network, as on a database host.
            Docker.must(
                    "run",
                    "-d",
                    "--name",
                    router,
                    "--user",
                    "0:0",
                    "--network",
                    "container:" + one,
                    "-v",
                    folder + ":/usr/local/etc/haproxy:ro",
                    IMAGE);

            awaitAnswer(servers, one, 4008, "11", "12");
            // Until the first check of a server has ended, HAProxy takes it for one that is as it should be.
            awaitAnswer(servers, one, 4006, NOBODY);
            assertThat(who(servers, one, 4006)).isEqualTo(NOBODY);

            servers.sql(one, "SET GLOBAL read_only = 0");
            awaitAnswer(servers, one, 4006, "11");
            awaitAnswer(servers, one, 4008, "12");
            awaitAnswer(servers, one, 13306, "11");

            servers.sql(one, "SET GLOBAL read_only = 1");
            servers.sql(two, "SET GLOBAL read_only = 0");
            awaitAnswer(servers, one, 4006, "12");
            awaitAnswer(servers, one, 13306, "12");

            servers.sql(one, "SET GLOBAL read_only = 0");
            awaitAnswer(servers, one, 4006, NOBODY);
        } finally {
            Docker.run("rm", "-f", router);
        }
    }

    private static DatabaseAccount account(String server, String user, String from, Optional<String> secret) {
        return new DatabaseAccount(server, "/nonexistent", user, from, secret, List.of());
    }

    private void configure(String one, String two) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Site site = site(one, two);
        String text = Wanted.file(
                        new AmbassadorComponent().wishes(new Setting(site, Sites.homeLease())),
                        "a1",
                        "/etc/resctl/acme/ambassador/haproxy.cfg")
                // Here the server listens on every address.
                .replace(Stable.nameAddress("db") + ":3306", one + ":13306")
                .replace(Stable.nameAddress("db-ro") + ":3306", one + ":13307");
        Files.writeString(folder.resolve("haproxy.cfg"), text);
    }

    private static Site site(String one, String two) {
        Site site = Sites.pilotLight();
        List<Host> hosts = List.of(at(site.host("a1"), one), at(site.host("a2"), two));
        return new Site(
                site.name(),
                site.strategy(),
                site.objectives(),
                site.ssh(),
                List.of(new Zone("milan", true, hosts)),
                site.vpn(),
                site.volumes(),
                Optional.of(new Database(
                        DatabaseServers.IMAGE,
                        List.of("a1", "a2"),
                        SemiSync.NONE,
                        Router.HAPROXY,
                        List.of(),
                        Optional.empty())),
                List.of(),
                Optional.empty(),
                List.of());
    }

    private static Host at(Host host, String vpn) {
        return new Host(host.name(), host.zone(), host.address(), host.endpoint(), vpn, host.ssh());
    }

    private static String who(DatabaseServers servers, String container, int port) {
        try (var connection = servers.connect(container, port, "app", "of-the-application");
                var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT @@server_id")) {
            return result.next() ? result.getString(1) : NOBODY;
        } catch (SQLException e) {
            return NOBODY;
        }
    }

    private static void awaitAnswer(DatabaseServers servers, String container, int port, String... accepted)
            throws InterruptedException {
        String answer = NOBODY;
        for (int i = 0; i < 100; i++) {
            answer = who(servers, container, port);
            if (List.of(accepted).contains(answer)) {
                return;
            }
            Thread.sleep(200);
        }
        assertThat(answer).as("port %d", port).isIn((Object[]) accepted);
    }
}
