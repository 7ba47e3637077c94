package io.resctl.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabSpecTest {
    @Test
    void theThirdHostOfAZoneIsReachedWithoutRoot() {
        assertThat(LabSpec.standard("demo").zones())
                .flatExtracting(LabSpec.ZoneSpec::hosts)
                .extracting(h -> h.name() + " " + h.kind())
                .containsExactly("a1 ROOT", "a2 ROOT", "a3 DEPLOY", "b1 ROOT", "b2 ROOT");
    }

    @Test
    void refusesNamesThatTheEngineWouldRefuse() {
        assertThatThrownBy(() -> LabSpec.standard("De mo"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("'De mo'")
                .hasMessageContaining("lower-case");
        assertThatThrownBy(() -> new LabSpec("x", List.of(), LabSpec.Gateways.DEFAULT))
                .hasMessageContaining("zones");
    }

    @Test
    void aPortIsOneOfTheMachine() {
        assertThat(LabSpec.standard("demo").atPort(65_534).gateways()).isEqualTo(new LabSpec.Gateways(65_534, true));
        assertThatThrownBy(() -> LabSpec.standard("demo").atPort(65_535)).hasMessageContaining("65535 to 65536");
        assertThatThrownBy(() -> LabSpec.standard("demo").atPort(0)).isInstanceOf(LabException.class);
    }
}
