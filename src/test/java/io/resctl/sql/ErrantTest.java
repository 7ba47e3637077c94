package io.resctl.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrantTest {
    /** Server 1 is the primary, 2 the one that is looked at, 3 another. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            in step                                             | 0-1-10        | 0-1-10,0-2-5  | -       | -
            written on the replica                              | 0-1-10,0-2-11 | 0-1-10        | -       | 0-2-11
            beside the primary, under the same number           | 0-1-9,0-2-10  | 0-1-10        | -       | 0-2-10
            the tail of a primary that crashed                  | 0-1-12,0-2-14 | 0-1-12,0-2-13 | -       | 0-2-14
            the tail of another that this one alone received    | 0-3-9         | 0-3-8,0-1-20  | 0-3-9   | 0-3-9
            the primary wrote more since it was asked           | 0-1-15        | 0-1-10        | -       | -
            the primary was seeded later, another remembers     | 0-1-20,0-2-5  | 0-1-20        | 0-2-5   | -
            the primary was seeded later, of a third            | 0-1-20,0-3-5  | 0-1-20        | -       | -
            another domain                                      | 0-1-10,7-2-1  | 0-1-10        | -       | 7-2-1
            """)
    void errant(String name, String state, String primary, String other, String errant) {
        List<ServerState> others = new ArrayList<>(List.of(server(1, primary)));
        if (other != null) {
            others.add(server(3, other));
        }
        String expected = errant == null ? "" : errant;
        assertThat(Errant.of(server(2, state), server(1, primary), others).toString())
                .isEqualTo(expected);
    }

    private static ServerState server(int id, String state) {
        return ServerState.parse("server_id: " + id + "\nclock: 1\nbinlog_state: " + state + "\nthat_is_all: 1\n")
                .orElseThrow();
    }
}
