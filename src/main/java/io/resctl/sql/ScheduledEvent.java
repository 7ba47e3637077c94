package io.resctl.sql;

import io.resctl.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event of the database's own scheduler.
 *
 * @param definer as {@code user@host}
 * @param status {@code ENABLED}, {@code DISABLED}, or {@code SLAVESIDE_DISABLED}: it came by replication and runs at its source
 * @param charset with which its text is read; a change must be made under the same one
 */
public record ScheduledEvent(
        String schema, String name, String definer, String status, String charset, String collation) {
    private record Row(
            @Nullable String schema,
            @Nullable String name,
            @Nullable String definer,
            @Nullable String status,
            @Nullable String charset,
            @Nullable String collation) {}

    static Optional<ScheduledEvent> parse(String json) {
        try {
            Row r = Json.read(json, Row.class);
            return r.schema == null
                            || r.name == null
                            || r.definer == null
                            || r.status == null
                            || r.charset == null
                            || r.collation == null
                    ? Optional.empty()
                    : Optional.of(new ScheduledEvent(r.schema, r.name, r.definer, r.status, r.charset, r.collation));
        } catch (Json.NotOurs _) {
            return Optional.empty();
        }
    }

    /** The site's own run everywhere, and look themselves whether they may write. */
    boolean ours() {
        return schema.equals(Statements.SCHEMA);
    }

    public boolean enabled() {
        return status.equals("ENABLED");
    }

    /** It runs where this server's source is. */
    public boolean leftToSource() {
        return status.equals("SLAVESIDE_DISABLED");
    }

    public boolean same(ScheduledEvent other) {
        return schema.equals(other.schema) && name.equals(other.name);
    }
}
