package io.resctl.component.maxscale;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.testing.Docker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MaxScale's own check of the approved file, where its image is at hand: it cannot be had without a registry. */
@Tag("docker")
class MaxScaleDockerTest {
    private static final String IMAGE = "mariadb/maxscale:23.08.12";

    @Test
    void theApprovedConfigurationIsValid(@TempDir Path folder) throws IOException {
        if (Docker.run("image", "inspect", IMAGE).exit() != 0) {
            throw new org.opentest4j.TestAbortedException("needs the image " + IMAGE
                    + ", which no script here can make: `docker pull` it where a registry is at hand");
        }
        String text = Files.readString(Path.of("src/test/resources/golden/maxscale/maxscale.cnf"))
                .replaceAll("<secret [^>]*>", "password");
        Files.writeString(folder.resolve("maxscale.cnf"), text);
        Docker.Said said = Docker.run(
                "run",
                "--rm",
                "--user",
                "0:0",
                "--network",
                "none",
                "--entrypoint",
                "maxscale",
                "-v",
                folder + ":/x:ro",
                IMAGE,
                "--config-check",
                "--user=root",
                "--config=/x/maxscale.cnf");
        assertThat(said.exit()).as(said.out() + said.err()).isZero();
    }
}
