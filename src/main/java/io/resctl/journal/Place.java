package io.resctl.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Where a process runs: this start of this machine's kernel, and its namespace of process numbers. Within one place a process that is gone is surely
 * gone; machine names cannot tell that, since containers of a pipeline share theirs.
 */
public final class Place {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path NUMBERS = Path.of("/proc/self/ns/pid");

    private Place() {}

    /** Empty where the system does not tell. */
    public static String here() {
        try {
            return Files.readString(BOOT).strip() + " " + Files.readSymbolicLink(NUMBERS);
        } catch (IOException e) {
            return "";
        }
    }

    /** True only where it is certain: the owner ran in this place, and no process has its number or a younger one took it. */
    public static boolean gone(LockOwner owner) {
        if (owner.place().isEmpty() || !owner.place().equals(here())) {
            return false;
        }
        return ProcessHandle.of(owner.pid())
                .map(process -> process.info()
                        .startInstant()
                        .map(start -> younger(start, owner.since()))
                        .orElse(false))
                .orElse(true);
    }

    private static boolean younger(Instant start, Instant since) {
        return start.isAfter(since.plus(Duration.ofSeconds(2)));
    }
}
