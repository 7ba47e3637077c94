package io.resctl.sql;

import java.time.Duration;
import java.util.Optional;

/** A session that has written, or is writing, and has not committed. Its text is not asked for: it may hold what nobody should read. */
public record LongWrite(long session, Duration since, String user, String database) {
    static Optional<LongWrite> parse(String line) {
        String[] words = line.split(" ", 4);
        return words.length == 4 && words[0].matches("\\d{1,18}") && words[1].matches("\\d{1,9}")
                ? Optional.of(new LongWrite(
                        Long.parseLong(words[0]), Duration.ofSeconds(Long.parseLong(words[1])), words[2], words[3]))
                : Optional.empty();
    }

    /** {@code session 4711 of shop in database shop, for 25 s}. */
    public String words() {
        return "session " + session + " of " + user + " in database " + database + ", for " + since.toSeconds() + " s";
    }
}
