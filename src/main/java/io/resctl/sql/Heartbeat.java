package io.resctl.sql;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * The last row that a server wrote to say that it takes writes.
 *
 * @param server its {@code server_id}
 * @param at by the clock of that server
 */
public record Heartbeat(long server, Instant at) {
    static Optional<Heartbeat> parse(String line) {
        String[] words = line.split(" ", 2);
        return words.length == 2 && words[0].matches("\\d{1,10}") && words[1].matches("\\d{1,12}(\\.\\d{1,6})?")
                ? Optional.of(new Heartbeat(Long.parseLong(words[0]), instant(words[1])))
                : Optional.empty();
    }

    static Instant instant(String seconds) {
        return Instant.EPOCH.plusNanos(new BigDecimal(seconds).movePointRight(9).longValue());
    }
}
