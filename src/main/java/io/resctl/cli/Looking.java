package io.resctl.cli;

import java.time.Duration;
import java.util.function.Supplier;

/** Does something that waits for hosts, and says so: since when, and for how many. */
final class Looking {
    private Looking() {}

    static <T> T at(Console console, String what, Supplier<T> work) {
        long begun = System.nanoTime();
        Duration step = console.terminal() ? Duration.ofMillis(500) : Duration.ofSeconds(15);
        Thread teller = Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Thread.sleep(step);
                    tell(console, what, Duration.ofNanos(System.nanoTime() - begun));
                }
            } catch (InterruptedException _) {
                // the work is done
            }
        });
        try {
            return work.get();
        } finally {
            teller.interrupt();
            if (console.terminal()) {
                console.err().print("\r\u001b[K");
                console.err().flush();
            }
        }
    }

    private static void tell(Console console, String what, Duration since) {
        String text = what + " ... " + since.toSeconds() + "s";
        if (console.terminal()) {
            console.err().print("\r\u001b[K" + text);
            console.err().flush();
        } else {
            console.err().println(text);
        }
    }
}
