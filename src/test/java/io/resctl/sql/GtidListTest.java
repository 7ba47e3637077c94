package io.resctl.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GtidListTest {
    @Test
    void isReadAndWrittenAsMariadbDoes() {
        assertThat(list("0-1-10,1-5-3")).hasToString("0-1-10,1-5-3");
        assertThat(list("")).isEqualTo(GtidList.NONE).hasToString("");
        assertThat(list(" 1-5-3 , 0-1-10 ")).hasToString("0-1-10,1-5-3");
        assertThat(list("0-1-10,0-1-7").entries()).containsExactly(new Gtid(0, 1, 10));
        assertThat(list("nonsense,0-1,0-1-2-3")).isEqualTo(GtidList.NONE);
    }

    @Test
    void aPositionIsTheLastOfEachDomain() {
        assertThat(list("0-1-10,0-2-12,1-7-1").position()).hasToString("0-2-12,1-7-1");
    }

    @Test
    void coversLooksAtSequencesOnly() {
        assertThat(list("0-2-12").covers(list("0-1-12"))).isTrue();
        assertThat(list("0-2-12").covers(list("0-1-13"))).isFalse();
        assertThat(list("0-2-12").covers(list("1-1-1"))).isFalse();
        assertThat(list("0-2-12").covers(GtidList.NONE)).isTrue();
        assertThat(list("0-2-12").lacks(list("0-1-15,1-1-4"))).isEqualTo(7);
    }

    /** MaxScale's own comparison takes the first for joinable. */
    @Test
    void errantIsToldByTheServerThatWrote() {
        assertThat(list("0-1-10").errant(list("0-1-9,0-2-10"))).hasToString("0-1-10");
        assertThat(list("0-1-9").errant(list("0-1-9,0-2-10"))).isEqualTo(GtidList.NONE);
        assertThat(list("0-1-9,0-3-4").errant(list("0-1-20"))).hasToString("0-3-4");
        assertThat(list("0-1-9,0-3-4").without(List.of(3L))).hasToString("0-1-9");
    }

    private static GtidList list(String text) {
        return GtidList.parse(text);
    }
}
