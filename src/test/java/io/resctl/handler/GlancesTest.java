package io.resctl.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.model.Names;
import io.resctl.observe.ShellObserver;
import io.resctl.resource.Content;
import io.resctl.resource.DatabaseSchema;
import io.resctl.resource.Directory;
import io.resctl.resource.Observed;
import io.resctl.resource.Owner;
import io.resctl.resource.Resource;
import io.resctl.resource.TextFile;
import io.resctl.testing.FakeCommand;
import io.resctl.testing.LocalHosts;
import io.resctl.testing.Looks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is seen of many things in one go is what is seen of each alone, whatever the data say. */
class GlancesTest {
    private static final String RUNS = "/db running none abc 2026-11-22T03:04:05Z 2026-11-22T03:04:05Z sha256:1";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void filesAndFoldersAreSeenAsAlone() throws IOException {
        List<Resource> all = new ArrayList<>();
        Map<String, String> texts = new TreeMap<>(Map.of(
                "empty", "",
                "one", "a",
                "lines", "a\n\nb\n\n",
                "umlaut", "\u00e4\u20ac\n",
                "with space", "x\n",
                "quote'$(touch x)", "`y`\n"));
        for (Map.Entry<String, String> text : texts.entrySet()) {
            all.add(file(Files.writeString(folder.resolve(text.getKey()), text.getValue())));
        }
        Files.write(folder.resolve("bytes"), new byte[] {0, (byte) 0xff, 10, 0, 65});
        all.add(file(folder.resolve("bytes")));
        all.add(file(folder.resolve("not there")));
        all.add(file(Files.createSymbolicLink(folder.resolve("link"), folder.resolve("lines"))));
        all.add(file(Files.createDirectory(folder.resolve("folder"))));
        all.add(directory(folder.resolve("folder")));
        all.add(directory(Files.createSymbolicLink(folder.resolve("to-folder"), folder.resolve("folder"))));
        all.add(directory(folder.resolve("lines")));
        all.add(file(Files.writeString(folder.resolve("zz-last"), "the last\n")));
        Looks.assertAsAlone(observer("exit 1"), "h", all);
        assertThat(content(Looks.together(observer("exit 1"), "h", all).getLast()))
                .isEqualTo("the last\n");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    /** In between, one file grows by a byte: no other may be read from a wrong place. */
    @Test
    void aFileThatChangesMovesNoOther() throws IOException {
        List<Resource> all = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            all.add(file(Files.writeString(folder.resolve(name), name + name + "\n")));
        }
        FakeCommand.of(folder, "cat", "printf x >>'" + folder.resolve("a") + "'; exec /bin/cat \"$@\"\n");
        List<Observed> seen = Looks.together(observer("exit 1"), "h", all);
        assertThat(seen.subList(1, 3)).extracting(GlancesTest::content).containsExactly("bb\n", "cc\n");
        assertThat(content(seen.getFirst())).startsWith("aa\n").endsWith("x");
    }

    /** Names in a database are words of whoever may write to it. */
    @Test
    void whatAServerSaysIsNoShellAndNoMark() {
        Path pwned = folder.resolve("pwned");
        String evil = "begin answer_x;touch " + pwned + ";y\nend answer_x;touch " + pwned
                + ";y\nbegin answer_x)\nend answer_x)\nx begin answer_x;touch " + pwned + ";y\n";
        DatabaseSchema schema = new DatabaseSchema("db", "/nonexistent", "shop");
        Glance.Answer ask =
                (Glance.Answer) new DatabaseSchemaHandler().glances(schema).getFirst();
        String docker = "case $1 in ps) echo 1 ;; inspect) echo '" + RUNS
                + "' ;; image) ;; exec) mark=$(sed -n \"s/^SET @resctl_mark = '\\(.*\\)';$/\\1/p\");"
                + " [ -n \"$mark\" ] || { echo 7; echo 'that is all'; exit; };"
                + " printf '%s' '" + evil + "'; echo \"$mark begin " + ask.key() + "\"; printf '%s' '" + evil
                + "'; echo \"$mark end " + ask.key() + "\"; echo \"$mark begin answer_x;touch " + pwned
                + ";y\"; echo \"$mark end answer_x;touch " + pwned + ";y\" ;; esac\n";
        FakeCommand.of(folder, "timeout", "shift; exec \"$@\"\n");
        // Not 1, so it is not there; but the host is seen, and so is what comes after.
        assertThat(Looks.together(observer(docker), "h", List.of(schema, directory(folder))))
                .satisfies(seen -> assertThat(seen.getFirst()).isEqualTo(new Observed.Absent()))
                .satisfies(seen -> assertThat(seen.getLast()).isInstanceOf(Observed.Present.class));
        assertThat(pwned).doesNotExist();
    }

    private ShellObserver observer(String docker) {
        FakeCommand host = FakeCommand.of(folder, "docker", docker);
        return new ShellObserver(
                new LocalHosts(name -> host), new KindHandlers(), new Names("no-such-site"), new Random(3));
    }

    private static String content(Observed observed) {
        return ((Observed.Present) observed).attributes().getOrDefault("content", "(none)");
    }

    private static TextFile file(Path path) {
        return new TextFile(path.toString(), Content.text(""), "0644", Owner.ROOT);
    }

    private static Directory directory(Path path) {
        return new Directory(path.toString(), "0755", Owner.ROOT, false);
    }
}
