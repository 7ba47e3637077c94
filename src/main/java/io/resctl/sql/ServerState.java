package io.resctl.sql;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one round trip tells of a running server.
 *
 * @param clock the server's, when it answered
 * @param writable it takes writes of anybody
 * @param written last of its own binary log, for each domain
 * @param applied last that came by replication, for each domain
 * @param state last of each server in its binary log
 * @param strict it refuses to write what would break the order of a domain
 * @param replication empty where it follows nobody
 * @param writes uncommitted ones, the oldest first
 */
public record ServerState(
        String version,
        long serverId,
        Instant clock,
        boolean writable,
        GtidList written,
        GtidList applied,
        GtidList state,
        boolean strict,
        boolean logs,
        Optional<Replication> replication,
        SemiSyncState semiSync,
        List<ScheduledEvent> events,
        List<LongWrite> writes,
        List<Heartbeat> heartbeats) {

    /** Empty where the answer is none of a server. */
    public static Optional<ServerState> parse(String out) {
        return of(Answer.parse(out));
    }

    /** The same, from an answer that holds it among other things. */
    public static Optional<ServerState> of(Answer answer) {
        if (!answer.has("that_is_all") || answer.number("server_id").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ServerState(
                answer.text("version"),
                answer.number("server_id").orElseThrow(),
                Heartbeat.instant(answer.text("clock")),
                !answer.on("read_only"),
                answer.gtids("binlog_pos"),
                answer.gtids("slave_pos"),
                answer.gtids("binlog_state"),
                answer.on("strict"),
                answer.on("log_bin") && answer.on("log_slave_updates"),
                Replication.of(answer),
                SemiSyncState.of(answer),
                list(answer, "event", ScheduledEvent::parse)
                        .filter(e -> !e.ours())
                        .toList(),
                list(answer, "write", LongWrite::parse)
                        .sorted(Comparator.comparing(LongWrite::since).reversed())
                        .toList(),
                list(answer, "heartbeat", Heartbeat::parse).toList()));
    }

    private static <T> Stream<T> list(
            Answer answer, String name, java.util.function.Function<String, Optional<T>> parse) {
        return answer.all(name).stream().flatMap(line -> parse.apply(line).stream());
    }

    /** All that it holds, as a position. */
    public GtidList position() {
        return written.plus(applied).position();
    }

    /** All that it holds or has in its relay log, as a position. */
    public GtidList received() {
        return position()
                .plus(replication.map(Replication::received).orElse(GtidList.NONE))
                .position();
    }

    /** All that came, or is still to be applied, by replication: what it must have applied before it may forget whom it followed. */
    public GtidList stream() {
        return applied.plus(replication.map(Replication::received).orElse(GtidList.NONE))
                .position();
    }

    /** Of each server the last that it knows of. Its binary log alone may begin after what it was seeded with. */
    public GtidList known() {
        return state.plus(applied);
    }

    /** Received, and not applied yet. */
    public long unapplied() {
        return position().lacks(received());
    }

    /** By the number before the first word: {@code 11.8.3}. */
    public int[] release() {
        return Stream.of(version.split("[^0-9.]", 2)[0].split("\\."))
                .filter(part -> part.matches("\\d{1,6}"))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
