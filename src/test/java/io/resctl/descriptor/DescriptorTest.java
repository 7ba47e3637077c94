package io.resctl.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Backup;
import io.resctl.model.Balance;
import io.resctl.model.Cidr;
import io.resctl.model.Database;
import io.resctl.model.EnvValue;
import io.resctl.model.Gateway;
import io.resctl.model.Health;
import io.resctl.model.Host;
import io.resctl.model.Percent;
import io.resctl.model.Port;
import io.resctl.model.Route;
import io.resctl.model.Router;
import io.resctl.model.SecretSource;
import io.resctl.model.SemiSync;
import io.resctl.model.Service;
import io.resctl.model.Site;
import io.resctl.model.Stable;
import io.resctl.model.VolumeMount;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a good descriptor means. */
class DescriptorTest {
    private final Site site;

    DescriptorTest() throws IOException {
        site = Descriptor.read("full.yml", Files.readAllBytes(Path.of("src/test/resources/descriptor/full.yml")))
                .site()
                .orElseThrow();
    }

    @Test
    void hostsKeepTheirOrderAndWhatTheySayThemselves() {
        assertThat(site.hosts().map(Host::name)).containsExactly("a1", "a2", "a3", "b1", "b2");
        assertThat(site.home().name()).isEqualTo("milan");
        Cidr subnet = site.vpn().subnet();
        assertThat(site.host("a1").vpn()).isEqualTo(Stable.vpnAddress("a1", subnet));
        assertThat(site.host("a1").endpoint()).isEqualTo("203.0.113.11");
        Host a2 = site.host("a2");
        assertThat(a2.vpn()).isEqualTo("10.90.0.12");
        assertThat(a2.endpoint()).isEqualTo("a2.example.org");
        assertThat(a2.ssh().user()).contains("root");
        assertThat(a2.ssh().port()).contains(new Port(22));
        assertThat(site.ssh().port()).contains(new Port(2222));
        assertThat(site.ssh().jumpHost()).contains("ops@bastion.example.org:22");
        assertThat(site.vpn().port()).isEqualTo(new Port(51821));
    }

    @Test
    void wordsStayAsTheyAreWritten() {
        assertThat(service("web").env())
                .containsEntry("VERSION", new EnvValue.Literal("1.10"))
                .containsEntry("DEBUG", new EnvValue.Literal("off"))
                .containsEntry("MODE", new EnvValue.Literal("0755"))
                .containsEntry("EMPTY", new EnvValue.Literal(""))
                .containsEntry(
                        "MOTD", new EnvValue.Literal("two lines with `$HOME`, 100% and \"quotes\"\n\tand a tab\n"))
                .containsEntry("DB_PASSWORD", new EnvValue.SecretRef("shop-db"));
        assertThat(service("web").command()).containsExactly("serve", "--port", "8080", "$(id); 'x' \"y\"", "");
    }

    @Test
    void aServiceIsReadWhole() {
        Service web = service("web");
        assertThat(web.replicas()).isEqualTo(4);
        assertThat(web.standbyReplicas()).contains(1);
        assertThat(web.port()).isEqualTo(new Port(8080));
        assertThat(web.publish()).isEqualTo(31000);
        assertThat(web.hosts()).containsExactly("a1", "a2", "b1");
        assertThat(web.user()).contains("33:33");
        assertThat(web.exposeSecretsInEnv()).isTrue();
        assertThat(web.volumes())
                .containsExactly(
                        new VolumeMount("uploads", "/var/www/uploads", false),
                        new VolumeMount("cache", "/var/cache/shop", true));
        assertThat(web.health())
                .isEqualTo(new Health(
                        Optional.of("/healthz?deep=1"),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(1),
                        5,
                        Duration.ofMinutes(1)));
        assertThat(web.limits().cpus()).contains(new BigDecimal("1.5"));
        assertThat(web.limits().memory()).contains(256L * 1024 * 1024);
        assertThat(web.parallelism()).isEqualTo(2);
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        Service worker = service("worker");
        assertThat(worker.replicas()).isEqualTo(1);
        assertThat(worker.standbyReplicas()).isEmpty();
        assertThat(worker.publish()).isEqualTo(Stable.publish("worker"));
        assertThat(worker.hosts()).isEmpty();
        assertThat(worker.health()).isEqualTo(Health.DEFAULT);
        assertThat(worker.exposeSecretsInEnv()).isFalse();
        assertThat(worker.parallelism()).isEqualTo(1);
    }

