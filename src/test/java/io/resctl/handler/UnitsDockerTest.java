package io.resctl.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.resource.Content;
import io.resctl.resource.Interlock;
import io.resctl.resource.Observed;
import io.resctl.resource.Owner;
import io.resctl.resource.Resource;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.Unit.OnChange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("docker")
class UnitsDockerTest {
    private static Box box;

    @BeforeAll
    static void start() {
        box = Box.start();
    }

    @AfterAll
    static void stop() {
        if (box != null) {
            box.close();
        }
    }

    @Test
    void aUnitLives() {
        TextFile file = service("lives", "ExecStart=/bin/sleep infinity");
        box.mustMake(file);
        Unit unit = unit("lives", true, true, List.of(), OnChange.RESTART);
        assertThat(box.attribute(unit, "state")).isEqualTo("stopped");
        assertThat(box.attribute(unit, "enabled")).isEqualTo("no");
        box.mustMake(unit);
        box.assertAsWished(unit);
        String pid = box.sh("systemctl show -P MainPID resctl-lives.service");
        box.mustMake(unit);
        assertThat(box.sh("systemctl show -P MainPID resctl-lives.service")).isEqualTo(pid);
        box.mustRemove(unit);
        assertThat(box.attribute(unit, "state")).isEqualTo("stopped");
        box.mustRemove(file);
        box.assertAbsent(unit);
        box.mustRemove(unit);
        assertThat(box.sh("find /etc/systemd /run/systemd/system /run/resctl -name '*lives*' 2>/dev/null | wc -l"))
                .isEqualTo("0");
    }

    @Test
    void anotherTextOfAUnitThatStandsByLeavesNothingToDo() {
        box.mustMake(service("rests", "ExecStart=/bin/sleep infinity"));
        Unit unit = unit("rests", true, false, List.of(), OnChange.RESTART);
        box.mustMake(unit);
        box.assertAsWished(unit);
        box.mustMake(service("rests", "ExecStart=/bin/sleep 1000"));
        box.assertAsWished(unit);
    }

    /** A plan looks at all of them at once; one that is not there, and one that has another name too, put none in another's place. */
    @Test
    void ofManyEachIsSeenAsAlone() {
        box.mustMake(service("many-1", "ExecStart=/bin/sleep infinity"));
        box.mustMake(service("many-2", "ExecStart=/bin/sleep infinity"));
        List<Resource> all = List.of(
                unit("many-1", true, true, List.of("/etc/hosts", "/nonexistent"), OnChange.RESTART),
                unit("many-none", true, true, List.of(), OnChange.RESTART),
                unit("many-2", true, false, List.of(), OnChange.RESTART),
                new Unit(
                        "syslog.service",
                        true,
                        true,
                        List.of(),
                        OnChange.RESTART,
                        Optional.empty(),
                        Duration.ofSeconds(9)),
                new Unit(
                        "dbus.service",
                        true,
                        true,
                        List.of(),
                        OnChange.RESTART,
                        Optional.empty(),
                        Duration.ofSeconds(9)),
                new Unit(
                        "multi-user.target",
                        true,
                        true,
                        List.of(),
                        OnChange.RESTART,
                        Optional.empty(),
                        Duration.ofSeconds(9)));
        box.assertTogetherAsAlone(all);
        box.mustMake(all.getFirst());
        box.mustMake(all.get(2));
        box.assertTogetherAsAlone(all);
        box.sh("sleep 0.01; touch /etc/hosts");
        assertThat(box.attribute(all.getFirst(), "loaded")).isEqualTo("stale");
        box.assertTogetherAsAlone(all.reversed());
    }

    @Test
    void oneThatShouldStandByIsStoppedAndNotStartedAtBoot() {
        box.mustMake(service("standby", "ExecStart=/bin/sleep infinity"));
        box.mustMake(unit("standby", true, true, List.of(), OnChange.RESTART));
        Unit unit = unit("standby", false, false, List.of(), OnChange.RESTART);
        assertThat(box.attribute(unit, "state")).isEqualTo("running");
        box.mustMake(unit);
        box.assertAsWished(unit);
    }

    @Test
    void aWatchedFileThatIsNewerIsLoadedByReload() {
        box.mustMake(
                service("reload", "ExecStart=/bin/sleep infinity\nExecReload=/bin/sh -c 'echo again >>/run/reloads'"));
        TextFile config = new TextFile("/etc/reload.conf", Content.text("1"), "0644", Owner.ROOT);
        box.mustMake(config);
        Unit unit = unit("reload", true, true, List.of("/etc/reload.conf", "/etc/not-there"), OnChange.RELOAD);
        box.mustMake(unit);
        box.assertAsWished(unit);
        String pid = box.sh("systemctl show -P MainPID resctl-reload.service");
        box.mustMake(new TextFile("/etc/reload.conf", Content.text("2"), "0644", Owner.ROOT));
        assertThat(box.attribute(unit, "loaded")).isEqualTo("stale");
        box.mustMake(unit);
        box.assertAsWished(unit);
        box.mustMake(unit);
        assertThat(box.sh("cat /run/reloads")).isEqualTo("again");
        assertThat(box.sh("systemctl show -P MainPID resctl-reload.service")).isEqualTo(pid);
    }

    @Test
    void orByRestart() {
        box.mustMake(service("restart", "ExecStart=/bin/sleep infinity"));
        box.sh("touch /etc/restart.conf");
        Unit unit = unit("restart", true, true, List.of("/etc/restart.conf"), OnChange.RESTART);
        box.mustMake(unit);
        String pid = box.sh("systemctl show -P MainPID resctl-restart.service");
        box.sh("touch /etc/restart.conf");
        assertThat(box.attribute(unit, "loaded")).isEqualTo("stale");
        box.mustMake(unit);
        box.assertAsWished(unit);
        assertThat(box.sh("systemctl show -P MainPID resctl-restart.service")).isNotEqualTo(pid);
    }

