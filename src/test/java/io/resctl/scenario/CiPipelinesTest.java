package io.resctl.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.app.ExitCode;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The scripts of {@code examples/ci}, as they stand there, on a runner that knows nothing but their secrets. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class CiPipelinesTest {
    private static final Pipeline GITHUB = new GithubPipeline(Path.of("examples/ci/github.yml"));
    private static final Pipeline GITLAB = new GitlabPipeline(Path.of("examples/ci/gitlab.yml"));
    private static final String RUNNING =
            "docker ps --filter label=io.resctl.site --format '{{.Names}}' | grep web | sort";

    private LabSite site;
    private CiRunner runner;
    private String key = "";
    private String knownHosts = "";

    /** What is in the repository. */
    private final Map<String, String> repository = new TreeMap<>();

    @BeforeAll
    void bringUp() {
        site = LabSite.up("test-ci", 18480, Path.of("src/test/resources/ci/site.yml"));
        key = CiRunner.text(site.folder.resolve("id_ed25519"));
        knownHosts = CiRunner.text(site.folder.resolve("known_hosts"));
        // How to log in is the pipeline's part: ~/.ssh of the runner.
        repository.put("site.yml", site.descriptorText().replaceFirst("(?m)^ssh: .*$", "ssh: { user: root }"));
        runner = new CiRunner(site.lab, repository);
    }

    @AfterAll
    void takeDown() {
        if (runner != null) {
            runner.close();
        }
        if (site != null) {
            site.close();
        }
    }

    @Test
    @Order(1)
    void githubMakesTheSiteOfThePlanThatItShowed() {
        CiRunner.Run push = github().exits(0);
        assertThat(push.jobs()).containsExactly("validate", "plan", "apply");
        assertThat(site.on("a1", RUNNING)).isEqualTo("resctl-acme-web-1");
        assertThat(site.on("a1", "cat /etc/resctl/acme/service/web.secrets/shop-db"))
                .isEqualTo(LabSite.SECRET);
        assertNothingIsLeft(push);
    }

    @Test
    @Order(2)
    void githubAppliesNothingWhereNothingChanges() {
        CiRunner.Run push = github().exits(0);
        assertThat(push.jobs()).as("the plan says so, by its output").containsExactly("validate", "plan");
    }

    @Test
    @Order(3)
    void gitlabMakesTheSiteOfThePlanThatItShowed() {
        repository.computeIfPresent("site.yml", (_, text) -> text.replace("replicas: 1", "replicas: 2"));
        CiRunner.Run push = gitlab("CI_COMMIT_BRANCH", "main").exits(0);
        assertThat(push.jobs()).containsExactly("validate", "plan", "apply");
        assertThat(site.on("a1", RUNNING)).isEqualTo("resctl-acme-web-1\nresctl-acme-web-2");
        assertNothingIsLeft(push);
    }

    /** Between what was shown and the button, somebody was at work on a host. */
    @Test
    @Order(4)
    void gitlabRefusesAPlanThatTheHostsHaveLeftBehind() {
        repository.computeIfPresent("site.yml", (_, text) -> text.replace("replicas: 2", "replicas: 3"));
        CiRunner.Run shown = gitlab("CI_COMMIT_BRANCH", "topic").exits(0);
        assertThat(shown.jobs()).containsExactly("validate", "plan");
        site.on("a1", "echo '# by hand' >> /etc/resctl/acme/gateway/haproxy.cfg");
        CiRunner.Run button = gitlab("CI_COMMIT_REF_PROTECTED", "false").exits(ExitCode.STALE.number());
        assertThat(button.jobs()).containsExactly("validate", "apply");
        assertThat(site.on("a1", RUNNING)).isEqualTo("resctl-acme-web-1\nresctl-acme-web-2");
    }

    @Test
    @Order(5)
    void aWrongDescriptorStopsBothAtTheFirstJob() {
        repository.computeIfPresent("site.yml", (_, text) -> text.replace("replicas: 3", "replicas: two"));
        assertThat(github().exits(ExitCode.INVALID.number()).jobs()).containsExactly("validate");
        assertThat(gitlab("CI_COMMIT_BRANCH", "main")
                        .exits(ExitCode.INVALID.number())
                        .jobs())
                .containsExactly("validate");
    }

    private CiRunner.Run github() {
        Map<String, String> context = Map.of(
                "github.event_name", "push",
                "github.ref", "refs/heads/main",
                "github.repository", "acme/site",
                "github.event.pull_request.head.repo.full_name", "",
                "secrets.SSH_KEY", key,
                "secrets.KNOWN_HOSTS", knownHosts,
                "secrets.SHOP_DB_PASSWORD", LabSite.SECRET);
        return runner.run(GITHUB, context, Map.of("HOME", "/root"));
    }

    /** A push to the default branch, but for one variable. */
    private CiRunner.Run gitlab(String variable, String value) {
        runner.write("/runner/ssh-key", key);
        runner.write("/runner/known-hosts", knownHosts);
        Map<String, String> variables = new TreeMap<>(Map.of(
                "HOME", "/root",
                "CI_COMMIT_BRANCH", "main",
                "CI_DEFAULT_BRANCH", "main",
                "CI_COMMIT_REF_PROTECTED", "true",
                "SSH_KEY", "/runner/ssh-key",
                "KNOWN_HOSTS", "/runner/known-hosts",
                "SHOP_DB_PASSWORD", LabSite.SECRET));
        variables.put(variable, value);
        return runner.run(GITLAB, variables, variables);
    }

    /** Neither the secret in what a pipeline prints and keeps, nor the key in the runner's home. */
    private void assertNothingIsLeft(CiRunner.Run push) {
        assertThat(push.said()).doesNotContain(LabSite.SECRET);
        assertThat(runner.in("cat /runner/kept/site.plan /runner/kept/plan.json"))
                .contains("shop-db")
                .doesNotContain(LabSite.SECRET);
        assertThat(runner.in("ls ~/.ssh")).isEqualTo("known_hosts\n");
    }
}