    @Test
    void databaseAndGateway() {
        Database db = site.database().orElseThrow();
        assertThat(db.hosts()).containsExactly("a1", "a2", "b1");
        assertThat(db.router()).isEqualTo(Router.MAXSCALE);
        assertThat(db.semiSync()).isEqualTo(SemiSync.NONE);
        assertThat(db.maxscale().orElseThrow().gui()).isTrue();
        assertThat(site.databaseHosts("turin")).extracting(Host::name).containsExactly("b1");
        Gateway gateway = site.gateway().orElseThrow();
        assertThat(gateway.balance()).isEqualTo(Balance.SOURCE);
        assertThat(gateway.weights()).containsEntry("a1", Percent.of("60")).containsEntry("a2", Percent.of("40"));
        assertThat(gateway.tlsSecret()).contains("shop-pem");
        assertThat(gateway.routes())
                .containsExactly(
                        new Route(Optional.of("api.example.org"), "/v1", "worker"),
                        new Route(Optional.empty(), "/", "web"));
    }

    @Test
    void objectivesAndSecrets() {
        assertThat(site.objectives().sla()).contains(Percent.of("99.9"));
        assertThat(site.objectives().rpo()).contains(Duration.ofSeconds(90));
        assertThat(site.secrets())
                .containsExactly(
                        new SecretSource.Env("shop-db", "SHOP_DB_PASSWORD"),
                        new SecretSource.FromFile("shop-pem", "shop.pem"),
                        new SecretSource.FromCommand("api", List.of("pass", "show", "api")),
                        new SecretSource.FromFile("backup-certificate", "backup.crt"),
                        new SecretSource.FromCommand("backup-key", List.of("pass", "show", "backup-key")));
    }

    @Test
    void backup() {
        assertThat(site.backup())
                .contains(new Backup(
                        Duration.ofMinutes(30),
                        Duration.ofHours(12),
                        Duration.ofSeconds(30),
                        new Backup.Keep(24, 30),
                        Optional.of("turin"),
                        Optional.of("a2"),
                        Optional.of(new Backup.Encryption("backup-certificate", "backup-key"))));
    }

    @Test
    void warningsDoNotStopAnything() throws IOException {
        String good = Files.readString(Path.of("src/test/resources/descriptor/good.yml"));
        Descriptor.Result result = Descriptor.read(
                "site.yml",
                good.replace("shop:1.4", "registry.example:5000/shop")
                        .replace("env: {", "env: {API_TOKEN: planted, ")
                        .replace("secrets:\n", "secrets:\n  spare: {file: x}\n")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(result.site()).isPresent();
        assertThat(result.diagnostics())
                .noneMatch(Diagnostic::isError)
                .extracting(Diagnostic::code)
                .containsExactly("image.moving", "env.plain", "secret.unused");
        assertThat(result.diagnostics().toString()).doesNotContain("planted");
    }

    /** The files are readable by their owner alone, and without `user:` that is root, whoever the image runs as. */
    @Test
    void secretFilesWithoutAUserAreWorthAWord() throws IOException {
        String good = Files.readString(Path.of("src/test/resources/descriptor/good.yml"));
        assertThat(codes(good)).isEmpty();
        String without = good.replace("    user: 33\n", "");
        assertThat(without).isNotEqualTo(good);
        assertThat(codes(without)).containsExactly("user.unset");
        assertThat(codes(without.replace("    env: {", "    expose: env\n    env: {")))
                .as("only the engine reads them then, as root")
                .isEmpty();
        assertThat(codes(good.replace("user: 33", "user: 0"))).isEmpty();
    }

    @Test
    void aLineOfMaxscaleThatWasNotTriedIsWorthAWord() throws IOException {
        String maxscale = Files.readString(Path.of("src/test/resources/descriptor/good.yml"))
                .replace("router: haproxy", "router: maxscale")
                .replace(
                        "database:\n",
                        "database:\n  maxscale: {image: 'mariadb/maxscale:23.08.12', hosts: [a1, b1]}\n");
        assertThat(codes(maxscale)).isEmpty();
        assertThat(codes(maxscale.replace("23.08.12", "24.02.7"))).isEmpty();
        assertThat(codes(maxscale.replace("23.08.12", "24.02.7-1@sha256:" + "a".repeat(64))))
                .isEmpty();
        assertThat(codes(maxscale.replace("23.08.12", "25.01.2"))).containsExactly("maxscale.line");
    }

    private static List<String> codes(String text) {
        return Descriptor.read("site.yml", text.getBytes(StandardCharsets.UTF_8)).diagnostics().stream()
                .map(Diagnostic::code)
                .toList();
    }

    private Service service(String name) {
        return site.services().stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
