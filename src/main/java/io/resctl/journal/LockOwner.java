package io.resctl.journal;

import io.resctl.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who holds the site's lock on a host.
 *
 * @param run id of the run
 * @param by as {@code user@machine}
 * @param pid on that machine
 * @param place where that process number means something, see {@link Place}; empty where not known
 * @param command such as {@code apply}
 * @param since by the owner's clock
 * @param silence how long ago the last heartbeat was, by the host's clock; empty in the owner's own file
 */
public record LockOwner(
        String run, String by, long pid, String place, String command, Instant since, Optional<Duration> silence) {
    public static final Duration HEARTBEAT = Duration.ofSeconds(5);
    public static final Duration EXPIRY = Duration.ofSeconds(20);

    public boolean expired() {
        return silence.map(s -> s.compareTo(EXPIRY) > 0).orElse(false);
    }

    /** Such as {@code anna@laptop (apply, process 4711)}. */
    public String words() {
        return by + " (" + command + ", process " + pid + ")";
    }

    /** One that cannot be read is somebody's all the same. */
    public static LockOwner read(String text, Optional<Duration> silence) {
        try {
            LockOwner owner = Json.read(text, LockOwner.class);
            return new LockOwner(owner.run, owner.by, owner.pid, owner.place, owner.command, owner.since, silence);
        } catch (Json.NotOurs _) {
            return new LockOwner("", "somebody unknown", 0, "", "unknown", Instant.EPOCH, silence);
        }
    }
}
