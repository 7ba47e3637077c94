package io.resctl.journal;

import io.resctl.host.Script;
import io.resctl.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the lock says to a host's shell. */
final class LockScripts {
    /** Exit code of the scripts when the lock is somebody else's. */
    static final int NOT_OURS = 17;

    private static final Script TAKE = read("lock-take.sh");
    private static final Script BEAT = read("lock-beat.sh");
    private static final Script HELD = read("lock-held.sh");
    private static final Script RELEASE = read("lock-release.sh");

    private LockScripts() {}

    /**
     * Takes the lock where nobody holds it or its owner gave no sign of life for too long.
     *
     * @param gone id of a run that is known to be dead, or empty
     */
    static Script take(String path, LockOwner owner, String gone) {
        return TAKE.with("lock", path)
                .with("run", owner.run())
                .with("owner", Json.line(owner))
                .with("expiry", Long.toString(LockOwner.EXPIRY.toSeconds()))
                .with("gone", gone);
    }

    static Script beat(String path, String run) {
        return BEAT.with("lock", path).with("run", run);
    }

    static Script held(String path, String run) {
        return HELD.with("lock", path).with("run", run);
    }

    /** Removes the lock of one run; of any with an empty id. */
    static Script release(String path, String run) {
        return RELEASE.with("lock", path).with("run", run);
    }

    private static Script read(String name) {
        try (InputStream in = LockScripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing in the jar: " + name);
            }
            return Script.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
