package io.resctl.component.maxscale;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Setting;
import io.resctl.component.Wanted;
import io.resctl.descriptor.Descriptor;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.observe.Knowledge;
import io.resctl.testing.Docker;
import io.resctl.testing.FakeMaxScale;
import io.resctl.testing.MaxScaleContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** What only a real MaxScale can say, where an image of it is at hand: it cannot be had without a registry. */
@Tag("docker")
class MaxScaleDockerTest {
    private static final Path APPROVED = Path.of("src/test/resources/golden/maxscale/maxscale.cnf");

    @TempDir
    Path folder;

    @Test
    void everyRenderedConfigurationIsValid() throws IOException {
        String image = image();
        check(image, "approved", Files.readString(APPROVED));
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            for (Path example :
                    files.filter(f -> f.toString().endsWith(".yml")).sorted().toList()) {
                Site site = Descriptor.read(example.toString(), Files.readAllBytes(example))
                        .site()
                        .orElseThrow();
                for (Host host : site.maxscaleHosts().toList()) {
                    String text = Wanted.file(
                            new MaxScaleComponent().wishes(new Setting(site, Sites.homeLease())),
                            host.name(),
                            "/etc/resctl/" + site.name() + "/maxscale/conf/maxscale.cnf");
                    check(image, example.getFileName() + " " + host.name(), text);
                }
            }
        }
    }

    /** The stand-in of the other tests keeps the same contract. */
    @Test
    void theRestApiIsAsRecorded() throws Exception {
        String image = image();
        String password = FakeMaxScale.LOGIN.substring(FakeMaxScale.LOGIN.indexOf(':') + 1);
        String text =
                filled(Files.readString(APPROVED)).replaceAll("(?m)^(admin_host|address)=10\\.90\\..*", "$1=127.0.0.1");
        Files.writeString(folder.resolve("maxscale.cnf"), text.replace("admin_host=127.0.0.1", "admin_host=0.0.0.0"));
        Knowledge knowledge = new Knowledge(name -> Optional.empty());
        knowledge.learnSecret(Names.MAXSCALE_ADMIN_PASSWORD, password);
        Files.writeString(
                folder.resolve("passwd"), RestAccount.content().fill(knowledge).orElseThrow());
        String container = "resctl-maxscale-" + UUID.randomUUID().toString().substring(0, 8);
        try {
            Docker.must(
                    "run",
                    "-d",
                    "--name",
                    container,
                    "--user",
                    "0:0",
                    "-p",
                    "127.0.0.1::8989",
                    "--entrypoint",
                    "maxscale",
                    "-v",
                    folder.resolve("maxscale.cnf") + ":/etc/maxscale/maxscale.cnf:ro",
                    "-v",
                    folder.resolve("passwd") + ":/var/lib/maxscale/passwd:ro",
                    image,
                    "--nodaemon",
                    "--user=root",
                    "--log=stdout",
                    "--config=/etc/maxscale/maxscale.cnf");
            String address = Docker.must("port", container, "8989/tcp")
                    .lines()
                    .findFirst()
                    .orElseThrow();
            await(address, container);
            assertThat(new MaxScaleContract(address, FakeMaxScale.LOGIN).check(false))
                    .isGreaterThan(10);
        } finally {
            Docker.run("rm", "-fv", container);
        }
    }

    private static void await(String address, String name) throws InterruptedException {
        for (int i = 0; i < 60; i++) {
            if (Docker.process("curl", "-s", "-o", "/dev/null", "http://" + address + "/v1/maxscale")
                            .exit()
                    == 0) {
                return;
            }
            Thread.sleep(500);
        }
        throw new AssertionError("its REST API does not answer: " + Docker.run("logs", name));
    }

    private void check(String image, String what, String text) throws IOException {
        Files.writeString(folder.resolve("maxscale.cnf"), filled(text));
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
                image,
                "--config-check",
                "--user=root",
                "--config=/x/maxscale.cnf");
        assertThat(said.exit()).as(what + ": " + said.out() + said.err()).isZero();
    }

    private static String filled(String text) {
        return text.replaceAll("<secret [^>]*>", "password");
    }

    private static String image() {
        List<String> images = Docker.run("image", "ls", "--format", "{{.Repository}}:{{.Tag}}", "mariadb/maxscale")
                .out()
                .lines()
                .filter(image -> image.matches(".*:(23\\.08|24\\.02)\\.\\d+"))
                .sorted()
                .toList();
        if (images.isEmpty()) {
            throw new TestAbortedException(
                    "needs an image mariadb/maxscale:23.08.N or 24.02.N, which no script here can make:"
                            + " `docker pull` it where a registry is at hand");
        }
        return images.getLast();
    }
}
