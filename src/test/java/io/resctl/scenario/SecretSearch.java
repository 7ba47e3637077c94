package io.resctl.scenario;

import static io.resctl.scenario.LabSite.HOSTS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** The planted secret - plain, in base64, URL-encoded, or quoted for a shell, JSON or YAML - wherever it must not be. */
final class SecretSearch {
    static final List<String> FORMS = List.of(LabSite.SECRET_START, base64Start());

    private static final String FILES =
            "grep -rlF -f /root/forms /etc/resctl /var/lib/resctl /etc/systemd /run/resctl* /var/log 2>/dev/null || true";
    private static final String TALK =
            "{ docker ps -aq | xargs -r docker inspect; ps axeww; journalctl -q --no-pager; cat /etc/resctl/acme/*/*.yml; } | grep -F -f /root/forms || true";
    private static final String ITS_OWN_FILE = "/etc/resctl/acme/(.*[./])?secrets/.*";

    private SecretSearch() {}

    /** As far as what stands behind the secret, such as the end of a line, does not change it. */
    private static String base64Start() {
        byte[] secret = LabSite.SECRET.getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(secret, secret.length / 3 * 3));
    }

    /** In no file of the operator and of the hosts but its own; in no container's settings, process, journal, compose text. */
    static void assertNowhere(LabSite site) {
        // The forms reach grep by a file that grep does not search: its own arguments are a process list's too.
        String plant = "umask 077; cat >/root/forms <<'END'\n" + String.join("\n", FORMS) + "\nEND\n";
        assertThat(site.resctl("plan", "-o", "json").exits(0).out()).doesNotContain(FORMS);
        assertThat(LabSite.sh("grep -rlF -f - '" + site.state + "' <<'END' || true\n" + String.join("\n", FORMS)
                                + "\nEND\n")
                        .out())
                .as("the operator's files")
                .isEmpty();
        for (String host : HOSTS) {
            site.on(host, plant);
            assertThat(site.on(host, FILES)
                            .lines()
                            .filter(f -> !f.matches(ITS_OWN_FILE))
                            .toList())
                    .as(host)
                    .isEmpty();
            assertThat(site.on(host, TALK))
                    .as(host + ": inspect, processes, journal, compose text")
                    .isEmpty();
            site.on(host, "rm /root/forms");
        }
    }
}
