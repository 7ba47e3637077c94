package io.resctl.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.testing.Docker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MariaDB's own reader of option files reads what was written. */
@Tag("docker")
class OptionFileDockerTest {
    private static final String IMAGE = "mariadb:11.8";

    @Test
    void valuesAreReadAsTheyWere(@TempDir Path folder) throws IOException {
        Docker.needsImage(IMAGE);
        List<String> values = List.of(
                "plain",
                " a b ",
                "a#b",
                "#x",
                "\"q\"",
                "it's",
                "'q'",
                "\\n",
                "ends\\",
                "a\tb",
                "two\nlines",
                "$HOME `id` %s; rm",
                "ä☃");
        StringBuilder file = new StringBuilder("[group]\n");
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            file.append("v")
                    .append(i)
                    .append(" = ")
                    .append(Quoting.CNF.quote(values.get(i)))
                    .append("\n");
            expected.append("--v").append(i).append("=").append(values.get(i)).append("\n");
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("x.cnf"), file);
        String read = Docker.must(
                "run",
                "--rm",
                "--network",
                "none",
                "--entrypoint",
                "my_print_defaults",
                "-v",
                folder + ":/x:ro",
                IMAGE,
                "--defaults-file=/x/x.cnf",
                "group");
        assertThat(read).isEqualTo(expected.toString());
    }
}
