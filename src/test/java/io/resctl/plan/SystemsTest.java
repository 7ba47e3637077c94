package io.resctl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.observe.Sight.Os;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemsTest {
    @ParameterizedTest
    @CsvSource({"debian,13", "debian,13.2", "debian,14", "ubuntu,24.04", "ubuntu,24.10", "ubuntu,26.04"})
    void installsPackagesOn(String id, String version) {
        assertThat(Systems.supported(new Os(id, version))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "debian,12",
        "debian,''",
        "ubuntu,22.04",
        "ubuntu,23.10",
        "fedora,43",
        "arch,''",
        "'',''",
        "debian,trixie"
    })
    void refuses(String id, String version) {
        assertThat(Systems.supported(new Os(id, version))).isFalse();
    }
}
