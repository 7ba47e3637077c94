package io.resctl.component.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupportTest {
    @ParameterizedTest
    @CsvSource({"debian,13", "debian,13.2", "debian,14", "ubuntu,24.04", "ubuntu,24.10", "ubuntu,26.04"})
    void runsOn(String id, String version) {
        assertThat(Support.check("a1", id, version)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "debian,12,'host a1 runs Debian 12, whose packages lack Compose v2'",
        "debian,'','host a1 runs Debian without a release number, whose packages lack Compose v2'",
        "ubuntu,22.04,'host a1 runs Ubuntu 22.04, which is older than what is supported'",
        "ubuntu,24.03,'host a1 runs Ubuntu 24.03, which is older than what is supported'",
        "fedora,43,'host a1 runs fedora 43, whose packages resctl does not know how to install'",
        "arch,'','host a1 runs arch, whose packages resctl does not know how to install'",
        "'','','host a1 runs a system that does not say in os-release what it is'",
    })
    void refuses(String id, String version, String summary) {
        assertThat(Support.check("a1", id, version)).hasValueSatisfying(diagnostic -> {
            assertThat(diagnostic.isError()).isTrue();
            assertThat(diagnostic.code()).isEqualTo("host.unsupported");
            assertThat(diagnostic.summary()).isEqualTo(summary);
            assertThat(diagnostic.hint())
                    .hasValueSatisfying(hint -> assertThat(hint).contains("Debian 13 and Ubuntu 24.04"));
        });
    }
}
