package io.resctl.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
    @ParameterizedTest
    @CsvSource({"130,9", "9,6", "6,7", "7,3", "3,1", "1,5", "5,4", "4,2", "2,0"})
    void theWeightierIsSaid(int said, int other) {
        assertThat(ExitCode.of(Set.of(code(said), code(other)))).isEqualTo(code(said));
    }

    @Test
    void withAnUnreachableHostItIsNeverOkOrChanges() {
        for (ExitCode other : ExitCode.values()) {
            assertThat(ExitCode.of(EnumSet.of(ExitCode.UNREACHABLE, other)))
                    .isNotIn(ExitCode.OK, ExitCode.CHANGES, ExitCode.PARTLY, ExitCode.MISSED);
        }
    }

    @Test
    void everyCodeHasAPlaceInTheOrder() {
        for (ExitCode code : ExitCode.values()) {
            assertThat(ExitCode.of(List.of(code))).isEqualTo(code);
        }
        assertThat(ExitCode.of(List.of())).isEqualTo(ExitCode.OK);
    }

    @Test
    void numbersAreThoseOfTheTable() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 64, 130);
    }

    private static ExitCode code(int number) {
        return Arrays.stream(ExitCode.values())
                .filter(c -> c.number() == number)
                .findFirst()
                .orElseThrow();
    }
}
