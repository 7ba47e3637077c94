package io.resctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.app.ExitCode;
import io.resctl.app.Means;
import io.resctl.host.Writer;
import io.resctl.model.Names;
import io.resctl.model.Sites;
import io.resctl.observe.Knowledge;
import io.resctl.resource.LeaseFile;
import io.resctl.testing.LocalHosts;
import io.resctl.testing.RelocatedShell;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code resctl restore} has hosts do. A host is this machine's shell in a folder of its own; its backup program notes what it is told. */
class RestoreReplaceTest {
    private static final Names NAMES = new Names("acme");
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    Path folder;

    @BeforeEach
    void hosts() throws IOException {
        Files.copy(Path.of("examples/pilot-light-backup.yml"), folder.resolve("site.yml"));
        Knowledge knowledge = new Knowledge(name -> Optional.empty());
        knowledge.makeMissing(List.of(Names.SITE_KEY), new SecureRandom());
        String lease =
                LeaseFile.of(NAMES, Sites.homeLease()).content().fill(knowledge).orElseThrow();
        for (String host : List.of("a1", "a2", "a3", "b1", "b2")) {
            Path own = folder.resolve(host);
            Files.createDirectories(own.resolve("secrets"));
            Files.createDirectories(own.resolve("backup"));
            Files.writeString(
                    own.resolve("secrets").resolve(Names.SITE_KEY.substring(Names.MADE.length())),
                    knowledge.secret(Names.SITE_KEY).orElseThrow());
            Files.writeString(own.resolve("lease.json"), lease);
            program(host, "echo 'aside /srv/resctl/acme/mariadb/data.before-X'", "ok yes\nwhy ");
        }
    }

    private void program(String host, String aside, String restored) throws IOException {
        Path program = folder.resolve(host).resolve("backup/backup");
        Files.writeString(program, """
                #!/bin/sh
                case $1 in
                list)
                    printf 'host %s milan 2026-11-24T13:00:00Z\nturn a2\nkeeper b1\n'
                    %s
                    exit ;;
                esac
                echo "%s $* ${WHICH-}" >>'%s/told'
                case $1 in
                restore) printf 'reached 0-1-300\n%s\n' ;;
                aside) %s ;;
                put) printf 'aside /srv/resctl/acme/mariadb/data.before-X\nreplaced 0-1-300\n' ;;
                esac
                """.formatted(
                        host, host.equals("a2") ? "echo '" + BACKUP + "'" : ":", host, folder, restored, aside));
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private static final String BACKUP = "backup made a2-0123456789abcdef - {\"line\":\"a2-0123456789abcdef\","
            + "\"name\":\"000001-20261124T121000Z-full\",\"base\":\"\",\"started\":\"2026-11-24T12:10:00Z\","
            + "\"ended\":\"2026-11-24T12:10:00Z\",\"startGtid\":\"0-1-1\",\"endGtid\":\"0-1-300\",\"logFile\":\"binlog.000003\","
            + "\"logPosition\":\"400\",\"heartbeat\":\"2026-11-24T12:10:00Z\",\"encrypted\":\"no\",\"bytes\":\"73400320\"}";

    @Test
    void replacingReallyReplaces() throws IOException {
        Typed typed = restore("--to", "latest", "--replace", "acme");
        assertThat(typed.exit()).as(typed.all()).isEqualTo(ExitCode.OK);
        assertThat(told())
                .containsExactly(
                        "a2 archive", "b1 pull", "a1 fetch a2", "a1 restore replace", "a2 aside", "b1 aside", "a1 put");
        assertThat(typed.out())
                .contains(
                        "Replaced: the primary a1",
                        "up to 0-1-300",
                        "What b1 had before is in /srv/resctl/acme/mariadb/data.before-X",
                        "Now `resctl apply`");
        assertThat(folder.resolve("a1/lock")).as("the lock is given back").doesNotExist();
    }

    @Test
    void withoutItTheSiteIsNotTouched() throws IOException {
        Typed typed = restore("--to", "latest");
        assertThat(typed.exit()).as(typed.all()).isEqualTo(ExitCode.OK);
        assertThat(told()).containsExactly("a2 archive", "b1 pull", "a2 restore restore");
        assertThat(typed.out()).contains("Restored on a2", "the site was not touched");
    }

    @Test
    void anotherSitesNameReplacesNothing() {
        Typed typed = restore("--to", "latest", "--replace", "other");
        assertThat(typed.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(typed.err()).contains("of site acme, not other");
        assertThat(folder.resolve("told")).doesNotExist();
    }

    @Test
    void damagedTablesReplaceNothing() throws IOException {
        program("a1", ":", "ok no\nwhy tables are damaged: shop.visits");
        Typed typed = restore("--to", "latest", "--replace", "acme");
        assertThat(typed.exit()).as(typed.all()).isEqualTo(ExitCode.FAILED);
        assertThat(typed.err()).contains("tables are damaged: shop.visits", "The database was not replaced");
        assertThat(told()).last().isEqualTo("a1 restore replace");
    }

    @Test
    void aReplicaThatDoesNotStopKeepsThePrimaryAsItIs() throws IOException {
        program("b1", "echo 'the server does not stop' >&2; exit 1", "");
        Typed typed = restore("--to", "latest", "--replace", "acme");
        assertThat(typed.exit()).as(typed.all()).isEqualTo(ExitCode.FAILED);
        assertThat(typed.err()).contains("On b1: the server does not stop", "Run the same command again");
        assertThat(typed.out()).doesNotContain("Replaced");
        assertThat(told()).doesNotContain("a1 put");
        assertThat(folder.resolve("a1/lock")).as("the lock is given back").doesNotExist();
    }

    private List<String> told() throws IOException {
        return Files.readAllLines(folder.resolve("told")).stream()
                .map(String::strip)
                .toList();
    }

    private Typed restore(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(
                new PrintWriter(out),
                new PrintWriter(err),
                false,
                folder,
                Map.of("HOME", folder.toString(), "NO_COLOR", "1"),
                CLOCK);
        int exit = new picocli.CommandLine(new RestoreCommand(console, work -> means())).execute(arguments);
        console.out().flush();
        console.err().flush();
        return new Typed(Typed.meant(exit), out.toString(), err.toString());
    }

    private Means means() {
        return new LocalHosts(this::host).means(CLOCK, folder.resolve("state"));
    }

    private Writer host(String name) {
        String own = folder.resolve(name).toString();
        return new RelocatedShell(
                name,
                folder,
                text -> text.replace(NAMES.var(), own).replace(NAMES.etc(), own).replace("/run/resctl", own + "/run"));
    }
}
