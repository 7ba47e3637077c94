package io.resctl.exec;

import java.util.concurrent.atomic.AtomicBoolean;

/** The user's wish to stop: set from a signal handler, read by a run before each action. */
public final class Stop {
    private final AtomicBoolean asked = new AtomicBoolean();

    public void ask() {
        asked.set(true);
    }

    public boolean asked() {
        return asked.get();
    }
}
