package io.resctl.runbook.database;

import java.time.Duration;

/** A short pause between two looks. */
final class Waiting {
    private Waiting() {}

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
