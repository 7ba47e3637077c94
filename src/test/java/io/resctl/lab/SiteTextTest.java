package io.resctl.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SiteTextTest {
    private static final List<LabHost> HOSTS = List.of(
            host("a1", "milan", true, LabSpec.Kind.ROOT, "10.61.1.11", "10.61.0.11"),
            host("b1", "turin", false, LabSpec.Kind.DEPLOY, "10.61.2.11", "10.61.0.51"));

    private static final String GENERATED_SSH =
            "ssh: { user: root, identityFile: \"/s/id\", knownHosts: \"/s/known\" }\n";
    private static final String GENERATED_ZONES = """
            zones:
              milan:
                home: true
                hosts:
                  a1: { address: 10.61.1.11, endpoint: 10.61.0.11, user: root }
              turin:
                hosts:
                  b1: { address: 10.61.2.11, endpoint: 10.61.0.51, user: deploy }
            """;

    @Test
    void replacesTheTwoSectionsAndNothingElse() {
        String text = """
                # My site
                site: acme   # odd   spacing
                ssh: { user: me,
                       port: 2222 }
                # the places
                zones:
                  milan:
                    home: true
                # a remark inside
                    hosts: { a1: 1.2.3.4 }

                # the tunnel
                vpn: {wireguard: {subnet: 10.90.0.0/16}}
                services:
                  ssh: { note: "zones: are not here" }
                """;
        assertThat(with(text)).isEqualTo("""
                # My site
                site: acme   # odd   spacing
                """ + GENERATED_SSH + "# the places\n" + GENERATED_ZONES + """

                # the tunnel
                vpn: {wireguard: {subnet: 10.90.0.0/16}}
                services:
                  ssh: { note: "zones: are not here" }
                """);
    }

    @Test
    void addsWhatLacks() {
        assertThat(with("site: acme\nzones: {\n  milan: {}\n}\nvpn: x"))
                .isEqualTo("site: acme\n" + GENERATED_SSH + GENERATED_ZONES + "vpn: x");
        assertThat(with("site: acme\n")).isEqualTo("site: acme\n" + GENERATED_SSH + GENERATED_ZONES);
    }

    private static String with(String text) {
        return SiteText.with(text, HOSTS, Path.of("/s/id"), Path.of("/s/known"));
    }

    private static LabHost host(
            String name, String zone, boolean home, LabSpec.Kind kind, String address, String endpoint) {
        return new LabHost(name, zone, home, kind, address, endpoint, OptionalInt.empty(), LabHost.State.RUNNING, true);
    }
}
