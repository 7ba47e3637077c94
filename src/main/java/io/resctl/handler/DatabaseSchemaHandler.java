package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.render.Quoting;
import io.resctl.resource.DatabaseSchema;
import io.resctl.resource.Known;
import java.time.Duration;
import java.util.List;

/** Databases (schemas) on the primary. They are dropped only with the data. */
final class DatabaseSchemaHandler implements Handler<DatabaseSchema> {
    @Override
    public Script question(DatabaseSchema schema) {
        return DatabaseShell.asking("""
                        if [ "$found" = 1 ]; then
                            attr database present
                        else
                            absent
                        fi
                        """, answer(schema), schema.data());
    }

    @Override
    public List<Glance> glances(DatabaseSchema schema) {
        return List.of(answer(schema));
    }

    private static Glance.Answer answer(DatabaseSchema schema) {
        String ask = "SELECT COUNT(*) FROM information_schema.schemata WHERE BINARY schema_name = "
                + DatabaseShell.literal(schema.name());
        return new Glance.Answer(schema.container(), DatabaseShell.session(List.of(ask)));
    }

    @Override
    public List<Step> make(String host, DatabaseSchema schema, Known known) {
        return run(host, schema, DatabaseShell.WAIT, "CREATE DATABASE IF NOT EXISTS ");
    }

    @Override
    public List<Step> remove(String host, DatabaseSchema schema, boolean data) {
        return data ? run(host, schema, DatabaseShell.OR_NOTHING, "DROP DATABASE IF EXISTS ") : List.of();
    }

    private static List<Step> run(String host, DatabaseSchema schema, String shell, String verb) {
        Script script = Script.of(shell + "printf '%s' \"$statements\" | sql\n")
                .with("container", schema.container())
                .with("statements", DatabaseShell.session(List.of(verb + Quoting.SQL_NAME.quote(schema.name()))));
        return List.of(new Step.Run(host, script, Duration.ofMinutes(2)));
    }
}
