package io.resctl.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.resource.Content;
import io.resctl.resource.Directory;
import io.resctl.resource.Observed;
import io.resctl.resource.Owner;
import io.resctl.resource.TextFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("docker")
class FilesDockerTest {
    private static final String AWKWARD = "it's $HOME `id` \"q\" \\n %s %% \t é 🔥\n; rm -rf /\n\n--\\\n";

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
    void aFolderLives() {
        box.lives(new Directory("/etc/resctl/acme/one", "0750", new Owner(33, 33), false));
        assertThat(box.run("test -e /etc/resctl").ok()).isFalse();
    }

    @Test
    void aFolderThatIsNotEmptyStays() {
        Directory folder = new Directory("/etc/resctl/acme/full", "0755", Owner.ROOT, false);
        box.mustMake(folder);
        box.sh("touch /etc/resctl/acme/full/mine");
        box.mustRemove(folder);
        box.assertAsWished(folder);
        box.sh("rm -r /etc/resctl");
    }

    @Test
    void aFolderAmongOthersGoesWhenItIsEmptyAndItsParentStays() {
        Directory folder = new Directory("/etc/systemd/system/acme.service.d", "0755", Owner.ROOT, false);
        box.mustMake(folder);
        box.mustRemove(folder);
        box.assertAbsent(folder);
        assertThat(box.run("test -d /etc/systemd/system").ok()).isTrue();
    }

    @Test
    void aTargetWhoseFileGoesDoesNotStayActive() {
        TextFile file = new TextFile(
                "/etc/systemd/system/acme-live.target", Content.text("[Unit]\nDescription=Live\n"), "0644", Owner.ROOT);
        box.mustMake(file);
        box.sh("systemctl start acme-live.target");
        box.mustRemove(file);
        assertThat(box.sh("systemctl is-active acme-live.target || true")).isEqualTo("inactive");
    }

    @Test
    void dataGoesOnlyOnDemand() {
        Directory data = new Directory("/srv/resctl/acme/volumes/data", "0755", Owner.ROOT, true);
        box.mustMake(data);
        box.sh("mkdir /srv/resctl/acme/volumes/data/x; touch /srv/resctl/acme/volumes/data/x/y");
        assertThat(box.remove(data, false)).isEmpty();
        box.assertAsWished(data);
        assertThat(box.remove(data, true)).isEmpty();
        box.assertAbsent(data);
        assertThat(box.run("test -e /srv/resctl").ok()).isFalse();
    }

    @Test
    void anotherModeIsSeenAndMended() {
        Directory folder = new Directory("/etc/resctl/acme/mode", "0700", Owner.ROOT, false);
        box.mustMake(folder);
        box.sh("chmod 755 /etc/resctl/acme/mode");
        assertThat(box.attribute(folder, "mode")).isEqualTo("0755");
        box.mustMake(folder);
        box.assertAsWished(folder);
        box.mustRemove(folder);
    }

    @Test
    void aFileInTheWayOfAFolderIsNotTouched() {
        Directory folder = new Directory("/etc/in-the-way", "0700", Owner.ROOT, false);
        box.sh("echo mine >/etc/in-the-way");
        assertThat(box.observe(folder)).isInstanceOf(Observed.Unknown.class);
        assertThat(box.make(folder)).hasValueSatisfying(said -> assertThat(said).contains("move it away"));
        assertThat(box.sh("cat /etc/in-the-way")).isEqualTo("mine");
    }

    @Test
    void aFileLives() {
        box.lives(new TextFile("/etc/a file's name", Content.text(AWKWARD), "0640", new Owner(1, 2)));
        assertThat(box.sh("ls -A /etc | grep -c resctl || true")).isEqualTo("0");
    }

    @Test
    void anEditIsSeenAndMended() {
        TextFile file = new TextFile("/etc/edited", Content.text("one\n"), "0644", Owner.ROOT);
        box.mustMake(file);
        box.sh("echo two >>/etc/edited");
        assertThat(box.attribute(file, "content")).isEqualTo("one\ntwo\n");
        box.mustMake(file);
        box.assertAsWished(file);
    }

    @Test
    void aLinkIsReplacedNotFollowed() {
        TextFile file = new TextFile("/etc/linked", Content.text("ours"), "0644", Owner.ROOT);
        box.sh("echo theirs >/etc/target; ln -s target /etc/linked; ln -s target /etc/.linked.resctl");
        box.mustMake(file);
        box.assertAsWished(file);
        assertThat(box.sh("cat /etc/target")).isEqualTo("theirs");
    }

    @Test
    void aMissingFolderIsSaid() {
        TextFile file = new TextFile("/etc/nowhere/file", Content.text(""), "0644", Owner.ROOT);
        assertThat(box.make(file)).hasValueSatisfying(said -> assertThat(said).contains("/etc/nowhere is not there"));
    }

    @Test
    void aSecretIsNotWorldReadableForAMoment() {
        TextFile file = new TextFile("/etc/secret", Content.secret("x"), "0400", new Owner(999, 0));
        box.mustMake(file);
        assertThat(box.sh("cat /etc/secret")).isEqualTo("secret of x");
        assertThat(box.sh("stat -c '%a %u' /etc/secret")).isEqualTo("400 999");
    }
}
