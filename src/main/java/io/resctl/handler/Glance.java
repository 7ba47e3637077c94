package io.resctl.handler;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What a question would like to be told ahead, in one go with what all others of its host want to know: to start a process takes longer than to look. A
 * question that was told nothing looks for itself.
 */
sealed interface Glance {
    /** What this is called in a shell's variables. */
    String key();

    /** Mode, owner and age of what is at a path; and all that is in it, if it is a file and {@code content}. */
    record Stat(String path, boolean content) implements Glance {
        Stat(String path) {
            this(path, false);
        }

        @Override
        public String key() {
            return Glance.key("stat", path);
        }
    }

    /** What systemd knows of a unit. */
    record UnitState(String unit) implements Glance {
        @Override
        public String key() {
            return Glance.key("unit", unit);
        }
    }

    /** What the server in a container answers to statements. */
    record Answer(String container, String statements) implements Glance {
        @Override
        public String key() {
            return Glance.key("answer", container + "\n" + statements);
        }
    }

    private static String key(String kind, String text) {
        return kind + "_"
                + UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .replace("-", "");
    }
}