    /** Asked before it is stopped, and only then: a reload or a start takes nothing away. */
    @Test
    void oneWithAnInterlockIsStoppedOnlyWhenThatAllows() {
        box.write(
                "/opt/guard",
                "#!/bin/sh\necho \"$*\" >>/run/asked\n[ -e /run/allowed ] || { echo \"$3 holds something\" >&2; exit 1; }\n");
        box.mustMake(service("locked", "ExecStart=/bin/sleep infinity"));
        box.sh("touch /etc/locked.conf");
        Interlock interlock = new Interlock("/opt/guard", "db");
        Unit unit = unit("locked", true, true, List.of("/etc/locked.conf"), OnChange.RESTART)
                .with(interlock);
        box.mustMake(unit);
        box.mustMake(unit);
        assertThat(box.run("cat /run/asked").ok()).as("asked for a start").isFalse();

        String pid = box.sh("systemctl show -P MainPID resctl-locked.service");
        box.sh("touch /etc/locked.conf");
        Unit stopped = unit("locked", true, false, List.of(), OnChange.RESTART).with(interlock);
        assertThat(box.make(unit)).hasValue("db holds something\n");
        assertThat(box.make(stopped)).hasValue("db holds something\n");
        assertThat(box.remove(unit, false)).hasValue("db holds something\n");
        assertThat(box.sh("systemctl show -P MainPID resctl-locked.service; systemctl is-enabled resctl-locked"))
                .isEqualTo(pid + "\nenabled");
        assertThat(box.sh("sort -u /run/asked")).isEqualTo("may stop db");
        assertThat(box.make(unit.with(new Interlock("/opt/nobody", "db"))))
                .hasValueSatisfying(
                        said -> assertThat(said).contains("/opt/nobody").contains("is missing"));

        box.sh("touch /run/allowed");
        box.mustMake(unit);
        box.assertAsWished(unit);
        box.mustMake(stopped);
        box.sh("rm /run/allowed; systemctl start resctl-locked");
        assertThat(box.remove(unit, true)).as("with all data").isEmpty();
        box.mustRemove(unit);
    }

    @Test
    void oneThatFailsSaysItsLastWords() {
        box.mustMake(service("fails", "ExecStart=/bin/sh -c 'echo the disk is full >&2; exit 3'\nType=oneshot"));
        assertThat(box.make(unit("fails", false, true, List.of(), OnChange.RESTART)))
                .hasValueSatisfying(said -> assertThat(said)
                        .contains("resctl-fails.service did not start")
                        .contains("the disk is full"));
    }

    @Test
    void oneThatFailedIsSeenAndPutRight() {
        box.mustMake(service("failed", "ExecStart=/bin/sh -c '[ ! -e /run/break ] && exec sleep infinity; exit 1'"));
        Unit unit = unit("failed", true, true, List.of(), OnChange.RESTART);
        box.mustMake(unit);
        box.sh("touch /run/break; systemctl restart resctl-failed || true; sleep 0.3; rm /run/break");
        assertThat(box.attribute(unit, "state")).isEqualTo("failed");
        box.mustMake(unit);
        box.assertAsWished(unit);
    }

    @Test
    void oneThatTheGuardDoesNotAllowSaysSo() {
        box.mustMake(service(
                "forbidden",
                "ExecCondition=/bin/sh -c 'echo zone turin is live >&2; exit 1'\nExecStart=/bin/sleep infinity"));
        assertThat(box.make(unit("forbidden", false, true, List.of(), OnChange.RESTART)))
                .hasValueSatisfying(said ->
                        assertThat(said).contains("the guard did not allow it").contains("zone turin is live"));
    }

    @Test
    void oneThatTheGuardAllowsAfterAWhileStarts() {
        box.mustMake(service("later", "ExecCondition=/bin/sh -c '[ -e /run/open ]'\nExecStart=/bin/sleep infinity"));
        box.sh("systemd-run --quiet --on-active=2s touch /run/open");
        Unit unit = unit("later", false, true, List.of(), OnChange.RESTART);
        box.mustMake(unit);
        box.assertAsWished(unit);
    }

    @Test
    void oneWhoseFileIsMissingSaysSo() {
        assertThat(box.make(unit("missing", true, true, List.of(), OnChange.RESTART)))
                .hasValueSatisfying(said -> assertThat(said).contains("there is no unit resctl-missing.service"));
    }

    @Test
    void systemdThatDoesNotAnswerIsUnknownNotAbsent() {
        box.sh("mv /usr/bin/systemctl /usr/bin/systemctl.away");
        try {
            assertThat(box.observe(unit("lives", true, true, List.of(), OnChange.RESTART)))
                    .isInstanceOf(Observed.Unknown.class);
        } finally {
            box.sh("mv /usr/bin/systemctl.away /usr/bin/systemctl");
        }
    }

    private static TextFile service(String name, String body) {
        String text = "[Service]\n" + body + "\n[Install]\nWantedBy=resctl-test.target\n";
        return new TextFile("/etc/systemd/system/resctl-" + name + ".service", Content.text(text), "0644", Owner.ROOT);
    }

    private static Unit unit(String name, boolean enabled, boolean running, List<String> watches, OnChange onChange) {
        return new Unit(
                "resctl-" + name + ".service",
                enabled,
                running,
                watches,
                onChange,
                Optional.empty(),
                Duration.ofSeconds(4));
    }
}
