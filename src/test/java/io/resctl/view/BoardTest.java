package io.resctl.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.testing.Golden;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BoardTest {
    private static final Instant START = Plans.NOW;

    private static Instant after(long seconds) {
        return START.plusSeconds(seconds);
    }

    private static Board board() {
        Board board = new Board(new TreeMap<>(Map.of("a1", 3, "a2", 1, "b1", 2)), START);
        board.begins("a1", "image mariadb:11.8", after(1));
        board.says("a1", "12 of 41 MB", after(2));
        board.begins("a2", "unit resctl-acme@db.service", after(1));
        board.ends("a2", Board.End.DONE, after(3));
        return board;
    }

    @Test
    void oneLineAHostWithWhatAndSinceWhen() {
        Golden.check("view/board.txt", String.join("\n", board().lines(after(75), new Screen(Colours.OFF, 60))) + "\n");
    }

    @Test
    void linesKeepTheWidth() {
        Board board = board();
        board.begins("b1", "file /etc/resctl/acme/" + "x".repeat(200), after(4));
        assertThat(board.lines(after(5), new Screen(Colours.OFF, 60)))
                .allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(60));
    }

    @Test
    void aLogHearsOnlyOfWaitsThatTakeLong() {
        assertThat(board().waits(after(5), Duration.ofSeconds(15))).isEmpty();
        assertThat(board().waits(after(20), Duration.ofSeconds(15)))
                .containsExactly("a1: still image mariadb:11.8: 12 of 41 MB, for 19s");
    }

    @Test
    void whatFailedIsNotDone() {
        Board board = board();
        board.begins("b1", "x", after(1));
        board.ends("b1", Board.End.FAILED, after(2));
        board.ends("b1", Board.End.BLOCKED, after(2));
        assertThat(board.done()).isEqualTo(1);
        assertThat(board.lines(after(3), Screen.PLAIN))
                .anySatisfy(l -> assertThat(l).contains("b1", "2 not done"));
    }
}
