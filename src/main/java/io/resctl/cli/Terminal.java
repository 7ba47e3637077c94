package io.resctl.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What a shell knows about its terminal but does not export. */
final class Terminal {
    private Terminal() {}

    /** The process's environment, with {@code COLUMNS} where a terminal can tell its width. */
    static Map<String, String> environment(boolean terminal) {
        Map<String, String> environment = new TreeMap<>(System.getenv());
        if (terminal && !environment.containsKey("COLUMNS")) {
            String size = sttySize();
            if (size.matches("\\d+ [1-9]\\d*")) {
                environment.put("COLUMNS", size.substring(size.indexOf(' ') + 1));
            }
        }
        return Map.copyOf(environment);
    }

    private static String sttySize() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                stty.destroy();
                return "";
            }
            return new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
