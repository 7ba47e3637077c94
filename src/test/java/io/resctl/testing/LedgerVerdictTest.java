package io.resctl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge of all moves of the database must be able to find them guilty. */
class LedgerVerdictTest {
    @Test
    void whatIsThereOnceIsGood() {
        Ledger.Verdict verdict = Ledger.Verdict.of(List.of("a", "b"), List.of("b", "a"), 0);
        assertThat(verdict.good()).isTrue();
        assertThat(verdict.acknowledged()).isEqualTo(2);
    }

    /** Its answer never came: it may be there or not. */
    @Test
    void whatWasNeverAcknowledgedMayBeThere() {
        assertThat(Ledger.Verdict.of(List.of("a"), List.of("a", "b"), 1).good()).isTrue();
    }

    @Test
    void whatWasAcknowledgedAndIsNotThereIsLost() {
        Ledger.Verdict verdict = Ledger.Verdict.of(List.of("a", "b"), List.of("a"), 0);
        assertThat(verdict.good()).isFalse();
        assertThat(verdict.lost()).containsExactly("b");
        assertThat(verdict.twice()).isEmpty();
    }

    @Test
    void whatIsThereTwiceWasAcceptedTwice() {
        Ledger.Verdict verdict = Ledger.Verdict.of(List.of("a"), List.of("a", "b", "a", "b"), 1);
        assertThat(verdict.good()).isFalse();
        assertThat(verdict.twice()).containsExactly("a", "b");
        assertThat(verdict.lost()).isEmpty();
    }
}
