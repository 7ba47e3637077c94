package io.resctl.backup;

import io.resctl.json.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What came of the last backup that was restored to try it, as its host remembers it.
 *
 * @param why what is wrong; empty where all is well
 * @param reached GTID position after the replay of the log
 * @param heartbeat of the newest row that was restored
 */
public record Verified(Instant at, String host, boolean ok, String why, String reached, Optional<Instant> heartbeat) {
    private record Document(String at, String host, String ok, String why, String reached, String heartbeat) {}

    static Optional<Verified> read(String json) {
        try {
            Document d = Json.read(json, Document.class);
            return Optional.of(new Verified(
                    Instant.parse(d.at()),
                    d.host(),
                    d.ok().equals("yes"),
                    d.why(),
                    d.reached(),
                    Optional.of(d.heartbeat()).filter(h -> !h.isEmpty()).map(Instant::parse)));
        } catch (Json.NotOurs | DateTimeParseException | NullPointerException e) {
            return Optional.empty();
        }
    }
}
